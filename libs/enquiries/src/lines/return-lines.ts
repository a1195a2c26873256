import { formatMoney } from '#money';
import { inBatches, type ReadModel } from '#read-model';
import { legsOfSubjects } from '#reconciliation';
import { type RuleBook } from '#rules';
import {
  type ComputedReturn,
  computeReturnOf,
  type CoveredSupply,
  type ReturnFigures,
  type ReturnRequest,
  suppliesOfReturn,
} from '#scheme-returns';
import { orderNames } from './declared-lines';

/** A supply, or a correction of one, that a return carries; amounts in `currency`, the supply's own. */
export interface ReturnLine {
  readonly kind: 'supply' | 'adjustment';
  readonly seq: number;
  /** Stream of the order or credit. */
  readonly order: string;
  readonly seller?: string;
  readonly orderNumber?: string;
  readonly creditNumber?: string;
  readonly country: string;
  readonly period: string;
  readonly originalPeriod: string;
  readonly at: string;
  readonly currency: string;
  readonly rows: readonly { readonly rate: string; readonly rateCategory: string; readonly taxable: string; readonly vat: string }[];
  readonly orderLines: readonly {
    readonly ordinal: number;
    readonly quantity: number;
    readonly unitPrice: string;
    readonly hsCode?: string;
  }[];
}
/** What all lines come to by the rules of the return, beside what it says. */
export interface ReturnTotal {
  readonly kind: 'total';
  readonly supplies: number;
  readonly adjustments: number;
  readonly currency: string;
  readonly payable: { readonly lines: string; readonly return: string };
  /** Figures that differ: none where it adds up. */
  readonly differences: readonly { readonly figure: string; readonly lines: string; readonly return: string }[];
  readonly addsUp: boolean;
  /** Every conversion of a sum that the figures rest on. */
  readonly roundings: ComputedReturn['roundings'];
}
/** The return could not be computed again: a rate or the scheme's rules are missing. */
export interface ReturnNotComputed {
  readonly kind: 'total';
  readonly addsUp: false;
  readonly refusal: string;
}

/** Supplies read at once, with their orders. */
const batch = 200;

/** What is asked: the return, the law as it was known when it was filed, and its figures; without figures it is compared with itself. */
export interface ReturnLinesAsked {
  readonly request: ReturnRequest;
  readonly rules: RuleBook;
  readonly filed?: ReturnFigures;
  readonly outstanding?: readonly string[];
}

/** The supplies behind a return with the lines of their orders, and at last the return computed from them again. */
export async function* returnLines(
  views: ReadModel,
  { request, rules, filed, outstanding = [] }: ReturnLinesAsked,
): AsyncGenerator<ReturnLine | ReturnTotal | ReturnNotComputed> {
  const supplies = (): AsyncGenerator<CoveredSupply> => suppliesOfReturn(views, request.schemeNumber, request.period, outstanding);
  for await (const some of inBatches(supplies(), batch)) yield* linesOf(views, some);
  const computed = await computeReturnOf(rules, request, supplies());
  yield 'rejected' in computed
    ? { kind: 'total', addsUp: false, refusal: computed.rejected.code }
    : totalOf(computed.computed, filed ?? computed.computed.figures);
}

async function* linesOf(views: ReadModel, supplies: readonly CoveredSupply[]): AsyncGenerator<ReturnLine> {
  const orders = new Set(supplies.map(({ order }) => order));
  const names = await orderNames(views, orders);
  const lines = await legsOfSubjects(views, orders, ['orderLines']);
  for (const { kind, seq, order, creditNumber, country, period, originalPeriod, at, currency, rows } of supplies) {
    const text = (minor: bigint): string => formatMoney({ minor, currency });
    const orderLines = (lines.get(order) ?? [])
      .flatMap((leg) => leg.lines)
      .map(({ ordinal, quantity, unitPrice, hsCode }) => ({ ordinal, quantity, unitPrice, ...(hsCode === undefined ? {} : { hsCode }) }));
    yield {
      kind,
      seq,
      order,
      ...names.get(order),
      ...(creditNumber === undefined ? {} : { creditNumber }),
      country,
      period,
      originalPeriod,
      at,
      currency,
      rows: rows.map(({ rate, rateCategory, taxable, vat }) => ({ rate, rateCategory, taxable: text(taxable), vat: text(vat) })),
      orderLines,
    };
  }
}

/** Figures by name, as a person would look them up. */
const figuresOf = ({
  rows,
  corrections,
  balances,
  payable,
  supplies,
  adjustments,
  suppliesDigest,
}: ReturnFigures): ReadonlyMap<string, string> =>
  new Map([
    ...rows.flatMap(
      ({ country, rate, taxable, vat }) =>
        [
          [`${country} at ${rate} %: taxable`, taxable],
          [`${country} at ${rate} %: VAT`, vat],
        ] as const,
    ),
    ...corrections.flatMap(
      ({ country, period, taxable, vat }) =>
        [
          [`correction of ${country} ${period}: taxable`, taxable],
          [`correction of ${country} ${period}: VAT`, vat],
        ] as const,
    ),
    ...balances.map(({ country, balance }) => [`balance of ${country}`, balance] as const),
    ...([
      ['payable', payable],
      ['supplies', String(supplies)],
      ['adjustments', String(adjustments)],
      ['digest of the supplies', suppliesDigest],
    ] as const),
  ]);

const totalOf = ({ figures, roundings }: ComputedReturn, filed: ReturnFigures): ReturnTotal => {
  const [lines, stated] = [figuresOf(figures), figuresOf(filed)];
  const differences = [...new Set([...lines.keys(), ...stated.keys()])].flatMap((figure) => {
    const pair = { lines: lines.get(figure) ?? '-', return: stated.get(figure) ?? '-' };
    return pair.lines === pair.return ? [] : [{ figure, ...pair }];
  });
  const { supplies, adjustments, currency } = figures;
  return {
    kind: 'total',
    supplies,
    adjustments,
    currency,
    payable: { lines: figures.payable, return: filed.payable },
    differences,
    addsUp: differences.length === 0,
    roundings,
  };
};
