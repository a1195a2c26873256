import { accountPeriodId, chargesOfPeriod, type ChargeRow } from '#accounts';
import { streamName } from '#event-catalogue';
import { type ReadModel } from '#read-model';
import { isPaidByItself, type SettlementBook, standingOfCharges, type Viewpoint } from '#reconciliation';
import { amountsOf, type DayAt } from './debts';
import { type Obligation, stateOf } from './obligation';

type AccountPeriod = SettlementBook['periods'] extends Map<string, infer P> ? P : never;

/** Charges looked at in one go. */
const batch = 500;

/**
 * Charges of desks and prepaid accounts that are not paid, each a debt of its own (UCC Art. 108(1)), one after another in the order of
 * account, period and acceptance: there may be as many as declarations.
 */
export async function* chargesToPay(
  views: ReadModel,
  book: SettlementBook,
  viewpoint: Viewpoint,
  dayAt: DayAt,
  holder?: string,
): AsyncGenerator<Obligation> {
  const periods = [...book.periods.values()].filter(
    (period) => isPaidByItself(period) && (holder === undefined || period.holder === holder),
  );
  for (const period of periods.sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1))) yield* ofPeriod(views, period, viewpoint, dayAt);
}

const placeOf = ({ account, start }: AccountPeriod): string => `${account} ${start}`;

async function* ofPeriod(
  views: ReadModel,
  { account, authority, period, holder }: AccountPeriod,
  viewpoint: Viewpoint,
  dayAt: DayAt,
): AsyncGenerator<Obligation> {
  const id = accountPeriodId(authority, account, period);
  const today = dayAt(authority);
  for (let after: ChargeRow | undefined, more = true; more;) {
    const rows: readonly ChargeRow[] = await chargesOfPeriod(views, id, { limit: batch, ...(after === undefined ? {} : { after }) });
    const standings = await standingOfCharges(
      views,
      viewpoint,
      rows.map(({ reference, subject }) => ({ account, reference, declaration: streamName('declaration', subject) })),
    );
    for (const [i, { charge, reference, subject, currency, due_on: dueOn }] of rows.entries()) {
      const standing = standings[i];
      if (standing === undefined || standing.open <= 0n) continue;
      const amounts = amountsOf({ amount: standing.owed, paid: standing.paid, open: standing.open, disputed: 0n });
      yield {
        id: `chargeToPay/${charge}`,
        kind: 'chargeToPay',
        holder,
        authority,
        state: stateOf(today, dueOn),
        dueOn,
        currency,
        ...amounts,
        reference,
        account,
        period,
        subject: streamName('declaration', subject),
      };
    }
    after = rows.at(-1);
    more = rows.length === batch;
  }
}
