import { allocationsTo, findCharges, findOpenPeriods, findPeriod, findReceipt, periodsOfAccount } from '#accounts';
import { drawSample, findManualEntries, populationOf, sampledThings, search, statementLines, TieOut } from '#enquiries';
import type { ReadModel } from '#read-model';
import {
  breakGroupings,
  legsOfSubjects,
  namedBy,
  Reconciliation,
  standingOfCharges,
  summaryOfBreaks,
  wholeSubject,
  WorkedBreaks,
} from '#reconciliation';
import { zoneOfAuthority } from '#rules';
import { returnCarrying } from '#scheme-returns';
import { rules } from '../support/invariants/ledger-in-memory';
import { all, columnOf, type Question } from '../support/postgres/asked-of-both';
import { describeOnPostgres } from '../support/postgres/schema-of-each-test';
import { inTwoEngines, type TwoEngines } from '../support/postgres/two-engines';

jest.setTimeout(120_000);

const question = {
  asOf: '2026-12-31T23:59:59.999Z',
  ruleBook: rules,
  zoneOf: (authority: string) => zoneOfAuthority(rules, authority) ?? 'UTC',
};

const ofSearch = async (rows: ReadModel): Promise<readonly Question[]> => {
  const [names, holders, positions] = [
    await columnOf(rows, 'search_terms', 'written'),
    await columnOf(rows, 'accounts', 'holder'),
    await columnOf(rows, 'search_terms', 'position'),
  ];
  const knownAt = positions[Math.floor(positions.length / 2)] ?? '';
  const asked = names.filter((_, i) => i % 3 === 0);
  return [
    ...asked.map(
      (text): Question =>
        (views) =>
          search(views, { text, limit: 20 }),
    ),
    ...asked.flatMap((text) =>
      holders.map(
        (owner): Question =>
          (views) =>
            search(views, { text, owner, knownAt, limit: 5 }),
      ),
    ),
    ...asked.map((text): Question => async (views) => {
      const first = await search(views, { text: text.slice(0, 4), limit: 1 });
      return first.next === undefined ? first : search(views, { text: text.slice(0, 4), limit: 3, after: first.next });
    }),
    (views) => findManualEntries(views, { limit: 100 }),
    (views) => findManualEntries(views, { how: 'fourEyes', book: 'GB', knownAt, limit: 3 }),
    (views) => findManualEntries(views, { from: '2025-01-01T00:00:00.000Z', asOf: '2026-06-01T00:00:00.000Z', limit: 3 }),
  ];
};

const ofMoney = async (rows: ReadModel): Promise<readonly Question[]> => {
  const [accounts, charges, orders] = [
    await columnOf(rows, 'accounts', 'account'),
    await columnOf(rows, 'charges', 'charge'),
    await columnOf(rows, 'supplies', 'order_stream'),
  ];
  const references = await rows.all<{ kind: string; reference: string }>(
    'SELECT DISTINCT kind, reference FROM allocations ORDER BY kind, reference',
  );
  const declarations = await rows.all<{ account: string; reference: string; subject: string }>(
    'SELECT account, reference, subject FROM charges ORDER BY charge',
  );
  return [
    (views) => findOpenPeriods(views, { kind: 'deferment' }),
    ...references.map(
      (of): Question =>
        (views) =>
          allocationsTo(views, of),
    ),
    ...charges.map(
      (charge): Question =>
        (views) =>
          findCharges(views, { charge }),
    ),
    ...orders.map(
      (order): Question =>
        (views) =>
          returnCarrying(views, order),
    ),
    (views) =>
      standingOfCharges(
        views,
        question,
        declarations.map(({ account, reference, subject }) => ({ account, reference, declaration: `declaration-${subject}` })),
      ),
    ...accounts.map(
      (account): Question =>
        async (views) =>
          Promise.all((await periodsOfAccount(views, account)).map((period) => all(statementLines(views, period)))),
    ),
    async (views) => findPeriod(views, (await columnOf(rows, 'account_periods', 'account_period'))[0] ?? ''),
    async (views) => findReceipt(views, (await columnOf(rows, 'receipts', 'receipt'))[0] ?? ''),
    async (views) =>
      all(new TieOut(views).sheets(question, await new Reconciliation(views).reconcile(question), () => Promise.resolve(rules))),
  ];
};

const ofCases = async (rows: ReadModel): Promise<readonly Question[]> => {
  const subjects = (await columnOf(rows, 'case_leg', 'subject')).map(wholeSubject);
  return [
    async (views) => [...(await legsOfSubjects(views, subjects, ['order', 'declaration', 'charge'], { asOf: '2026-06-01T00:00:00.000Z' }))],
    ...subjects.slice(0, 20).map(
      (subject): Question =>
        (views) =>
          namedBy(views, subject),
    ),
    ...breakGroupings.map(
      (by): Question =>
        (views) =>
          summaryOfBreaks(new WorkedBreaks(views, new Reconciliation(views)), question, by, {}),
    ),
    ...sampledThings.flatMap((thing) =>
      [true, false].map(
        (monetaryUnit): Question =>
          (views) =>
            drawSample(populationOf(views, thing, { from: '2024-01-01', before: '2027-01-01' }), {
              seed: 'S',
              size: 5,
              stratify: 'authority',
              monetaryUnit,
            }),
      ),
    ),
  ];
};

describeOnPostgres('enquiries on PostgreSQL', () => {
  let both: TwoEngines;
  beforeAll(async () => {
    both = await inTwoEngines(3, 160);
  });
  afterAll(() => both.dispose());

  it.each([
    ['names and decisions', ofSearch, 40],
    ['money', ofMoney, 20],
    ['cases and samples', ofCases, 15],
  ] as const)('about %s are answered as on SQLite', async (_, questionsOf, answered) => {
    let full = 0;
    for (const ask of await questionsOf(both.sqlite)) {
      const expected = await ask(both.sqlite);
      expect(await ask(both.postgres)).toEqual(expected);
      if (expected !== undefined && !(Array.isArray(expected) && expected.length === 0)) full += 1;
    }
    // An answer of nothing compares with nothing.
    expect(full).toBeGreaterThanOrEqual(answered);
  });
});
