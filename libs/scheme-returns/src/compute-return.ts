import { sha256OfSet } from '#event-catalogue';
import { type Rejection } from '#event-store';
import { add, formatMoney, type Money, moneyOf, type RoundingStep, subtract, zero } from '#money';
import {
  conversionDayOf,
  convertAtPeriodEnd,
  convertOn,
  type ExchangeRate,
  type Period,
  returnBalance,
  returnRowVat,
  type RuleBook,
  type SchemeRuleSet,
} from '#rules';
import { correctableUntil, returnPeriod, returnReference } from './return-period';
import { ReturnSums, type Sum } from './return-sums';
import { type SchemeReturnEvent } from './scheme-returns.events';
import { refuse } from './scheme-returns.rejections';
import { schemeReturnId } from './scheme-returns.streams';
import { type SupplyFact } from './supply-fact';

/** Which return: of whom, where it is filed, for which period; `filedOn` is the legal day of filing at the authority. */
export type ReturnRequest = Readonly<{
  scheme: SupplyFact['scheme'];
  schemeNumber: string;
  holder: string;
  authority: string;
  period: string;
  filedOn: string;
}>;
/** The figures of a return as they are stored. */
export type ReturnFigures = SchemeReturnEvent['data'];

/** A return as it would be filed, with what explains it. */
export type ComputedReturn = Readonly<{
  figures: ReturnFigures;
  /** Every rounding, conversion by conversion. */
  roundings: readonly RoundingStep[];
  /** Rows whose VAT differs from rate x taxable by more than 0.01 per supply, since vendors round per supply: shown, never forced. */
  beyondTolerance: readonly ReturnFigures['rows'][number][];
  /**
   * Corrections of periods that no return may correct any more; covered and not declared, the state of consumption is to be asked directly
   * (VAT Directive Art. 369t).
   */
  tooLate: readonly Readonly<{ country: string; period: string; vat: string; currency: string }>[];
}>;
/** The return, or why there is none: SCHEME_UNKNOWN, PERIOD_UNKNOWN, EXCHANGE_RATE_MISSING. */
export type ReturnComputed = { readonly computed: ComputedReturn } | { readonly rejected: Rejection };

type Rules = Readonly<{ book: RuleBook; scheme: SchemeRuleSet; table: ReturnFigures['ruleSet']; period: Period; currency: string }>;

/**
 * Computes a return from the facts it covers, in any order and of any number. EU IOSS: a row per country and rate, the sum collected per
 * currency converted once by the rate of the last day of the period, else the next publication (VAT Directive Art. 369u), half-even; what
 * changes an earlier period is a signed correction at that period's rate (Art. 369t); never netted across countries. UK: one row per rate
 * in GBP, each supply by the rate of its day (VAT Act 1994 Sch. 6 para. 11); credits reduce the VAT of the quarter they are issued in.
 *
 * Facts to hand in: everything of the scheme number whose period is this one or an earlier one and that no filed return covers. A supply
 * that was recorded after the return of its period was filed is thereby a correction of that period here.
 */
export const computeReturn = (book: RuleBook, request: ReturnRequest, facts: Iterable<SupplyFact>): ReturnComputed => {
  const rules = rulesOf(book, request);
  if ('rejected' in rules) return rules;
  const sums = sumsOf(rules);
  for (const fact of facts) sums.add(fact);
  return finish(rules, request, sums);
};

/** As `computeReturn`, for facts that are read one after another: memory does not grow with them but for their hashes. */
export const computeReturnOf = async (
  book: RuleBook,
  request: ReturnRequest,
  facts: AsyncIterable<SupplyFact>,
): Promise<ReturnComputed> => {
  const rules = rulesOf(book, request);
  if ('rejected' in rules) return rules;
  const sums = sumsOf(rules);
  for await (const fact of facts) sums.add(fact);
  return finish(rules, request, sums);
};

const sumsOf = ({ scheme, period }: Rules): ReturnSums =>
  new ReturnSums(period.id, scheme.correction.channel === 'laterReturn', ({ currency, at, suppliedAt }) =>
    conversionDayOf(scheme, currency, suppliedAt ?? at),
  );

const rulesOf = (book: RuleBook, request: ReturnRequest): Rules | { readonly rejected: Rejection } => {
  const period = returnPeriod(book, request.scheme, request.period);
  if (period === undefined) return refuse('PERIOD_UNKNOWN', `${request.scheme} has no period ${request.period}`, { field: 'period' });
  const found = book.scheme(request.scheme, period.start);
  const currency = found?.value.returnCurrency;
  if (found === undefined || currency === undefined)
    return refuse('SCHEME_UNKNOWN', `${request.scheme} has no return`, { field: 'scheme' });
  return { book, scheme: found.value, table: found.table, period, currency };
};

/** Converts sums of one return and remembers the rates and the roundings; the first rate that is missing refuses the return. */
class Conversions {
  readonly rows = new Map<string, ExchangeRate>();
  readonly roundings: RoundingStep[] = [];
  missing: { readonly rejected: Rejection } | undefined;

  constructor(private readonly rules: Rules) {}

  converted(minor: bigint, { currency, day }: Sum, period: Period): Money {
    const { book, scheme, currency: to } = this.rules;
    const rule = {
      ruleId: `${scheme.id}.return-conversion`,
      fxDate: scheme.returnFxDate ?? 'periodEndElseLater',
      mode: scheme.rounding.mode,
    };
    const amount = moneyOf(minor, currency);
    const answer = day === undefined ? convertAtPeriodEnd(book, amount, to, period, rule) : convertOn(book, amount, to, day, rule);
    if (answer.kind === 'missing') {
      this.missing ??= refuse('EXCHANGE_RATE_MISSING', `no rate of ${answer.quote} answers for ${answer.day}`, {
        field: 'currency',
        details: { currency, day: answer.day },
      });
      return zero(to);
    }
    for (const row of answer.rows) this.rows.set(row.id, row);
    if (answer.step !== undefined) this.roundings.push(answer.step);
    return answer.money;
  }
}

interface Converted {
  readonly sum: Sum;
  readonly taxable: Money;
  readonly vat: Money;
}

const finish = (rules: Rules, request: ReturnRequest, sums: ReturnSums): ReturnComputed => {
  const { book, period, currency } = rules;
  const conversions = new Conversions(rules);
  const convert = (sum: Sum, at: Period): Converted => ({
    sum,
    taxable: conversions.converted(sum.taxable, sum, at),
    vat: conversions.converted(sum.vat, sum, at),
  });
  const rows = merged(
    sums.rows().map((sum) => convert(sum, period)),
    ({ country, rateCategory, rate }) => `${country}/${rateCategory}/${rate}`,
  );
  const [timely, tooLate] = byWindow(book, request, sums.corrections());
  const corrections = merged(
    timely.map((sum) => convert(sum, returnPeriod(book, request.scheme, sum.period) ?? period)),
    ({ country, period: of }) => `${country}/${of}`,
  );
  if (conversions.missing !== undefined) return conversions.missing;
  const vatOf = ({ sum, vat }: Converted): { readonly beneficiary: string; readonly vat: Money } => ({ beneficiary: sum.country, vat });
  const { balances, payable } = returnBalance(currency, rows.map(vatOf), corrections.map(vatOf));
  const figures: ReturnFigures = {
    ...headerOf(rules, request),
    rows: rows.map(rowOf),
    corrections: corrections.map(({ sum, taxable, vat }) => ({
      country: sum.country,
      period: sum.period,
      taxable: formatMoney(taxable),
      vat: formatMoney(vat),
      adjustments: sum.facts,
    })),
    balances: balances.map((b) => ({
      country: b.beneficiary,
      vat: formatMoney(b.declared),
      corrections: formatMoney(b.corrections),
      balance: formatMoney(b.balance),
    })),
    payable: formatMoney(payable),
    exchangeRows: [...conversions.rows.values()].map(({ quote, rate, day, sourceDate }) => ({ quote, rate, day, sourceDate })),
    expected: sums.expected().map((e) => ({ country: e.country, currency: e.currency, vat: formatMoney(moneyOf(e.vat, e.currency)) })),
    supplies: sums.supplies,
    adjustments: sums.adjustments,
    suppliesDigest: sha256OfSet(sums.hashes),
    ...(sums.hashes.length === 0 ? { nil: 'yes' as const } : {}),
  };
  return {
    computed: {
      figures,
      roundings: conversions.roundings,
      beyondTolerance: rows.filter(isBeyondTolerance).map(rowOf),
      tooLate: tooLate.map(({ country, period: of, vat, currency: c }) => ({
        country,
        period: of,
        vat: formatMoney(moneyOf(vat, c)),
        currency: c,
      })),
    },
  };
};

const headerOf = ({ period, currency, table }: Rules, { scheme, schemeNumber, holder, authority, filedOn }: ReturnRequest) => ({
  return: schemeReturnId(authority, schemeNumber, period.id),
  returnReference: returnReference(authority, schemeNumber, period.id),
  authority,
  scheme,
  schemeNumber,
  holder,
  period: period.id,
  start: period.start,
  end: period.end,
  dueOn: period.dueOn,
  filedOn,
  currency,
  ruleSet: { id: table.id, hash: table.hash },
});

/** Corrections that a later return may still carry, and those whose window has passed. */
const byWindow = (
  book: RuleBook,
  { scheme, filedOn }: ReturnRequest,
  corrections: readonly Sum[],
): readonly [readonly Sum[], readonly Sum[]] => {
  const timely = (sum: Sum): boolean => {
    const period = returnPeriod(book, scheme, sum.period);
    const until = period === undefined ? undefined : correctableUntil(book, scheme, period);
    return until !== undefined && filedOn <= until;
  };
  return [corrections.filter(timely), corrections.filter((sum) => !timely(sum))];
};

/** Adds up what was converted apart: one row per key, in order of the keys. */
const merged = (converted: readonly Converted[], keyOf: (sum: Sum) => string): readonly Converted[] => {
  const rows = new Map<string, Converted>();
  for (const one of converted) {
    const key = keyOf(one.sum);
    const known = rows.get(key);
    rows.set(
      key,
      known === undefined
        ? one
        : {
            sum: { ...known.sum, facts: known.sum.facts + one.sum.facts },
            taxable: add(known.taxable, one.taxable),
            vat: add(known.vat, one.vat),
          },
    );
  }
  return [...rows.values()];
};

const differenceOf = ({ sum, taxable, vat }: Converted): Money => subtract(vat, returnRowVat(taxable, sum.rate).vat);

const rowOf = (converted: Converted): ReturnFigures['rows'][number] => {
  const { sum, taxable, vat } = converted;
  const { country, rateCategory, rate } = sum;
  return {
    country,
    rateCategory,
    rate,
    taxable: formatMoney(taxable),
    vat: formatMoney(vat),
    difference: formatMoney(differenceOf(converted)),
    supplies: sum.facts,
  };
};

const isBeyondTolerance = (converted: Converted): boolean => {
  const { minor } = differenceOf(converted);
  return (minor < 0n ? -minor : minor) > BigInt(converted.sum.facts);
};
