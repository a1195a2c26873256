import { formatMoney, moneyOf, parseMoney, zero } from '#money';
import { type Row, type Rows } from '#read-model';
import { itemKindOf, reservedByLine } from '../charges.state';
import { openItemOf } from '../closing.state';
import { interestName } from '../interest';
import { type PeriodEventData } from '../open-period';
import { penaltyName } from '../debts';
import { minorOf } from '../period-amounts';
import { reserveOf } from '../security';
import { accountPeriods, accounts, chargeAdjustments, charges, declinedCharges } from './accounts.tables';
import { OpenItemRows } from './open-item-rows';

type Period = Row<typeof accountPeriods>;
type Sum =
  | 'charged'
  | 'adjusted'
  | 'interest'
  | 'penalties'
  | 'reversed'
  | 'applied'
  | 'offset'
  | 'remitted'
  | 'written_off'
  | 'tolerated'
  | 'exposure';
/** Whose event it is. */
type Told = Readonly<{ account: string; currency: string }>;

/** The rows of one accounting period and of its account’s debts. */
export class PeriodRows {
  constructor(
    private readonly rows: Rows,
    /** Id of the period’s stream. */
    private readonly account_period: string,
  ) {}

  items({ account, currency }: Told): OpenItemRows {
    return new OpenItemRows(this.rows, account, currency);
  }

  /** Adds to the sums of the period, minor units, and changes other columns. */
  add(currency: string, sums: Partial<Record<Sum, bigint>>, change: Partial<Period> = {}): void {
    const period = this.rows.get(accountPeriods, { account_period: this.account_period });
    if (period === undefined) return;
    const added = Object.entries(sums).map(([column, minor]) => [
      column,
      formatMoney(moneyOf(parseMoney(period[column as Sum], currency).minor + minor, currency)),
    ]);
    this.rows.put(accountPeriods, { ...period, ...(Object.fromEntries(added) as Partial<Period>), ...change });
  }

  /** The guarantee holds so much more, or less, as an event says it. */
  held(currency: string, reserved: string | undefined, sign: 1n | -1n): { readonly exposure?: bigint } {
    return reserved === undefined ? {} : { exposure: sign * minorOf(currency)(reserved) };
  }

  opened(data: PeriodEventData<'PeriodOpened'>): void {
    const { account, authority, holder, kind, currency, period, start: period_start, end: period_end, opening, security } = data;
    const none = formatMoney(zero(currency));
    this.rows.put(accountPeriods, {
      account_period: this.account_period,
      account,
      authority,
      holder,
      kind,
      currency,
      period,
      period_start,
      period_end,
      status: 'open',
      opening,
      charged: none,
      adjusted: none,
      interest: none,
      penalties: none,
      reversed: none,
      applied: none,
      offset: none,
      remitted: none,
      written_off: none,
      tolerated: none,
      exposure: none,
      charge_count: 0,
      adjustment_count: 0,
      declined_count: 0,
      ...(security === undefined
        ? {}
        : { guarantee: security.guarantee, share: security.share, reserve_percent: security.reservePercent, exposure: security.exposure }),
    });
    const known = this.rows.get(accounts, { account });
    if (known !== undefined) this.rows.put(accounts, { ...known, open_period: period });
  }

  shareApplied({
    currency,
    security: { guarantee, share, reservePercent: reserve_percent, exposure },
  }: PeriodEventData<'GuaranteeShareApplied'>): void {
    this.add(currency, {}, { guarantee, share, reserve_percent, exposure });
  }

  /** The close turns a window's charges into lines of a statement; what was open before is in the table already. */
  carried(data: PeriodEventData<'OpenItemsCarried'>): void {
    if (data.moment === 'closing') for (const item of data.openItems) this.items(data).stated(openItemOf(item, data.currency));
  }

  posted(data: PeriodEventData<'ChargePosted'>): void {
    const {
      charge,
      account,
      holder,
      kind,
      subject,
      reference,
      lines,
      total,
      currency,
      acceptedAt: accepted_at,
      postedOn: posted_on,
      dueOn: due_on,
    } = data;
    this.rows.put(charges, {
      charge,
      account,
      account_period: this.account_period,
      holder,
      kind,
      subject,
      reference,
      lines,
      total,
      currency,
      accepted_at,
      posted_on,
      due_on,
      ...(data.reason === undefined ? {} : { reason: data.reason }),
      ...(data.security === undefined ? {} : { reserved: data.security.reserved, level: data.security.level }),
      ...(data.maturesOn === undefined ? {} : { matures_on: data.maturesOn }),
      ...(data.payer === undefined ? {} : { payer: data.payer }),
    });
    if (this.rows.get(declinedCharges, { charge }) !== undefined) this.rows.remove(declinedCharges, { charge });
    const period = this.rows.get(accountPeriods, { account_period: this.account_period });
    if (period === undefined) return;
    this.add(
      currency,
      { charged: minorOf(currency)(total) },
      { charge_count: period.charge_count + 1, ...(data.security === undefined ? {} : { exposure: data.security.exposure }) },
    );
    const minor = minorOf(currency);
    const amounts = lines.map(({ amount }) => minor(amount));
    const reserved = reservedByLine(data.security === undefined ? 0n : minor(data.security.reserved), amounts, currency);
    this.#debts(
      period,
      data,
      lines.map((line, i) => ({ ...line, open: amounts[i] ?? 0n, secured: reserved[i] ?? 0n })),
    );
  }

  /** Where a charge is a debt by itself, its lines are open at once. */
  #debts(
    period: Period,
    data: Told & Readonly<{ reference: string; dueOn: string }>,
    lines: readonly Readonly<{ taxType: string; beneficiary: string; open: bigint; secured: bigint }>[],
  ): void {
    const kind = itemKindOf(period);
    if (kind === undefined) return;
    const items = this.items(data);
    for (const { taxType, beneficiary, open, secured } of lines)
      items.plus({ kind, reference: data.reference, taxType, beneficiary, open, secured, dueOn: data.dueOn });
  }

  declined(data: PeriodEventData<'ChargeDeclined'>): void {
    const {
      charge,
      account,
      holder,
      subject,
      reference,
      total,
      currency,
      acceptedAt: accepted_at,
      declinedOn: declined_on,
      reason,
      missing,
    } = data;
    const times = (this.rows.get(declinedCharges, { charge })?.times ?? 0) + 1;
    this.rows.put(declinedCharges, {
      charge,
      account,
      account_period: this.account_period,
      holder,
      subject,
      reference,
      total,
      currency,
      accepted_at,
      declined_on,
      reason,
      times,
      ...(missing === undefined ? {} : { missing }),
    });
    const period = this.rows.get(accountPeriods, { account_period: this.account_period });
    if (period !== undefined) this.add(currency, {}, { declined_count: period.declined_count + 1 });
  }

  adjusted(data: PeriodEventData<'ChargeAdjusted'>): void {
    const {
      charge,
      version,
      account,
      holder,
      subject,
      reference,
      reason,
      lines,
      total,
      currency,
      adjustedOn: adjusted_on,
      original,
    } = data;
    this.rows.put(chargeAdjustments, {
      charge,
      version,
      account,
      account_period: this.account_period,
      holder,
      subject,
      reference,
      reason,
      lines,
      total,
      currency,
      adjusted_on,
      original_period: original.period,
      ...(original.statement === undefined ? {} : { original_statement: original.statement }),
    });
    const period = this.rows.get(accountPeriods, { account_period: this.account_period });
    if (period === undefined) return;
    const minor = minorOf(currency);
    const changed = lines.reduce(
      (sum, { amount, refundable }) => sum + minor(amount) + (refundable === undefined ? 0n : minor(refundable)),
      0n,
    );
    this.add(currency, { adjusted: changed, ...this.held(currency, data.reserved, 1n) }, { adjustment_count: period.adjustment_count + 1 });
    const security = period.reserve_percent === undefined ? undefined : { reservePercent: period.reserve_percent };
    const increases = lines.flatMap(({ taxType, beneficiary, amount }) =>
      minor(amount) > 0n ? [{ taxType, beneficiary, open: minor(amount), secured: reserveOf(security, minor(amount)) }] : [],
    );
    this.#debts(period, data, increases);
    const kind = itemKindOf(period);
    const debt =
      kind === undefined
        ? original.statement === undefined
          ? undefined
          : { kind: 'statement' as const, reference: original.statement }
        : { kind, reference };
    if (debt === undefined) return;
    for (const { taxType, beneficiary, reducesOpen } of lines)
      if (reducesOpen !== undefined) this.items(data).minus({ ...debt, taxType, beneficiary }, minor(reducesOpen), true);
  }

  interest(data: PeriodEventData<'InterestCharged'>): void {
    const amount = minorOf(data.currency)(data.amount);
    const name = interestName(data.on);
    if (data.kind === 'charged') this.items(data).plus({ ...name, open: amount, dueOn: data.dueOn });
    else this.items(data).minus(name, amount, true);
    this.add(data.currency, { interest: data.kind === 'charged' ? amount : -amount });
  }

  penaltyImposed(data: PeriodEventData<'PenaltyImposed'>): void {
    const amount = minorOf(data.currency)(data.amount);
    this.items(data).plus({ ...penaltyName(data), open: amount, dueOn: data.dueOn });
    this.add(data.currency, { penalties: amount });
  }

  penaltyReduced(data: PeriodEventData<'PenaltyReduced'>): void {
    const amount = minorOf(data.currency)(data.amount);
    this.items(data).minus(penaltyName(data), amount, true);
    this.add(data.currency, { penalties: -amount });
  }

  /** Debts that something other than cash settled. */
  settled(
    data: Told & Readonly<{ released?: string }>,
    debts: readonly PeriodEventData<'DebtRemitted'>['debt'][],
    column: 'offset' | 'remitted' | 'written_off' | 'tolerated',
  ): void {
    const minor = minorOf(data.currency);
    const items = this.items(data);
    for (const { kind, reference, taxType, beneficiary, amount } of debts)
      items.minus({ kind, reference, taxType, beneficiary }, minor(amount));
    this.add(data.currency, {
      [column]: debts.reduce((sum, { amount }) => sum + minor(amount), 0n),
      ...this.held(data.currency, data.released, -1n),
    });
  }

  recovered({ account, currency, debt, dueOn }: PeriodEventData<'DebtRecovered'>): void {
    const { kind, reference, taxType, beneficiary } = debt;
    const open = minorOf(currency)(debt.amount);
    this.items({ account, currency }).plus({ kind, reference, taxType, beneficiary, open, dueOn }, true);
    this.add(currency, { written_off: -open });
  }

  contested(data: PeriodEventData<'DebtContested' | 'DebtContestEnded' | 'DebtContestLapsed'>, sign: 1n | -1n): void {
    const { amount, kind, reference, taxType, beneficiary } = data.debt;
    this.items(data).contest({ kind, reference, taxType, beneficiary }, sign * minorOf(data.currency)(amount));
  }

  closed(data: PeriodEventData<'PeriodClosed'>): void {
    const { currency, opening, charged, applied, closing, unapplied, totals } = data;
    const statement = {
      statement_number: data.statementNumber,
      statement_reference: data.statementReference,
      closed_on: data.closedOn,
      due_on: data.dueOn,
    };
    this.add(
      currency,
      {},
      {
        status: 'closed',
        opening,
        charged,
        applied,
        closing,
        unapplied,
        totals,
        ...statement,
        charge_count: data.chargeCount,
        charge_digest: data.chargeDigest,
      },
    );
  }
}
