import { type AccountPeriodRow, adjustmentsOfPeriod, chargesOfPeriod, type ChargeRow } from '#accounts';
import { present, streamName } from '#event-catalogue';
import { type ReadModel } from '#read-model';
import { textOf, unitsOf } from '#reconciliation';
import { type DeclaredLine, declaredLines } from './declared-lines';

/** A tax of a line, in the statement's currency. */
export interface TaxOfLine {
  readonly taxType: string;
  readonly beneficiary: string;
  readonly amount: string;
  /** Of a decrease: what it takes from what is open, and what was paid already and is owed to the payer. */
  readonly reducesOpen?: string;
  readonly refundable?: string;
}
/** A charge or a later change of one, with what it is for. `reference` is the MRN, or the return's. */
export interface StatementLine {
  readonly kind: 'charge' | 'adjustment';
  readonly charge: string;
  readonly reference: string;
  /** Stream of the declaration or return that it charges. */
  readonly subject: string;
  readonly on: string;
  readonly total: string;
  readonly currency: string;
  readonly taxes: readonly TaxOfLine[];
  readonly reason?: string;
  /** Items of the declaration with the order lines they cover, as declared last. */
  readonly items?: readonly DeclaredLine[];
}
/** What all lines come to, beside what the statement says. */
export interface StatementTotal {
  readonly kind: 'total';
  readonly currency: string;
  readonly charges: TotalOf;
  readonly adjustments: TotalOf;
  readonly byTax: readonly { readonly taxType: string; readonly beneficiary: string; readonly lines: string; readonly statement: string }[];
  /** Whether all of these are equal, to the last digit. */
  readonly addsUp: boolean;
}
interface TotalOf {
  readonly count: number;
  readonly lines: string;
  readonly statement: string;
}

/** Charges read at once, with what they are for. */
const batch = 200;

/**
 * The lines of a period in order of acceptance, its adjustments, and at last their total against the statement; memory does not grow with
 * their number.
 */
export async function* statementLines(views: ReadModel, period: AccountPeriodRow): AsyncGenerator<StatementLine | StatementTotal> {
  const sums = new LineSums();
  for (let after: ChargeRow | undefined, more = true; more;) {
    const rows: readonly ChargeRow[] = await chargesOfPeriod(views, period.account_period, {
      limit: batch,
      ...(after === undefined ? {} : { after }),
    });
    const items = await declaredLines(
      views,
      rows.filter(({ kind }) => kind === 'declaration').map(({ subject }) => streamName('declaration', subject)),
    );
    for (const { kind, charge, reference, subject, total, currency, accepted_at: on, lines, reason } of rows) {
      const stream = streamName(kind === 'declaration' ? 'declaration' : 'schemeReturn', subject);
      const of = items.get(stream);
      const taxes = lines as readonly TaxOfLine[];
      sums.charge(total, taxes);
      yield {
        kind: 'charge',
        charge,
        reference,
        subject: stream,
        on,
        total,
        currency,
        taxes,
        ...present({ reason, items: of }),
      };
    }
    after = rows.at(-1);
    more = rows.length === batch;
  }
  for (const {
    charge,
    reference,
    subject,
    total,
    currency,
    adjusted_on: on,
    lines,
    reason,
    original_period: original,
  } of await adjustmentsOfPeriod(views, period.account_period)) {
    const changes = lines as readonly TaxOfLine[];
    sums.adjustment(changes, original === period.period);
    yield {
      kind: 'adjustment',
      charge,
      reference,
      subject: streamName('declaration', subject),
      on,
      total,
      currency,
      taxes: changes,
      reason,
    };
  }
  yield sums.against(period);
}

class LineSums {
  #charges = { count: 0, sum: 0n };
  #adjustments = { count: 0, sum: 0n };
  readonly #taxes = new Map<string, bigint>();

  charge(total: string, taxes: readonly TaxOfLine[]): void {
    this.#charges = { count: this.#charges.count + 1, sum: this.#charges.sum + unitsOf(total) };
    for (const { taxType, beneficiary, amount } of taxes) this.#addTax(taxType, beneficiary, unitsOf(amount));
  }

  /**
   * An increase is a debt of this window; a decrease takes from what is open, and what was paid already leaves the receivable as it was.
   * The totals by tax are what the charges of the window came to: a decrease of an earlier one is no part of them.
   */
  adjustment(changes: readonly TaxOfLine[], ofThisWindow: boolean): void {
    let sum = 0n;
    for (const { taxType, beneficiary, amount, reducesOpen } of changes) {
      const increase = !amount.startsWith('-');
      const change = increase ? unitsOf(amount) : -unitsOf(reducesOpen ?? '0');
      sum += change;
      if (increase || ofThisWindow) this.#addTax(taxType, beneficiary, change);
    }
    this.#adjustments = { count: this.#adjustments.count + 1, sum: this.#adjustments.sum + sum };
  }

  #addTax(taxType: string, beneficiary: string, amount: bigint): void {
    const key = `${taxType} ${beneficiary}`;
    this.#taxes.set(key, (this.#taxes.get(key) ?? 0n) + amount);
  }

  /** A period that still runs has no totals by tax: then the lines are all there is to say. */
  against({
    currency,
    charged,
    adjusted,
    charge_count: chargeCount,
    adjustment_count: adjustmentCount,
    totals,
  }: AccountPeriodRow): StatementTotal {
    const stated =
      totals === undefined
        ? undefined
        : new Map(
            (totals as readonly TaxOfLine[]).map(({ taxType, beneficiary, amount }) => [`${taxType} ${beneficiary}`, unitsOf(amount)]),
          );
    const byTax = [...new Set([...this.#taxes.keys(), ...(stated?.keys() ?? [])])].sort().map((key) => {
      const [taxType = '', beneficiary = ''] = key.split(' ');
      const lines = this.#taxes.get(key) ?? 0n;
      return { taxType, beneficiary, lines: textOf(lines), statement: textOf(stated === undefined ? lines : (stated.get(key) ?? 0n)) };
    });
    const charges = { count: this.#charges.count, lines: textOf(this.#charges.sum), statement: textOf(unitsOf(charged)) };
    const adjustments = { count: this.#adjustments.count, lines: textOf(this.#adjustments.sum), statement: textOf(unitsOf(adjusted)) };
    const addsUp =
      charges.count === chargeCount &&
      adjustments.count === adjustmentCount &&
      [charges, adjustments, ...byTax].every(({ lines, statement }) => lines === statement);
    return { kind: 'total', currency, charges, adjustments, byTax, addsUp };
  }
}
