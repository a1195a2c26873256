import { describeEventStore } from './event-store.contract';
import { onFaultyDouble, times, type Faults } from './stores';

/** Faults take time, and a machine may be busy. */
jest.setTimeout(120_000);

const appendFaults: readonly Faults[] = [
  ['the connection breaks before the commit', [{ kind: 'dropBeforeCommit', every: 5, times }]],
  ['the connection breaks after the commit', [{ kind: 'dropAfterCommit', every: 5, times }]],
  ['every 5th append is not answered', [{ kind: 'silence', every: 5, times }], 1000],
  ['every 5th append is stored and not answered', [{ kind: 'silence', every: 5, times, stored: true }], 1000],
  ['the line of appends ends cleanly', [{ kind: 'cleanEnd', every: 5, times }]],
  ['the line of appends ends cleanly after the commit', [{ kind: 'cleanEnd', every: 5, times, stored: true }]],
  ['every append is answered twice', [{ kind: 'duplicateAnswer' }]],
  ['every 5th append is told of another leader', [{ kind: 'notLeader', every: 5, times }]],
  ['every 3rd append is slow', [{ kind: 'slow', every: 3, milliseconds: 20 }]],
  ['every 4th append is answered with an error nobody knows', [{ kind: 'unknownError', every: 4, times, stored: true }]],
  ['every 4th append meets a fault inside the server', [{ kind: 'internalError', every: 4, times }]],
];
for (const [name, rules, deadlineMilliseconds = 2000] of appendFaults)
  describeEventStore(`on EventStoreDB (the double): ${name}`, () => onFaultyDouble(rules, { deadlineMilliseconds }));
