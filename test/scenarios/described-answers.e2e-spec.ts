import { describedAnswers } from './described-answers';

const headers = { 'content-type': 'application/json; charset=utf-8', 'x-trace-id': 't' };
const alive = { statusCode: 200, headers, body: '{"alive":true}' };
const lines = { statusCode: 200, headers: { ...headers, 'content-type': 'application/x-ndjson', 'x-log-age': '0' }, body: '' };

// Every answer of success that a scenario gets goes through this: what it lets pass nobody has asked.
it.each<[string, string, Parameters<ReturnType<typeof describedAnswers>['check']>[2], RegExp]>([
  ['a field that is not described', '/health/live', { ...alive, body: '{"alive":true,"since":1}' }, /additional properties.*since/],
  ['the lack of one that is', '/health/live', { ...alive, body: '{}' }, /required property 'alive'/],
  ['a value that is not', '/health/live', { ...alive, body: '{"alive":false}' }, /equal to constant/],
  ['a header that is not', '/health/live', { ...alive, headers: { ...headers, etag: '"1"' } }, /not described: etag/],
  [
    'the lack of one that is always there',
    '/health/live',
    { ...alive, headers: { 'content-type': 'application/json' } },
    /absent: x-trace-id/,
  ],
  [
    'a media type that is not',
    '/health/live',
    { ...alive, headers: { ...headers, 'content-type': 'text/plain' } },
    /text\/plain is not described/,
  ],
  ['a status that is not', '/health/live', { ...alive, statusCode: 202 }, /202 is not described/],
  ['a route that is not', '/health/dead', alive, /dead get 200 is not described/],
  ['a field in a line that is not', '/v1/breaks', { ...lines, body: '{"more":1}\n' }, /x-itemSchema/],
])('refuses %s', (_what, url, answer, fault) => {
  expect(() => {
    describedAnswers().check('GET', url, answer);
  }).toThrow(fault);
});

it('lets pass what is described, and problems', () => {
  describedAnswers().check('GET', '/health/live', alive);
  describedAnswers().check('GET', '/v1/breaks?asOf=2026-01-01T00:00:00.000Z', lines);
  describedAnswers().check('GET', '/v1/orders/1', { statusCode: 404, headers: {}, body: '' });
});
