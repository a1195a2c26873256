import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runDemo } from '#demo';
import type { Position } from '#event-store';
import { sized } from '../support/size';
import { questionsTo } from '../support/viewpoint/questions';
import { eventsOf, retell } from '../support/viewpoint/retold-log';
import { ApiUnderTest } from './api.support';

// The story of the demonstration, all three models with faults, told a second time in stretches: after each, everything is asked and
// written down. At the end the same questions, as known at the positions of then, have the answers of then.
jest.setTimeout(240_000);

/** An answer as it was sent, but for the names of the moment that the question itself gives. */
interface Recorded {
  readonly who: string;
  readonly url: string;
  readonly status: number;
  readonly text: string;
}
interface Stretch {
  readonly position: Position;
  readonly answers: readonly Recorded[];
}

const readers = ['auditor', ...sized([], ['vendor:V-IE-001', 'intermediary:R-001'])];
const folder = mkdtempSync(path.join(tmpdir(), 'tidewaiter-known-'));
let api: ApiUnderTest;
const stretches: Stretch[] = [];

/** A cursor carries the filters of its question, of which knownAt is one: where the list goes on is the same. */
const comparable = (text: string): string => text.replace(/"next":"[^"]+"/, '"next":"..."');
const ask = async (who: string, url: string): Promise<Recorded> => {
  const { status, text } = await api.get(who, url);
  return { who, url, status, text: comparable(text) };
};
/** Routes of what is not in the ledger's past, each with the reason why it knows no moment. */
const withoutMoment: Readonly<Record<string, string>> = {
  '/v1/access-log': 'who read what, beside the ledger; its moments are `from` and `to`',
  '/v1/accounts/{account}/interest': 'a computation for a day that is given; nothing is recorded',
  '/v1/breaks/{break}/evidence/{document}': 'a document: its bytes are its name',
  '/v1/claims/{claim}/evidence/{document}': 'a document: its bytes are its name',
  '/v1/collectors/{collector}/standing': 'the day is `on`; who may act is decided by what is known now',
  '/v1/evidence-requests/{request}/documents/{document}': 'a document: its bytes are its name',
  '/v1/imports/{job}': 'a run of an import, beside the ledger',
  '/v1/imports/{job}/verdicts': 'a run of an import, beside the ledger',
  '/v1/integrity': 'says how far the log and its readers are now',
  '/v1/rule-sets': 'the day is `on`',
  '/v1/rule-sets/{scheme}': 'the day is `on`',
  '/v1/scheme-returns/{number}/{period}/export': 'a filed return never changes',
  '/v1/simulations/{job}': 'a job: its moment and position were asked for with it',
  '/v1/sources/{sha256}': 'a message as it came: its bytes are its name',
};
const everythingAt = async (asOf: string, by: readonly string[]): Promise<readonly Recorded[]> => {
  const asked: { readonly who: string; readonly url: string }[] = [];
  for (const who of by) for (const url of await questionsTo(api, who)) asked.push({ who, url: url.replace('ASOF', asOf) });
  // One list after another, whoever asks: the server keeps the last few moments.
  asked.sort((a, b) => (a.url < b.url ? -1 : a.url > b.url ? 1 : 0));
  const answers: Recorded[] = [];
  for (const { who, url } of asked) answers.push(await ask(who, url));
  return answers;
};

beforeAll(async () => {
  const told = path.join(folder, 'told');
  await runDemo(
    { orders: [], dispatch: 'CN', currency: 'GBP', seed: 5, noise: '0.4', parcels: sized(11, 40), model: 'all' },
    { dataDirectory: told },
  );
  const events = await eventsOf(told);
  api = await ApiUnderTest.start({ directory: path.join(folder, 'retold') });
  const cuts = sized([0.5, 1], [0.4, 0.75, 1]).map((share) => Math.floor(events.length * share));
  for (const [i, cut] of cuts.entries()) {
    const position = await retell(api.ledger.store, events.slice(cuts[i - 1] ?? 0, cut));
    await api.ledger.rules.refresh();
    await api.ledger.catchUp();
    stretches.push({
      position,
      answers: await everythingAt(
        sized(
          ['2026-07-10T12:00:00.000Z', '2027-01-01T00:00:00.000Z'],
          ['2026-06-25T12:00:00.000Z', '2026-08-20T12:00:00.000Z', '2027-01-01T00:00:00.000Z'],
        )[i] ?? '',
        // Those of the last stretch are asked again in the full run alone.
        i < cuts.length - 1 ? readers : sized(['auditor'], readers),
      ),
    });
  }
});
afterAll(async () => {
  await api.stop();
  rmSync(folder, { recursive: true, force: true });
});

it('asked about much at every stretch, and had answers that differ', () => {
  const answered = stretches.map(({ answers }) => answers.filter(({ status }) => status === 200).length);
  expect(Math.min(...answered)).toBeGreaterThan(sized(50, 60));
  const texts = new Map<string, Set<string>>();
  for (const { answers } of stretches)
    for (const { who, url, text } of answers) texts.set(`${who} ${url}`, (texts.get(`${who} ${url}`) ?? new Set()).add(text));
  expect([...texts.values()].filter((of) => of.size > 1).length).toBeGreaterThan(sized(15, 40));
});

it('gives what the live answers were, as known at their positions', async () => {
  // The last is the present: that its answers are those of now is asked in the full run.
  for (const { position, answers } of sized(stretches.slice(0, -1), stretches)) {
    const differing: unknown[] = [];
    for (const { who, url, status, text } of answers) {
      const again = await ask(who, `${url}${url.includes('?') ? '&' : '?'}knownAt=${position}`);
      if (again.status !== status || (status === 200 && again.text !== text))
        differing.push({ who, url, was: [status, text.slice(0, 300)], is: [again.status, again.text.slice(0, 300)] });
    }
    expect(differing).toEqual([]);
  }
});

it('takes a moment on every route that reads, but for those that know none', async () => {
  const { body } = await api.get('', '/openapi.json');
  const paths = body['paths'] as Readonly<
    Record<string, { readonly get?: { readonly parameters?: readonly { readonly name: string }[] } }>
  >;
  const reading = Object.entries(paths).filter(([route, { get }]) => get !== undefined && route.startsWith('/v1/'));
  const without = reading.filter(([, { get }]) => get?.parameters?.some(({ name }) => name === 'knownAt') !== true).map(([route]) => route);
  expect(without).toEqual(Object.keys(withoutMoment));
  // A field that the description names is read, whatever the path: a value that is no moment is refused before anything is looked up.
  const values: Readonly<Record<string, string>> = { knownAt: '5', asOf: 'yesterday' };
  const refused = new Set<string>();
  for (const [route, { get }] of reading)
    for (const { name } of get?.parameters?.filter((parameter) => parameter.name in values) ?? []) {
      const url = `${route.replaceAll(/\{[^}]+\}/g, 'x')}?${name}=${values[name] ?? ''}`;
      const answer = await api.get('auditor', url);
      const { body: found } = answer.body['code'] === 'ROLE_NOT_ALLOWED' ? await api.get('cashier', url) : answer;
      // Some are told first what else is wrong with the question.
      expect([url, found['status'], found['code'] === 'FIELD_UNKNOWN']).toEqual([url, 400, false]);
      if (found['field'] === name) refused.add(url);
    }
  expect(refused.size).toBeGreaterThan(70);
  for (const url of ['/v1/integrity', '/v1/rule-sets', '/v1/imports/1'])
    expect([url, (await api.get('operator', `${url}?knownAt=${String(stretches[0]?.position)}`)).body['code']]).toEqual([
      url,
      'FIELD_UNKNOWN',
    ]);
});

it('refuses a moment that is none', async () => {
  const toCome = (stretches.at(-1)?.position ?? '').replace(/^\d/, '9');
  for (const [query, field] of [
    ['knownAt=5', 'knownAt'],
    [`knownAt=${toCome}`, 'knownAt'],
    ['asOf=yesterday', 'asOf'],
    ['asOf=9999-12-31T23:59:59.999Z', 'asOf'],
    ['asOf=1999-12-31T23:59:59.999Z', 'asOf'],
    ['asOf=2026-07-01T00:00:00.000Z&asOf=2026-08-01T00:00:00.000Z', 'asOf'],
  ] as const)
    for (const url of [
      '/v1/accounts',
      '/v1/scheme-returns',
      '/v1/collection-returns',
      '/v1/cases',
      '/v1/breaks/worklist',
      '/v1/statistics',
      '/v1/tie-out',
    ]) {
      const { status, body } = await api.get('auditor', `${url}?${query}`);
      expect([url, query, status, body['field']]).toEqual([url, query, 400, field]);
    }
});
