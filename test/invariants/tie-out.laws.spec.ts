import fc from 'fast-check';
import { findStatements } from '#accounts';
import { statementLines, TieOut, type TieOutSheet } from '#enquiries';
import { Reconciliation } from '#reconciliation';
import { zoneOfAuthority } from '#rules';
import { rules } from '../support/invariants/ledger-in-memory';
import { historyOf, told } from '../support/invariants/histories/history';
import type { World } from '../support/invariants/histories/world';
import { sized } from '../support/size';

jest.setTimeout(180_000);
const question = {
  asOf: '2027-12-31T23:59:59.999Z',
  ruleBook: rules,
  zoneOf: (authority: string) => zoneOfAuthority(rules, authority) ?? 'UTC',
};

const historyNumbered = async (seed: number): Promise<World> => {
  const [history = []] = fc.sample(historyOf(160), { seed, numRuns: 1 });
  return told(history);
};
/** Payments that come and go, are undone and transferred, offsets, remissions, write-offs and recoveries, disputes and later versions of declarations, in any order. */
describe.each(sized([18, 48], [3, 9, 18, 33, 48, 64, 69]))('whatever happens to accounts (history %i)', (seed) => {
  let world: World;
  beforeAll(async () => {
    world = await historyNumbered(seed);
  });
  afterAll(() => world.ledger.dispose());

  it('each statement ties to its goods, its ledger and its bank', async () => {
    const { views } = world.ledger;
    const sheets: TieOutSheet[] = [];
    for await (const sheet of new TieOut(views).sheets(question, await new Reconciliation(views).reconcile(question), () =>
      Promise.resolve(rules),
    ))
      sheets.push(sheet);
    expect(sheets.length).toBeGreaterThan(0);
    expect(
      sheets
        .filter(({ ties }) => !ties)
        .map(({ reference, stages, steps }) => ({ reference, stages, steps: steps.filter(({ unexplained }) => unexplained !== '0') })),
    ).toEqual([]);
  });

  it('each statement adds up from its lines, and one that says another figure does not', async () => {
    const { views } = world.ledger;
    const totalOf = async (period: Parameters<typeof statementLines>[1]): Promise<boolean | undefined> => {
      let addsUp: boolean | undefined;
      for await (const line of statementLines(views, period)) if (line.kind === 'total') addsUp = line.addsUp;
      return addsUp;
    };
    for (const period of await findStatements(views, { limit: 1000 })) {
      expect([period.statement_reference, await totalOf(period)]).toEqual([period.statement_reference, true]);
      expect(await totalOf({ ...period, charged: '0.01' })).toBe(period.charged === '0.01');
      expect(await totalOf({ ...period, charge_count: period.charge_count + 1 })).toBe(false);
    }
  });
});
