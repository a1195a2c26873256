import { scaleOf } from '#money';
import { type Period } from '#rules';
import { subjectOf } from '../break-subject';
import { type Break, type ExpectedLeg, type Match, type MatchRule, noCurrency, type PeriodCase } from '../case';
import { type BreakCode } from '../break-catalogue';
import { endOfDay } from '../days';
import { type BreakInput, breakOf, type EvaluationContext } from '../evaluation-context';
import { absolute, roundedTo, textOf, unitsOf } from '../exact-units';
import { type Agreement, matchOf, shortPaymentMatch } from '../matching/agreement';
import { toleranceOf } from '../matching/tolerance';
import { partsOfReturn } from '../open-parts';
import { type FiledReturn, type GrantedNumber } from '../settlement-book';
import { inReturnCurrency } from './exchange';
import { checkListing } from './import-listing';
import { periodCaseKey } from './period-key';
import { chargeOfReturn } from './return-charge';
import { type CarriedFacts, type Sums, type SupplyFacts } from './supply-facts';

/** The cases of a scheme number's return periods: filed, right, paid (breaks B40, B41, B50 to B55, B58, B59, B78). */
export const evaluateReturns = (facts: SupplyFacts, context: EvaluationContext): readonly PeriodCase[] => {
  const cases: PeriodCase[] = [];
  for (const filed of context.settlement.returns()) cases.push(filedCase(filed, facts, context));
  for (const number of context.settlement.numbers) cases.push(...missingReturns(number, facts, context));
  return cases.sort((a, b) => (a.key < b.key ? -1 : 1));
};

const filedCase = (filed: FiledReturn, facts: SupplyFacts, context: EvaluationContext): PeriodCase => {
  const key = periodCaseKey(filed.schemeNumber, filed.period);
  const breaks: Break[] = [];
  const broken = (code: BreakCode, input: BreakInput): void => {
    breaks.push(breakOf(context, code, input));
  };
  const matches: Match[] = [];
  const matched: Matched = (rule, legs, agreement) => {
    matches.push(matchOf(context, rule, legs, agreement));
  };
  checkFigures(filed, facts.carried.get(filed.id) ?? new Map<string, CarriedFacts>(), context, broken, matched);
  checkListing(filed, facts, context, broken, matched);
  for (const account of new Set(filed.charges.map((charge) => charge.account)))
    matches.push(
      ...shortPaymentMatch(context.settlement, { account, kind: 'return', reference: filed.reference, currency: filed.currency }),
    );
  const beneficiaries = owedTo(filed, context);
  checkPaid(filed, beneficiaries, context, broken);
  checkPaidLate(filed, context, broken);
  checkCharged(filed, context, broken);
  const unpaid = beneficiaries.some(({ open }) => open > 0n);
  const status = breaks.length > 0 ? 'broken' : unpaid ? 'inTransit' : 'matched';
  return {
    key,
    kind: 'period',
    authority: filed.authority,
    holder: filed.holder,
    schemeNumber: filed.schemeNumber,
    period: filed.period,
    status,
    breaks,
    ...(matches.length === 0 ? {} : { matches }),
    beneficiaries: beneficiaries.map((b) => ({
      beneficiary: b.country,
      declared: b.balance,
      settled: textOf(b.declared - b.open - b.tolerated),
      ...(b.tolerated === 0n ? {} : { tolerated: textOf(b.tolerated) }),
      open: textOf(b.open),
      currency: filed.currency,
    })),
    ...(status === 'inTransit' ? { next: { leg: 'receipt', deadline: endOfDay(filed.dueOn) } as const } : {}),
  };
};

type Broken = (code: BreakCode, input: BreakInput) => void;
type Matched = (rule: MatchRule, legs: readonly [string, string], agreement: Agreement) => void;

/** What a return declares to a beneficiary, and what of it is still open. */
interface Owed {
  readonly country: string;
  readonly balance: string;
  readonly declared: bigint;
  readonly open: bigint;
  readonly tolerated: bigint;
}

const owedTo = (filed: FiledReturn, { settlement }: EvaluationContext): readonly Owed[] =>
  filed.balances.map(({ country, balance }) => {
    const declared = unitsOf(balance);
    return {
      country,
      balance,
      declared: declared > 0n ? declared : 0n,
      open: settlement.openOfReturn(filed, country),
      tolerated: settlement.toleratedOfReturn(filed, country),
    };
  });

const checkPaid = (filed: FiledReturn, beneficiaries: readonly Owed[], context: EvaluationContext, broken: Broken): void => {
  const { settlement } = context;
  const late = context.dayAt(filed.authority) > filed.dueOn;
  for (const { country, open } of beneficiaries) {
    const base = {
      subject: subjectOf(periodCaseKey(filed.schemeNumber, filed.period), country),
      currency: filed.currency,
      criterion: `payment of return ${filed.reference} to ${country}`,
    };
    // What is in dispute is told of the account (B61).
    const { takenBack, unpaid } = partsOfReturn(filed, country, settlement);
    const reversal = settlement.reversalOfReturn(filed, country);
    if (takenBack > 0n && reversal !== undefined)
      broken('B59', {
        ...base,
        amount: takenBack,
        since: reversal.at,
        expected: 'a payment that stays',
        found: `${textOf(reversal.amount)} ${filed.currency} taken back (${reversal.reason})`,
        distance: textOf(takenBack),
      });
    if (unpaid > 0n && late)
      broken('B54', {
        ...base,
        amount: unpaid,
        since: endOfDay(filed.dueOn),
        expected: `paid in full by ${filed.dueOn}`,
        found: `${textOf(unpaid)} ${filed.currency} open`,
        distance: textOf(unpaid),
      });
    if (open < 0n)
      broken('B55', {
        ...base,
        amount: -open,
        since: filed.at,
        expected: 'no more than was declared',
        found: `${textOf(-open)} ${filed.currency} too much`,
        distance: textOf(-open),
      });
  }
};

const checkPaidLate = (filed: FiledReturn, { settlement: { debts } }: EvaluationContext, broken: Broken): void => {
  const { charges, currency, dueOn, reference } = filed;
  let paidLate = 0n;
  for (const account of new Set(charges.map((charge) => charge.account))) paidLate += debts.paidLate(account, 'return', reference, dueOn);
  if (paidLate <= 0n) return;
  broken('B58', {
    subject: periodCaseKey(filed.schemeNumber, filed.period),
    amount: paidLate,
    currency,
    since: endOfDay(dueOn),
    criterion: `payment of return ${reference}`,
    expected: `paid by ${dueOn}, or interest on it`,
    found: `${textOf(paidLate)} ${currency} paid later`,
    distance: textOf(paidLate),
  });
};

const checkCharged = (filed: FiledReturn, context: EvaluationContext, broken: Broken): void => {
  const { payable, charged, deadline, fault } = chargeOfReturn(filed, context);
  if (fault === undefined) return;
  const distance = absolute(payable - charged);
  broken(fault, {
    subject: periodCaseKey(filed.schemeNumber, filed.period),
    amount: distance,
    currency: filed.currency,
    since: deadline,
    criterion: `charge of return ${filed.reference}`,
    expected: textOf(payable),
    found: textOf(charged),
    distance: textOf(distance),
  });
};

/** A sum at one rate, to be converted at the rates of a period. */
interface RatedSums {
  readonly rate: string;
  readonly amounts: Sums;
  readonly at: FiledReturn;
}

/**
 * Recomputes the VAT of a return from the supplies and adjustments that it must carry. What the return corrects by period is compared at
 * that period's rates of exchange; what it nets in its rows (credits inside the period, and all credits of a scheme without corrections) in
 * the rows.
 */
const checkFigures = (
  filed: FiledReturn,
  carried: ReadonlyMap<string, CarriedFacts>,
  context: EvaluationContext,
  broken: Broken,
  matched: Matched,
): void => {
  const key = periodCaseKey(filed.schemeNumber, filed.period);
  const countries = new Set([...carried.keys(), ...filed.rows.map((r) => r.country), ...filed.corrections.map((c) => c.country)]);
  for (const country of [...countries].sort()) {
    const rows = filed.rows.filter((row) => row.country === country);
    const corrections = filed.corrections.filter((correction) => correction.country === country);
    const corrected = new Set(corrections.map(({ period }) => period));
    const netted: RatedSums[] = [];
    const shown: RatedSums[] = [];
    for (const [period, rates] of carried.get(country) ?? [])
      for (const [rate, amounts] of rates) {
        if (corrected.has(period)) shown.push({ rate, amounts, at: context.settlement.returnOf(filed.schemeNumber, period) ?? filed });
        else netted.push({ rate, amounts, at: filed });
      }
    const criterion = `VAT of return ${filed.reference} for ${country}`;
    for (const rate of [...new Set([...netted, ...rows].map((one) => one.rate))].sort()) {
      const facts = netted.filter((one) => one.rate === rate);
      compare(
        {
          subject: subjectOf(key, country, rate),
          criterion: `${criterion} at ${rate} %`,
          tooLittle: filed.scheme === 'EU-SA' ? 'B53' : 'B51',
          declared: vatOf(rows.filter((row) => row.rate === rate)),
          ...converted(facts, filed, context),
        },
        filed,
        context,
        broken,
        matched,
      );
    }
    compare(
      {
        subject: subjectOf(key, country, 'corrections'),
        criterion: `corrections of return ${filed.reference} for ${country}`,
        tooLittle: 'B78',
        declared: vatOf(corrections),
        ...converted(shown, filed, context),
      },
      filed,
      context,
      broken,
      matched,
    );
  }
};

const vatOf = (rows: readonly { readonly vat: string }[]): bigint => rows.reduce((sum, { vat }) => sum + unitsOf(vat), 0n);

/** Each sum is converted once, at the rates of its own period, and rounded half-even to the return's minor unit. */
const converted = (
  sums: readonly RatedSums[],
  filed: FiledReturn,
  context: EvaluationContext,
): { readonly total: bigint; readonly rounded: number } => {
  const digits = scaleOf(filed.currency);
  let total = 0n;
  let rounded = 0;
  for (const { amounts, at } of sums)
    for (const [currency, amount] of amounts) {
      total += roundedTo(
        inReturnCurrency(context.settlement, at, amount, currency) ?? inReturnCurrency(context.settlement, filed, amount, currency) ?? 0n,
        digits,
      );
      rounded += 1;
    }
  return { total, rounded };
};

interface Comparison {
  readonly subject: string;
  readonly criterion: string;
  /** What it is to declare less than the facts: collected and kept, or a correction that no credit explains. */
  readonly tooLittle: BreakCode;
  readonly declared: bigint;
  readonly total: bigint;
  readonly rounded: number;
}

const compare = (
  { subject, criterion, tooLittle, declared, total, rounded }: Comparison,
  filed: FiledReturn,
  context: EvaluationContext,
  broken: Broken,
  matched: Matched,
): void => {
  const tolerance = toleranceOf(context.rules, 'return-row', filed.currency, { lines: rounded });
  const distance = absolute(declared - total);
  if (distance <= tolerance) {
    // What nobody declared and nobody supplied agrees with nothing.
    if (declared !== 0n || total !== 0n)
      matched('return-row', [criterion, 'the supplies it must carry'], { tolerance, distance, currency: filed.currency });
    return;
  }
  broken(declared < total ? tooLittle : 'B51', {
    subject,
    amount: distance,
    currency: filed.currency,
    since: filed.at,
    criterion,
    expected: `${textOf(total)} ${filed.currency} by ${filed.scheme === 'EU-SA' ? 'what was collected' : 'the supplies'}`,
    found: `${textOf(declared)} ${filed.currency} declared`,
    distance: textOf(distance),
    tolerance: textOf(tolerance),
  });
};

/**
 * Periods without a return, from the first supply known under the number (this ledger cannot speak of what came before it) to the last
 * period that has ended, as long as the number is held. A nil return is a return.
 */
const missingReturns = (number: GrantedNumber, facts: SupplyFacts, context: EvaluationContext): readonly PeriodCase[] => {
  const first = facts.firstSupply.get(number.schemeNumber);
  const cases: PeriodCase[] = [];
  if (first === undefined) return cases;
  const today = context.dayAt(number.authority);
  const state = number.scheme === 'EU-SA' ? number.authority.replace(/^EU-/, '') : undefined;
  const periodAt = (day: string): Period | undefined => context.calendar(first.scheme, day, state);
  for (let period = periodAt(first.day); period !== undefined && period.end <= today; period = periodAt(period.end)) {
    if (
      context.settlement.returnOf(number.schemeNumber, period.id) !== undefined ||
      context.settlement.granteeIn(number.schemeNumber, period) !== number
    )
      continue;
    const late = today > period.dueOn;
    const breaks = late ? [notFiled(number, period.id, period.dueOn, context)] : [];
    const next: { readonly next?: ExpectedLeg } = late ? {} : { next: { leg: 'return', deadline: endOfDay(period.dueOn) } };
    const status = late ? 'broken' : 'inTransit';
    cases.push({
      key: periodCaseKey(number.schemeNumber, period.id),
      kind: 'period',
      authority: number.authority,
      holder: number.collector,
      schemeNumber: number.schemeNumber,
      period: period.id,
      status,
      breaks,
      beneficiaries: [],
      ...next,
    });
  }
  return cases;
};

const notFiled = (number: GrantedNumber, period: string, dueOn: string, context: EvaluationContext): Break =>
  breakOf(context, 'B50', {
    subject: periodCaseKey(number.schemeNumber, period),
    amount: 0n,
    currency: noCurrency,
    since: endOfDay(dueOn),
    criterion: `return of ${number.schemeNumber} for ${period}`,
    expected: `filed by ${dueOn}, nil included`,
    found: 'nothing',
    distance: `late since ${dueOn}`,
  });
