import type { FaultRule } from '../support/eventstoredb-double';
import { describeCommandRunner } from './command-runner.contract';
import { describeProcessRunner } from './process-runner.contract';
import { onFaultyDouble } from './stores';

/** Faults take time, and a machine may be busy. */
jest.setTimeout(120_000);

/** Every kind of fault, each with its chance; `often` says how large that is. */
const everything = (often: number): readonly FaultRule[] => [
  { kind: 'dropBeforeCommit', rate: 0.05 * often },
  { kind: 'dropAfterCommit', rate: 0.05 * often },
  { kind: 'silence', rate: 0.02 * often, stored: true },
  { kind: 'silence', rate: 0.02 * often },
  { kind: 'cleanEnd', rate: 0.05 * often, stored: true },
  { kind: 'wrongExpectedVersion', rate: 0.05 * often },
  { kind: 'unknownError', rate: 0.05 * often, stored: true },
  { kind: 'notLeader', rate: 0.02 * often },
  { kind: 'dropSubscription', rate: 0.1 * often },
  { kind: 'tooSlow', rate: 0.05 * often },
  { kind: 'internalError', on: 'read', rate: 0.05 * often },
  { kind: 'duplicateAnswer', rate: 0.3 * often },
];

describeCommandRunner('on EventStoreDB (the double) with every kind of fault', () =>
  onFaultyDouble(everything(1), { deadlineMilliseconds: 300 }),
);
describeProcessRunner('on EventStoreDB (the double) with every kind of fault', () =>
  onFaultyDouble(everything(0.05), { deadlineMilliseconds: 300 }),
);
