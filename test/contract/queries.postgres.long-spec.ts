import {
  adjustmentsOfPeriod,
  allocationsOf,
  chargesOfPeriod,
  findAccounts,
  findDeclinedCharges,
  findGuarantees,
  findReceipts,
  findStatement,
  findStatements,
  guaranteeForecastOf,
  guaranteeSharesOf,
  openItemsOf,
  periodsOfAccount,
  unappliedCashOf,
} from '#accounts';
import { findBreakWork } from '#break-work';
import { findDeclarations } from '#declarations';
import { JournalQueries } from '#journal';
import { type ReadModel, wholePosition } from '#read-model';
import { breakCodes, CaseReader, Reconciliation, wholeSubject, WorkedBreaks } from '#reconciliation';
import { claimWorklist, findClaim, findClaims, findReturnCases, overclaimedTaxes, passedDeadlines } from '#returns';
import { defaultRiskRules, indicatorCodes, limitsOf, RiskIndicators } from '#risk';
import { zoneOfAuthority } from '#rules';
import { findRequests } from '#runtime';
import {
  collectionReturnsOf,
  collectionsOfReturn,
  excludedSupplies,
  returnPeriodsOf,
  suppliesBehind,
  suppliesOfReturn,
  undeliveredOfReturn,
} from '#scheme-returns';
import { rules } from '../support/invariants/ledger-in-memory';
import { all, columnOf, type Question } from '../support/postgres/asked-of-both';
import { describeOnPostgres } from '../support/postgres/schema-of-each-test';
import { inTwoEngines, type TwoEngines } from '../support/postgres/two-engines';
import { sized } from '../support/size';

jest.setTimeout(120_000);

/** Every page of a list. */
const pages = async <P extends { readonly next?: string }>(ask: (after: string | undefined) => Promise<P>): Promise<readonly P[]> => {
  const found = [await ask(undefined)];
  for (let next = found[0]?.next; next !== undefined; next = found.at(-1)?.next) found.push(await ask(next));
  return found;
};
const optional = <K extends string>(key: K, value: string | undefined): { readonly [P in K]?: string } =>
  value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: string });

const ofAccounts = async (rows: ReadModel): Promise<readonly Question[]> => {
  const [accounts, holders, periods] = [
    await columnOf(rows, 'accounts', 'account'),
    await columnOf(rows, 'accounts', 'holder'),
    await columnOf(rows, 'account_periods', 'account_period'),
  ];
  const [statements, receipts, guarantees] = [
    await columnOf(rows, 'account_periods', 'statement_reference'),
    await columnOf(rows, 'receipts', 'receipt'),
    await columnOf(rows, 'guarantees', 'guarantee'),
  ];
  return [
    (views) => findAccounts(views),
    (views) => findAccounts(views, { authority: 'GB', kind: 'cash', holders, limit: 3 }),
    (views) => findAccounts(views, { holders: [] }),
    (views) => findAccounts(views, { after: accounts[1] ?? '' }),
    (views) => findStatements(views, { holders, afterNumber: 1 }),
    (views) => findStatements(views, { authority: 'GB' }),
    (views) => findReceipts(views, { authority: 'GB', holders }),
    (views) => findReceipts(views, { status: 'suspense' }),
    (views) => findDeclinedCharges(views),
    (views) => findGuarantees(views, { authority: 'GB' }),
    ...accounts.flatMap((account): readonly Question[] => [
      (views) => periodsOfAccount(views, account),
      (views) => openItemsOf(views, account, false),
      (views) => openItemsOf(views, account),
      (views) => unappliedCashOf(views, account),
      (views) => findDeclinedCharges(views, { account }),
      (views) => guaranteeSharesOf(views, { account }),
      (views) => guaranteeForecastOf(views, account, '2025-07-10'),
    ]),
    ...periods.flatMap((period): readonly Question[] => [
      (views) => chargesOfPeriod(views, period),
      (views) => adjustmentsOfPeriod(views, period),
      async (views) => {
        const [first] = await chargesOfPeriod(views, period, { limit: 1 });
        return first === undefined ? [] : chargesOfPeriod(views, period, { after: first });
      },
    ]),
    ...statements.map(
      (reference): Question =>
        (views) =>
          findStatement(views, reference),
    ),
    ...receipts.map(
      (receipt): Question =>
        (views) =>
          allocationsOf(views, receipt),
    ),
    ...guarantees.map(
      (guarantee): Question =>
        (views) =>
          guaranteeSharesOf(views, { guarantee }),
    ),
  ];
};

const ofDeclarations = async (rows: ReadModel): Promise<readonly Question[]> => {
  const [parties, mrns, lrns] = [
    await columnOf(rows, 'declaration_parties', 'party'),
    await columnOf(rows, 'declarations', 'mrn'),
    await columnOf(rows, 'declarations', 'lrn'),
  ];
  return [
    (views) => pages((after) => findDeclarations(views, { limit: 3, ...optional('after', after) })),
    (views) => pages((after) => findDeclarations(views, { parties, limit: 4, ...optional('after', after) })),
    (views) => findDeclarations(views, { parties: [], mrn: 'none' }),
    ...mrns.map(
      (mrn): Question =>
        (views) =>
          findDeclarations(views, { mrn, parties }),
    ),
    ...lrns.map(
      (lrn): Question =>
        (views) =>
          findDeclarations(views, { lrn }),
    ),
  ];
};

const ofReturns = async (rows: ReadModel): Promise<readonly Question[]> => {
  const [claims, parties] = [await columnOf(rows, 'refund_claims', 'claim'), await columnOf(rows, 'refund_claim_parties', 'party')];
  return [
    (views) => pages((after) => findReturnCases(views, { limit: 1, ...optional('after', after) })),
    (views) => findReturnCases(views, { status: 'unmatched', parties: ['CARRIER-1', 'V-IE-1'], reporter: 'CARRIER-1' }),
    (views) => pages((after) => findClaims(views, { limit: 2, parties, ...optional('after', after) })),
    (views) => findClaims(views, { parties: [] }),
    (views) => findClaims(views, { status: 'paid', authority: 'GB' }),
    (views) => claimWorklist(views, { asOf: '2025-08-01' }),
    (views) => claimWorklist(views, { authority: 'GB', asOf: '2025-08-01', limit: 2 }),
    (views) => passedDeadlines(views, '2026-12-01'),
    (views) => overclaimedTaxes(views),
    ...claims.flatMap((claim) =>
      parties.map(
        (party): Question =>
          (views) =>
            findClaim(views, claim, party),
      ),
    ),
  ];
};

const ofSchemeReturns = async (rows: ReadModel): Promise<readonly Question[]> => {
  const numbers = await columnOf(rows, 'return_periods', 'scheme_number');
  const carrier = { holder: 'POST-1', state: 'FR', schemeNumber: 'SAFR2021000001' } as const;
  return [
    (views) => returnPeriodsOf(views),
    (views) => returnPeriodsOf(views, { schemeNumber: 'IM3720000015', holder: 'V-IE-1' }),
    (views) => all(excludedSupplies(views, '2025-01-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z')),
    (views) => collectionReturnsOf(views),
    (views) => collectionReturnsOf(views, carrier.holder),
    ...numbers.flatMap((number) =>
      ['2026-05', '2026-06', '2026-07', '2026-Q2'].flatMap((period): readonly Question[] => [
        (views) => all(suppliesOfReturn(views, number, period)),
        (views) => all(suppliesOfReturn(views, number, period, ['2026-05'])),
        (views) => all(suppliesBehind(views, number, period, { country: 'FR' })),
      ]),
    ),
    ...['2025-06', '2025-07', '2025-08', '2025-09', '2025-12', '2026-06'].flatMap((period): readonly Question[] => [
      (views) => all(collectionsOfReturn(views, { ...carrier, period, until: `${period}-28T22:00:00.000Z` })),
      (views) => undeliveredOfReturn(views, { ...carrier, period, until: `${period}-28T22:00:00.000Z` }),
    ]),
  ];
};

const ofJournal = async (rows: ReadModel): Promise<readonly Question[]> => {
  const [streams, positions] = [await columnOf(rows, 'journal_entries', 'stream'), await columnOf(rows, 'journal_entries', 'position')];
  const knownAt = positions[Math.floor(positions.length / 2)] ?? '';
  return [
    (views) => new JournalQueries(views).trialBalance(),
    (views) => new JournalQueries(views).trialBalance({ book: 'GB', asOf: '2025-08-01T00:00:00.000Z' }),
    (views) => new JournalQueries(views).trialBalance({ knownAt }),
    (views) => new JournalQueries(views).balances({ by: ['book', 'party', 'taxType'], only: { currency: 'GBP' } }),
    (views) => new JournalQueries(views).breaches(),
    (views) => all(new JournalQueries(views).read({ book: 'GB' })),
    (views) => pages((after) => new JournalQueries(views).entries({ limit: 40, ...optional('after', after) })),
    ...streams.slice(0, 20).map(
      (stream): Question =>
        (views) =>
          new JournalQueries(views).entries({ stream }),
    ),
    (views) => new JournalQueries(views).entries({ after: 'no cursor' }),
  ];
};

const ofReconciliation = async (rows: ReadModel): Promise<readonly Question[]> => {
  const [subjects, terms, positions] = [
    (await columnOf(rows, 'case_leg', 'subject')).map(wholeSubject),
    await columnOf(rows, 'case_term', 'term'),
    (await columnOf(rows, 'case_leg', 'position')).map(wholePosition),
  ];
  const knownAt = positions[Math.floor(positions.length / 2)] ?? '';
  const law = { ruleBook: rules, zoneOf: (authority: string) => zoneOfAuthority(rules, authority) ?? 'UTC' };
  const moments = [
    { asOf: '2026-12-31T23:59:59.999Z', ...law },
    { asOf: '2026-06-21T23:59:59.999Z', ...law },
    { asOf: '2026-12-31T23:59:59.999Z', knownAt, ...law },
  ];
  const worked = await columnOf(rows, 'break_work', 'break_id');
  const [now] = moments;
  return [
    async (views) => [...(await findBreakWork(views, worked))],
    ...moments.flatMap((moment): readonly Question[] => [
      (views) => new Reconciliation(views).reconcile(moment),
      (views) => all(new Reconciliation(views).broken(moment)),
      (views) => all(new WorkedBreaks(views, new Reconciliation(views)).ofParcels(moment)),
      (views) =>
        pages((after) => new WorkedBreaks(views, new Reconciliation(views)).list(moment, {}, { limit: 7, ...optional('after', after) })),
      (views) => pages((after) => new Reconciliation(views).list(moment, {}, { limit: 3, ...optional('after', after) })),
      async (views) => all(new CaseReader(views, moment).cases()),
      async (views) => all(new CaseReader(views, moment).receipts()),
    ]),
    ...(now === undefined
      ? []
      : [
          (views: ReadModel) => new Reconciliation(views).sums([now], { after: subjects[3] ?? '', before: subjects[9] ?? '~' }),
          ...breakCodes.map(
            (code): Question =>
              (views) =>
                new Reconciliation(views).list(now, { code }, { limit: 100 }),
          ),
          ...terms.map(
            (term): Question =>
              (views) =>
                new Reconciliation(views).list(now, { term }, { limit: 100 }),
          ),
          ...subjects.map(
            (subject): Question =>
              (views) =>
                new Reconciliation(views).parcel(now, subject),
          ),
        ]),
  ];
};

const ofRisk = async (rows: ReadModel): Promise<readonly Question[]> => {
  // So little is enough here that there is something to compare.
  const { dataQuality, splitSameBuyer, clusterIdentity } = defaultRiskRules;
  const strict = {
    ...defaultRiskRules,
    dataQuality: { ...dataQuality, messages: 1 },
    splitSameBuyer: { ...splitSameBuyer, hours: 100_000 },
    clusterIdentity: { ...clusterIdentity, orders: 1 },
    schemeNumberSpread: { ...defaultRiskRules.schemeNumberSpread, senders: 1 },
  };
  const question = { asOf: '2027-01-01T00:00:00.000Z', limitOf: limitsOf(rules), rules: strict };
  const providers = await columnOf(rows, 'risk_message', 'provider');
  return [
    ...indicatorCodes.map(
      (code): Question =>
        (views) =>
          new RiskIndicators(views).findings(question, code),
    ),
    (views) => pages((after) => new RiskIndicators(views).list(question, {}, { limit: 2, ...optional('after', after) })),
    (views) => new RiskIndicators(views).quality(question),
    ...providers.map(
      (provider): Question =>
        (views) =>
          new RiskIndicators(views).quality(question, { provider, month: '2025-03' }),
    ),
  ];
};

/** Histories in which every table has rows. */
describeOnPostgres('every question of the product on PostgreSQL', () => {
  describe.each(
    sized(
      [[14, 160]] as const,
      [
        [14, 160],
        [9, 200],
      ] as const,
    ),
  )('on history %i', (seed, steps) => {
    let both: TwoEngines;
    beforeAll(async () => {
      both = await inTwoEngines(seed, steps);
    });
    afterAll(() => both.dispose());

    it('the rows are those of SQLite', async () => {
      const contents = await both.sqlite.contents();
      expect(contents.filter(({ rows }) => rows === 0)).toEqual([]);
      expect(await both.postgres.contents()).toEqual(contents);
    });

    it.each([
      ['accounts', ofAccounts, 20],
      ['declarations', ofDeclarations, 5],
      ['returns', ofReturns, 5],
      ['scheme returns', ofSchemeReturns, 5],
      ['the journal', ofJournal, 10],
      ['reconciliation', ofReconciliation, 40],
      ['risk', ofRisk, 4],
    ] as const)('about %s is answered as on SQLite', async (_, questionsOf, answered) => {
      const questions = await questionsOf(both.sqlite);
      let full = 0;
      for (const question of questions) {
        const expected = await question(both.sqlite);
        expect(await question(both.postgres)).toEqual(expected);
        if (expected !== undefined && !(Array.isArray(expected) && expected.length === 0)) full += 1;
      }
      // An answer of nothing compares with nothing.
      expect(full).toBeGreaterThanOrEqual(answered);
    });

    it('about the request behind a command', async () => {
      const [commandId = ''] = await columnOf(both.sqlite, 'request_keys', 'command_id');
      expect(await findRequests(both.postgres, { commandId, keyId: commandId })).toEqual([
        { commandId, requestHash: 'ab'.repeat(32), stream: expect.stringContaining('returnCase-') as string },
      ]);
    });
  });
});
