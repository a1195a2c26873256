import { type BankStatementEvent } from '../accounts.events';

type Statement = BankStatementEvent['data'];

/** Two statements of a bank account that do not follow on each other: one is missing, or one is told wrongly. Amounts as stored. */
export type StatementGap = Readonly<{
  bankAccount: string;
  currency: string;
  after: string;
  closing: string;
  before: string;
  opening: string;
  closedOn: string;
}>;

const seriesOf = ({ authority, bankAccount, currency, kind }: Statement): string => [authority, bankAccount, currency, kind].join(' ');
const inSeries = (statements: Iterable<Statement>): ReadonlyMap<string, readonly Statement[]> => {
  const series = new Map<string, Statement[]>();
  for (const statement of statements) {
    // A notification has no balances.
    if (statement.opening === undefined || statement.closing === undefined) continue;
    const known = series.get(seriesOf(statement));
    if (known === undefined) series.set(seriesOf(statement), [statement]);
    else known.push(statement);
  }
  return series;
};

const byDay = (a: Statement, b: Statement): number =>
  a.closedOn === b.closedOn ? (a.statement < b.statement ? -1 : 1) : a.closedOn < b.closedOn ? -1 : 1;

/**
 * Where the statements of a bank account do not follow on each other: each opens with what the one before closed with. Several of one day
 * follow on each other as their balances say. In the order of bank accounts and days.
 */
export const statementGaps = (statements: Iterable<Statement>): readonly StatementGap[] =>
  [...inSeries(statements)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, series]) => {
      const ordered = chained(series);
      return ordered.flatMap((next, i): readonly StatementGap[] => {
        const last = ordered[i - 1];
        if (last?.closing === undefined || next.opening === undefined || last.closing === next.opening) return [];
        return [
          {
            bankAccount: next.bankAccount,
            currency: next.currency,
            after: last.statement,
            closing: last.closing,
            before: next.statement,
            opening: next.opening,
            closedOn: next.closedOn,
          },
        ];
      });
    });

/** By day; those of one day in the order in which one opens with what another closed with. */
const chained = (series: readonly Statement[]): readonly Statement[] => {
  const days = new Map<string, Statement[]>();
  for (const statement of [...series].sort(byDay)) days.set(statement.closedOn, [...(days.get(statement.closedOn) ?? []), statement]);
  let closing: string | undefined;
  const ordered: Statement[] = [];
  for (const left of days.values())
    while (left.length > 0) {
      const follows = left.findIndex(({ opening }) => opening === closing);
      // Nothing follows: begin with what follows on none of the same day.
      const first = follows >= 0 ? follows : left.findIndex(({ opening }) => left.every((other) => other.closing !== opening));
      const [next] = left.splice(Math.max(first, 0), 1);
      if (next === undefined) break;
      ordered.push(next);
      closing = next.closing;
    }
  return ordered;
};
