import { describeEventStore } from './event-store.contract';
import { onFaultyDouble, times, type Faults } from './stores';

/** Faults take time, and a machine may be busy. */
jest.setTimeout(120_000);

const readFaults: readonly Faults[] = [
  ['subscriptions break after every 2nd event', [{ kind: 'dropSubscription', every: 2 }]],
  ['subscriptions end as too slow after every 3rd event', [{ kind: 'tooSlow', every: 3 }]],
  ['subscriptions end cleanly after every 2nd event', [{ kind: 'cleanEnd', on: 'event', every: 2, times }]],
  ['subscriptions are silent', [{ kind: 'silence', on: 'event', every: 2, times }], 300],
  ['reads break after every 50th event', [{ kind: 'dropBeforeCommit', on: 'readEvent', every: 50, times }]],
  ['every 4th read is not answered', [{ kind: 'silence', on: 'read', every: 4, times }], 300],
  ['every 4th read is told of another leader', [{ kind: 'notLeader', on: 'read', every: 4, times }]],
  ['every 3rd read of the log ends cleanly before it began', [{ kind: 'cleanEnd', on: 'read', stream: '$all', every: 3, times }]],
  ['every 7th call finds the server away', [{ kind: 'unavailable', every: 7, times }]],
];
for (const [name, rules, deadlineMilliseconds = 2000] of readFaults)
  describeEventStore(`on EventStoreDB (the double): ${name}`, () => onFaultyDouble(rules, { deadlineMilliseconds }));
