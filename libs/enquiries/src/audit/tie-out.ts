import {
  type AccountPeriodRow,
  type AccountRow,
  allocationsTo,
  chargesOfPeriod,
  type ChargeRow,
  findAccounts,
  findReceipt,
  periodsOfAccount,
} from '#accounts';
import { streamName } from '#event-catalogue';
import { type ReadModel } from '#read-model';
import {
  CaseReader,
  legsOfSubjects,
  type PeriodCase,
  Reconciliation,
  type ReconciliationQuestion,
  type ReconciliationReport,
  type SettlementBook,
  unitsOf,
} from '#reconciliation';
import { type RuleBook } from '#rules';
import { collectionsOfReturn, computeReturnOf, suppliesOfReturn } from '#scheme-returns';
import { type DebtInLedger, entriesOf, ledgerOfAccount, noMoves, unitsOfMinor } from './ledger-of-account';
import { type MeasuredStage, sheetOf, type TieOutSheet } from './tie-out-sheet';

/** Which accounts to tie out. */
export interface TieOutFilter {
  readonly authority?: string;
  readonly holder?: string;
  readonly schemeNumber?: string;
  readonly period?: string;
}
type Filed = NonNullable<ReturnType<SettlementBook['returnOf']>>;
type Asked = Readonly<{
  question: ReconciliationQuestion;
  book: SettlementBook;
  periods: ReadonlyMap<string, PeriodCase>;
  rulesAt: (position: string) => Promise<RuleBook>;
}>;

const batch = 200;
/** Breaks that say why a return is not what its supplies give, why a debt is open, and why it was not charged as it should. */
const misdeclared: ReadonlySet<string> = new Set(['B51', 'B53', 'B78']);
const unpaid: ReadonlySet<string> = new Set(['B54', 'B59']);
const uncharged: ReadonlySet<string> = new Set(['B40', 'B41']);
/** The same of a parcel: its charge may also stand on another account, or in another period. */
const chargedOtherwise: ReadonlySet<string> = new Set([...uncharged, 'B43', 'B44']);

/**
 * The tie-out sheets of returns and statements: what was supplied or assessed, what the document says, what the journal has, what the bank
 * brought, each from a source of its own. Of the present end of the log.
 */
export class TieOut {
  constructor(private readonly views: ReadModel) {}

  /**
   * Sheets in order of account and document; one pass over each account's journal. `report` is of the same question. `rulesAt`: the law as
   * known at a position.
   */
  async *sheets(
    question: ReconciliationQuestion,
    report: Pick<ReconciliationReport, 'periods'>,
    rulesAt: Asked['rulesAt'],
    filter: TieOutFilter = {},
  ): AsyncGenerator<TieOutSheet> {
    const book = await new CaseReader(this.views, question).settlement();
    const asked: Asked = { question, book, periods: new Map(report.periods.map((one) => [one.key, one])), rulesAt };
    for await (const account of this.#accounts(filter)) {
      const periods = await periodsOfAccount(this.views, account.account);
      const { debts, chargedIn, adjustedIn } = await ledgerOfAccount(this.views, periods);
      if (account.kind === 'scheme') {
        for (const filed of [...book.returns()].filter(
          (one) => one.holder === account.holder && one.authority === account.authority && passes(one, filter),
        ))
          yield await this.#ofReturn(filed, account, debts.get(filed.reference) ?? noMoves, asked);
      } else if (filter.schemeNumber === undefined) {
        for (const period of periods.filter((one) => one.statement_reference !== undefined && passes(one, filter)))
          yield await this.#ofStatement(
            period,
            {
              ...(debts.get(period.statement_reference ?? '') ?? noMoves),
              charged: chargedIn.get(period.account_period) ?? 0n,
              adjusted: adjustedIn.get(period.account_period) ?? 0n,
            },
            asked,
          );
      }
    }
  }

  async *#accounts({ authority, holder }: TieOutFilter): AsyncGenerator<AccountRow> {
    for (let after: string | undefined, more = true; more;) {
      const rows: readonly AccountRow[] = await findAccounts(this.views, {
        limit: batch,
        ...(authority === undefined ? {} : { authority }),
        ...(holder === undefined ? {} : { holders: [holder] }),
        ...(after === undefined ? {} : { after }),
      });
      // On desks and prepaid accounts each charge is tied to its payment by itself: there is no document between them.
      yield* rows.filter(({ kind }) => kind === 'scheme' || kind === 'deferment');
      after = rows.at(-1)?.account;
      more = rows.length === batch;
    }
  }

  async #ofReturn(filed: Filed, { account, authority, holder }: AccountRow, ledger: DebtInLedger, asked: Asked): Promise<TieOutSheet> {
    const { reference, schemeNumber, scheme, period, currency, dueOn } = filed;
    const payable = filed.balances.reduce((sum, { balance }) => (balance.startsWith('-') ? sum : sum + unitsOf(balance)), 0n);
    const found = asked.periods.get(`return-${schemeNumber}-${period}`);
    const orders = await this.#suppliesOf(filed, asked);
    const assessed = await this.#assessedFor(filed);
    const lessened = lessenedAtCharge(filed);
    return sheetOf({ kind: 'return', authority, holder, account, reference, period, scheme, schemeNumber, currency, dueOn }, [
      { stage: 'orders', ...orders, next: misdeclaredBy(orders.amount - payable, found) },
      { stage: 'return', amount: payable, source: scheme === 'EU-SA' ? 'CollectionReturnFiled' : 'SchemeReturnFiled' },
      {
        stage: 'assessed',
        amount: assessed,
        source: 'journal, 1101',
        next: [{ by: 'redenominated', amount: lessened }, ...missing(assessed - ledger.charged - lessened, found, uncharged)],
      },
      ...(await this.#paidStages({ kind: 'return', reference, account, lessened }, ledger, found, asked)),
    ]);
  }

  async #ofStatement(period: AccountPeriodRow, ledger: DebtInLedger, asked: Asked): Promise<TieOutSheet> {
    const {
      authority,
      holder,
      account,
      currency,
      period: name,
      statement_reference: reference = '',
      due_on: dueOn = '',
      account_period: id,
    } = period;
    const assessments = await this.#assessmentsOf(id, asked);
    return sheetOf({ kind: 'statement', authority, holder, account, reference, period: name, currency, dueOn }, [
      { stage: 'assessments', ...assessments },
      { stage: 'statement', amount: unitsOf(period.charged), source: 'PeriodClosed' },
      ...(await this.#paidStages(
        { kind: 'statement', reference, account, lessened: 0n },
        ledger,
        asked.periods.get(`accountPeriod-${id}`),
        asked,
      )),
    ]);
  }

  /** Charged, settled, and brought by the bank. */
  async #paidStages(
    of: Readonly<{ kind: 'return' | 'statement'; reference: string; account: string; lessened: bigint }>,
    ledger: DebtInLedger,
    found: PeriodCase | undefined,
    asked: Asked,
  ): Promise<readonly MeasuredStage[]> {
    const { charged, adjusted, paid, offset, remitted, tolerated, writtenOff, reopened } = ledger;
    const disputed = asked.book.debts.contestedOf(of.account, of.kind, of.reference);
    const { former = 0n, now = 0n } = asked.book.debts.redenominationOf(of.account, of.kind, of.reference) ?? {};
    const lessened = former - now - of.lessened;
    const settled = paid + offset + remitted + tolerated + writtenOff;
    const bank = await this.#broughtFor(of);
    const [sum, onTheWay] = [bank.amount - reopened, bank.onTheWay];
    return [
      {
        stage: 'charged',
        amount: charged,
        source: 'journal, 1100',
        next: [
          { by: 'adjusted', amount: -adjusted },
          { by: 'disputed', amount: disputed },
          { by: 'redenominated', amount: lessened },
          ...missing(charged + adjusted - settled - disputed - lessened, found, unpaid),
        ],
      },
      {
        stage: 'settled',
        amount: settled,
        source: 'journal, 1100 and 1130',
        next: [
          { by: 'offset', amount: offset },
          { by: 'remitted', amount: remitted },
          { by: 'tolerated', amount: tolerated },
          { by: 'writtenOff', amount: writtenOff },
          { by: 'onTheWay', amount: onTheWay },
        ],
      },
      { stage: 'bank', amount: sum, source: 'bank entries', count: bank.count },
    ];
  }

  async #suppliesOf(filed: Filed, { rulesAt }: Asked): Promise<Pick<MeasuredStage, 'amount' | 'source' | 'count'>> {
    const { schemeNumber, scheme, holder, authority, period, filedOn, until = `${filed.end}T00:00:00.000Z` } = filed;
    if (scheme === 'EU-SA') {
      let [amount, count] = [0n, 0];
      for await (const { rows, currency } of collectionsOfReturn(this.views, {
        holder,
        state: authority.replace(/^EU-/, ''),
        schemeNumber,
        period,
        until,
      })) {
        amount += rows.reduce((sum, { vat }) => sum + unitsOfMinor(vat, currency), 0n);
        count += 1;
      }
      return { amount, count, source: 'TaxCollectedFromRecipient' };
    }
    const request = { scheme: scheme as 'EU-IOSS' | 'UK-SUPPLY', schemeNumber, holder, authority, period, filedOn };
    const computed = await computeReturnOf(await rulesAt(filed.position), request, suppliesOfReturn(this.views, schemeNumber, period));
    const figures = 'rejected' in computed ? undefined : computed.computed.figures;
    return {
      amount: unitsOf(figures?.payable ?? '0'),
      count: (figures?.supplies ?? 0) + (figures?.adjustments ?? 0),
      source: 'SupplyAttributed, SupplyAdjusted',
    };
  }

  async #assessedFor({ id, reference }: Filed): Promise<bigint> {
    let assessed = 0n;
    for await (const { lines } of entriesOf(this.views, streamName('schemeReturn', id)))
      for (const line of lines)
        if (line.account === '1101' && line.reference === reference) assessed += unitsOfMinor(line.debit - line.credit, line.currency);
    return assessed;
  }

  /** What the declarations of a period's charges were assessed to, in the version that was charged. */
  async #assessmentsOf(period: string, asked: Asked): Promise<Pick<MeasuredStage, 'amount' | 'source' | 'count' | 'next'>> {
    let [amount, count] = [0n, 0];
    const reasons = new Map<string, bigint>();
    for (let after: ChargeRow | undefined, more = true; more;) {
      const rows: readonly ChargeRow[] = await chargesOfPeriod(this.views, period, {
        limit: batch,
        ...(after === undefined ? {} : { after }),
      });
      const legs = await legsOfSubjects(
        this.views,
        rows.map(({ subject }) => streamName('declaration', subject)),
        ['assessment', 'charge'],
      );
      for (const { charge, subject, total } of rows) {
        const told = legs.get(streamName('declaration', subject)) ?? [];
        const charged = told.findIndex((leg) => leg.kind === 'charge' && leg.charge === charge);
        const versions = told.slice(0, charged).filter((leg) => leg.kind === 'assessment');
        // A later version may be assessed before the first one is charged; its change follows as an adjustment.
        const version = versions.find(({ payable }) => unitsOf(payable) === unitsOf(total)) ?? versions.at(-1);
        const payable = unitsOf(version?.payable ?? '0');
        amount += payable;
        const code = payable === unitsOf(total) ? undefined : await this.#unchargedBy(streamName('declaration', subject), asked);
        if (code !== undefined) reasons.set(code, (reasons.get(code) ?? 0n) + payable - unitsOf(total));
        count += 1;
      }
      after = rows.at(-1);
      more = rows.length === batch;
    }
    return {
      amount,
      count,
      source: 'DutyAssessed',
      next: [...reasons].sort(([a], [b]) => (a < b ? -1 : 1)).map(([by, of]) => ({ by, amount: of })),
    };
  }

  /** The break of a parcel that was charged with another amount than it was assessed to. */
  async #unchargedBy(declaration: string, { question }: Asked): Promise<string | undefined> {
    const found = await new Reconciliation(this.views).parcel(question, declaration);
    return found?.breaks.find(({ code, causedBy }) => causedBy === undefined && chargedOtherwise.has(code))?.code;
  }

  async #broughtFor(
    of: Readonly<{ kind: string; reference: string; account: string }>,
  ): Promise<{ readonly amount: bigint; readonly onTheWay: bigint; readonly count: number }> {
    let [amount, onTheWay] = [0n, 0n];
    const receipts = new Map<string, boolean>();
    for (const { receipt, amount: part } of await allocationsTo(this.views, of)) {
      const isBooked = receipts.get(receipt) ?? (await findReceipt(this.views, receipt)) !== undefined;
      receipts.set(receipt, isBooked);
      if (isBooked) amount += unitsOf(part);
      else onTheWay += unitsOf(part);
    }
    return { amount, onTheWay, count: [...receipts.values()].filter((isBooked) => isBooked).length };
  }
}

const passes = (one: { readonly schemeNumber?: string; readonly period: string }, { schemeNumber, period }: TieOutFilter): boolean =>
  (schemeNumber === undefined || one.schemeNumber === schemeNumber) && (period === undefined || one.period === period);

/** A break of a return says by how much its figures are wrong, and not in which direction: that is the difference's own. */
const misdeclaredBy = (difference: bigint, found: PeriodCase | undefined): readonly { readonly by: string; readonly amount: bigint }[] =>
  difference === 0n
    ? []
    : (found?.breaks ?? [])
        .filter(({ code, causedBy }) => causedBy === undefined && misdeclared.has(code))
        .map(({ code, amount }) => ({ by: code, amount: difference < 0n ? -unitsOf(amount) : unitsOf(amount) }));

/**
 * What is missing is what breaks say of it; without such a break its time has not come. What no break says is left over, and does not tie.
 */
const missing = (
  amount: bigint,
  found: PeriodCase | undefined,
  codes: ReadonlySet<string>,
): readonly { readonly by: string; readonly amount: bigint }[] => {
  const breaks = found?.breaks.filter(({ code }) => codes.has(code)) ?? [];
  if (breaks.length === 0) return amount > 0n ? [{ by: 'timing', amount }] : [];
  return breaks.map(({ code, amount: stake }) => ({ by: code, amount: code === 'B41' ? -unitsOf(stake) : unitsOf(stake) }));
};

/** By how much a return of before the euro is another number where it is charged in it. */
const lessenedAtCharge = ({ charges }: Filed): bigint =>
  charges
    .flatMap(({ redenominated, lines }) => (redenominated === true ? lines : []))
    .reduce((sum, { amount }) => sum + unitsOf(amount), 0n);
