import { type ImportRunCommand, importRunDecider } from './import-run.decider';
import type { ImportRunState } from './import-run.state';

const started = {
  kind: 'orders',
  format: 'csv',
  inputs: [{ name: 'a.csv', sha256: 'a'.repeat(64), bytes: 9 }],
  settings: [],
  startedAt: '2026-04-01T00:00:00.000Z',
};
const completed = { read: 3, accepted: 2, rejected: 1, verdicts: 'b'.repeat(64) };
const settings = { seed: 1, noise: '0.02', dispatch: 'CN', inputs: [], legalNow: '2026-04-01' };
const start = (more = {}): ImportRunCommand => ({ type: 'StartImport', started: { ...started, ...more } });
const complete = (more = {}): ImportRunCommand => ({ type: 'CompleteImport', completed: { ...completed, ...more } });
const demo = (more = {}): ImportRunCommand => ({ type: 'StartDemo', settings: { ...settings, ...more } });

const outcome = (command: ImportRunCommand, ...before: readonly ImportRunCommand[]): unknown => {
  let state: ImportRunState = importRunDecider.initial;
  for (const earlier of before) {
    const decision = importRunDecider.decide(earlier, state);
    if ('accepted' in decision) state = decision.accepted.reduce<ImportRunState>(importRunDecider.evolve, state);
  }
  const decision = importRunDecider.decide(command, state);
  return 'rejected' in decision ? [decision.rejected.code, decision.rejected.field] : decision.accepted.map((e) => e.type);
};

describe('an import run', () => {
  it.each([
    ['begins', start(), [], ['ImportStarted']],
    ['goes on when begun again, whatever the time', start({ startedAt: '2026-05-01T00:00:00.000Z' }), [start()], []],
    ['is completed', complete(), [start()], ['ImportCompleted']],
    ['is completed once', complete(), [start(), complete()], []],
    ['refuses another result', complete({ accepted: 3, rejected: 0 }), [start(), complete()], ['IMPORT_RESULT_DIFFERS', 'accepted']],
    ['refuses a result that does not add up', complete({ read: 4 }), [start()], ['IMPORT_COUNTS_DIFFER', 'read']],
    ['refuses a result before the beginning', complete(), [], ['IMPORT_NOT_STARTED', 'run']],
    ['refuses other settings', start({ format: 'ndjson' }), [start()], ['IMPORT_SETTINGS_DIFFER', 'format']],
    ['is no demo', start(), [demo()], ['IMPORT_SETTINGS_DIFFER', 'kind']],
  ])('%s', (_, command, before, expected) => {
    expect(outcome(command, ...before)).toEqual(expected);
  });
});

describe('the demo of a directory', () => {
  it.each([
    ['begins', demo(), [], ['DemoStarted']],
    ['goes on with the same settings', demo(), [demo()], []],
    ['refuses other settings', demo({ rebase: '2026-03-02' }), [demo()], ['DEMO_SETTINGS_DIFFER', 'rebase']],
  ])('%s', (_, command, before, expected) => {
    expect(outcome(command, ...before)).toEqual(expected);
  });
});
