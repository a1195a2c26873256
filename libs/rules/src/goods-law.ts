import { Remembered } from '#event-catalogue';
import { type Day, Exact } from '#money';
import { formatExpression } from './expression';
import { type Measure, type TableRef, type VatRate } from './measure';
import { type MeasureNotFound } from './measure-index';
import { type RuleBook } from './rule-book';

/** The duty measure of goods, with its table; `rate` per cent where the duty is nothing but one. */
export type DutyLaw = Readonly<{ kind: 'found'; measure: Measure; table: TableRef | undefined; text: string; rate?: Exact }>;

/** The VAT of goods: its rate, as text and as number, the measure that gave the category, and the tables of both. */
export type VatLaw = Readonly<{
  kind: 'found';
  row: VatRate;
  rate: Exact;
  text: string;
  measureId: string;
  rateRows: readonly string[];
  tables: readonly (TableRef | undefined)[];
}>;

/** By country, code, origin and day: a trade asks for few of them, again and again. */
const most = 20_000;

/** What one book says of goods, worked out once for each country, code, origin and day. */
class GoodsLaw {
  readonly #duties = new Remembered<DutyLaw | MeasureNotFound>(most);
  readonly #vat = new Remembered<VatLaw | MeasureNotFound>(most);

  constructor(private readonly book: RuleBook) {}

  duty(tariff: string, code: string, origin: string, on: Day): DutyLaw | MeasureNotFound {
    return this.#duties.answer(`${tariff} ${code} ${origin} ${on}`, () => this.#findDuty(tariff, code, origin, on));
  }

  vat(country: string, code: string, origin: string, on: Day): VatLaw | MeasureNotFound {
    return this.#vat.answer(`${country} ${code} ${origin} ${on}`, () => this.#findVat(country, code, origin, on));
  }

  #findDuty(tariff: string, code: string, origin: string, on: Day): DutyLaw | MeasureNotFound {
    // Northern Ireland charges the Union's tariff under its own tax type.
    const found = this.book.measure(tariff, 'A00', code, origin, on);
    if (found.kind !== 'found') return found;
    const { measure } = found;
    const { expression } = measure;
    return {
      kind: 'found',
      measure,
      table: this.book.measureTable(measure),
      text: formatExpression(expression),
      ...(expression.kind === 'adValorem' ? { rate: Exact.parse(expression.rate) } : {}),
    };
  }

  #findVat(country: string, code: string, origin: string, on: Day): VatLaw | MeasureNotFound {
    const found = this.book.measure(country, 'B00', code, origin, on);
    if (found.kind !== 'found') return found;
    const { measure } = found;
    const category = measure.expression.kind === 'vat' ? measure.expression.category : undefined;
    const rate = category === undefined ? undefined : this.book.vatRate(country, category, on);
    if (rate === undefined) return { kind: 'missing' };
    const { value: row, table } = rate;
    return {
      kind: 'found',
      row,
      rate: Exact.parse(row.rate),
      text: `vat:${row.category} ${row.rate}%`,
      measureId: measure.id,
      rateRows: [row.id],
      tables: [this.book.measureTable(measure), table],
    };
  }
}

/** A changed book is another value, and never answers from what an earlier one said. */
const laws = new WeakMap<RuleBook, GoodsLaw>();

/** What a book says of goods; remembered with the book, and forgotten with it. */
export const goodsLawOf = (book: RuleBook): GoodsLaw => {
  const known = laws.get(book);
  if (known !== undefined) return known;
  const law = new GoodsLaw(book);
  laws.set(book, law);
  return law;
};
