import {
  type CurrencyCode,
  type Day,
  type Exact,
  type Money,
  roundStep,
  round,
  type RoundingMode,
  type RoundingStep,
  scaleOf,
} from '#money';
import { type Finding } from './assessment';
import { type Conversion, type RateMissing } from './fx';
import { type ExchangeRate, type TableRef } from './measure';
import { Refusal } from './refusal';
import { type RuleBook } from './rule-book';
import { type FxDateRule } from './scheme';

/** `amounts`: the figures and what they rest on. `explained`: each step of rounding too, which is not stored and costs as much again. */
export type Detail = 'explained' | 'amounts';

/** Collects the reasons of one computation while it runs: tables, exchange rows, rounding steps, findings. */
export class Recorder {
  readonly roundings: RoundingStep[] = [];
  readonly findings: Finding[] = [];
  readonly #tables = new Map<string, TableRef>();
  readonly #rows = new Map<string, ExchangeRate>();

  constructor(
    private readonly book: RuleBook,
    private readonly on: Day,
    private readonly detail: Detail,
  ) {}

  use(table: TableRef | undefined): void {
    if (table !== undefined) this.#tables.set(table.id, table);
  }

  /** The step is there where each is to be explained. */
  round(ruleId: string, exact: Exact, currency: CurrencyCode, mode: RoundingMode): Readonly<{ money: Money; step?: RoundingStep }> {
    if (this.detail === 'amounts') return { money: round(exact, currency, mode, this.on) };
    const rounded = roundStep(ruleId, exact, currency, mode, this.on);
    this.roundings.push(rounded.step);
    return rounded;
  }

  /** Rounds and records only where something was rounded away. */
  roundQuietly(ruleId: string, exact: Exact, currency: CurrencyCode, mode: RoundingMode): Money {
    return exact.fitsScale(scaleOf(currency, this.on))
      ? round(exact, currency, mode, this.on)
      : this.round(ruleId, exact, currency, mode).money;
  }

  /** @throws Refusal EXCHANGE_RATE_MISSING */
  conversion(from: string, to: string, rule: FxDateRule, day: Day): Conversion {
    const found: Conversion | RateMissing = this.book.conversion(from, to, rule, day);
    if ('kind' in found) throw new Refusal('EXCHANGE_RATE_MISSING', `no ${found.quote} rate of the ECB answers for ${found.day} (${rule})`);
    for (const row of found.rows) this.#useRow(row);
    return found;
  }

  get tables(): readonly TableRef[] {
    return [...this.#tables.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  get exchangeRows(): readonly ExchangeRate[] {
    return this.#rows.size === 0 ? [] : [...this.#rows.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  #useRow(row: ExchangeRate): void {
    if (this.#rows.has(row.id)) return;
    this.#rows.set(row.id, row);
    this.use(this.book.exchangeTable(row));
    if (row.carriedForward) {
      this.findings.push({
        code: 'RATE_CARRIED_FORWARD',
        message: `${row.quote} of ${row.day} is the rate of ${row.sourceDate}, carried forward`,
      });
    }
  }
}
