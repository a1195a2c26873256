import type { CommandOutcome } from '#event-store';
import { acceptedOrProblem } from './command-answer';
import { ProblemError, problemBody, problemOfRejection } from './problem';
import { problemOf } from './problem.filter';

const problemFor = (outcome: CommandOutcome): Record<string, unknown> => {
  try {
    acceptedOrProblem(outcome);
  } catch (error) {
    if (error instanceof ProblemError) return { ...problemBody(error, 't'), headers: error.more.headers };
  }
  throw new RangeError('the outcome was accepted');
};

it.each<[string, CommandOutcome, Record<string, unknown>]>([
  [
    'a refusal with its own status',
    {
      kind: 'rejected',
      revision: 3n,
      rejection: { code: 'PERIOD_CLOSED', message: 'closed', field: 'period', details: { nextFrom: '2026-02-01' } },
    },
    { status: 409, code: 'PERIOD_CLOSED', field: 'period', details: { nextFrom: '2026-02-01' } },
  ],
  [
    'a refusal that no table names',
    { kind: 'rejected', revision: 3n, rejection: { code: 'NEVER_HEARD_OF', message: 'no' } },
    { status: 422, code: 'NEVER_HEARD_OF', detail: 'no' },
  ],
  ['a key used again', { kind: 'key_reused' }, { status: 422, code: 'IDEMPOTENCY_KEY_REUSED' }],
  [
    'a stale revision, with the one there is',
    { kind: 'stale', actual: 5n },
    { status: 412, code: 'PRECONDITION_FAILED', headers: { etag: '"5"' } },
  ],
  ['a revision of nothing', { kind: 'stale', actual: 'no_stream' }, { status: 412, headers: {} }],
  [
    'a store that does not answer',
    { kind: 'unknown', reason: 'deadline of /var/lib/events.db' },
    { status: 503, code: 'OUTCOME_UNKNOWN', detail: 'Send the same request with the same Idempotency-Key again.' },
  ],
  ['a full disk', { kind: 'unknown', reason: 'ENOSPC', refusal: 'STORE_FULL' }, { status: 507, code: 'STORE_FULL' }],
  ['a stopped store', { kind: 'unknown', reason: 'EIO', refusal: 'STORE_STOPPED' }, { status: 503, code: 'STORE_UNAVAILABLE' }],
  ['an event that is too large', { kind: 'unknown', reason: 'large', refusal: 'EVENT_TOO_LARGE' }, { status: 413 }],
])('%s', (_what, outcome, body) => {
  expect(problemFor(outcome)).toMatchObject(body);
});

it('tells nothing of what broke', () => {
  const body = problemBody(problemOf(new Error('SQLITE_IOERR at /var/lib/tidewaiter/events.db')), 't');
  expect(JSON.stringify(body)).not.toMatch(/SQLITE|var|Error:/);
});

it('keeps the words of a refusal', () => {
  expect(problemBody(problemOfRejection({ code: 'ORDER_UNKNOWN', message: 'no order' }), 't')).toEqual({
    type: 'urn:tidewaiter:problem:ORDER_UNKNOWN',
    title: 'The order was never recorded.',
    status: 404,
    code: 'ORDER_UNKNOWN',
    detail: 'no order',
    traceId: 't',
  });
});
