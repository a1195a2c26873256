import { Exact, isDay, scaleOf } from '#money';
import { type ThresholdTest } from './assessment';
import { type AssessableDeclaration, type AssessableItem, type ClaimedScheme } from './declaration';
import { isIossNumber, isUkVatNumber, memberStateOfSpecialArrangements } from './identification';
import { inForce, type Jurisdiction, type LowValueRule } from './jurisdiction';
import { Recorder } from './recorder';
import { Refusal } from './refusal';
import { type Pinned, type RuleBook } from './rule-book';
import { type Threshold } from './scheme';
import { isExcluded, testThreshold } from './threshold';

/** What is decided once for a declaration, before its items. */
export type AssessContext = Readonly<{
  declaration: AssessableDeclaration;
  book: RuleBook;
  recorder: Recorder;
  jurisdiction: Jurisdiction;
  currency: string;
  /** Value of each item as it is stated, in order of the items. */
  goods: readonly Exact[];
  /** The low-value rule that applies to this consignment, or undefined: the tariff. */
  lowValue?: LowValueRule;
  threshold?: ThresholdTest;
  /** The return that carries the VAT. */
  elsewhere?: Readonly<{ scheme: string; number: string; period?: string }>;
  /** The scheme taxes all goods at the standard rate. */
  standardRateForAll: boolean;
}>;

/**
 * A declaration may state a UK VAT number without its prefix, and with the three digits of a branch. Special arrangements serve in the
 * state that authorised them, which is that of importation (VAT Directive Art. 369y).
 */
const servesIn: Readonly<Record<ClaimedScheme['id'], (number: string, state: string) => boolean>> = {
  'EU-IOSS': isIossNumber,
  'EU-SA': (number, state) => memberStateOfSpecialArrangements(number) === state,
  'UK-SUPPLY': isUkVatNumber,
};

export const contextOf = (declaration: AssessableDeclaration, book: RuleBook, recorder: Recorder): AssessContext => {
  assertReadable(declaration);
  const found = book.jurisdiction(declaration.jurisdiction);
  const currency = found === undefined ? undefined : inForce(found.value.currencies, declaration.acceptedOn)?.currency;
  if (found === undefined || currency === undefined)
    throw new Refusal('NO_RULE_SET', `no rules for ${declaration.jurisdiction} on ${declaration.acceptedOn}`);
  // An unknown currency is another answer than a missing rate; scaleOf refuses it.
  scaleOf(declaration.currency, declaration.acceptedOn);
  recorder.use(found.table);
  const jurisdiction = found.value;
  const goods = declaration.items.map(goodsOf);
  const intrinsic = intrinsicValue(declaration, goods);
  const rule = lowValueRuleOf(declaration, jurisdiction.territory, book);
  recorder.use(rule?.table);
  const threshold = rule === undefined ? undefined : thresholdAtImport(declaration, intrinsic, rule.value, recorder);
  if (declaration.dataset === 'H7' && threshold?.within === false) {
    throw new Refusal(
      'DATASET_NOT_ALLOWED',
      `intrinsic value ${threshold.value} ${threshold.currency} is above ${threshold.limit}: H7 is not allowed (UCC-DA Art. 143a)`,
    );
  }
  const applies =
    rule !== undefined &&
    threshold?.within === true &&
    rule.value.transactionTypes.includes(declaration.transactionType) &&
    claimed(declaration, rule.value) &&
    isRelieved(declaration, intrinsic, rule.value, book);
  const elsewhere = elsewhereOf(declaration, book, recorder, jurisdiction, {
    intrinsic,
    ...(threshold === undefined ? {} : { threshold }),
  });
  return {
    declaration,
    book,
    recorder,
    jurisdiction,
    currency,
    goods,
    ...(applies ? { lowValue: rule.value } : {}),
    ...(threshold === undefined ? {} : { threshold }),
    ...(elsewhere === undefined ? {} : { elsewhere }),
    standardRateForAll: elsewhere !== undefined && book.scheme(elsewhere.scheme, declaration.acceptedOn)?.value.standardRateForAll === true,
  };
};

/** What no later step would notice: days and codes compare as text. */
const assertReadable = (declaration: AssessableDeclaration): void => {
  const days = [declaration.acceptedOn, declaration.scheme?.suppliedOn ?? declaration.acceptedOn];
  for (const day of days) if (!isDay(day)) throw new Refusal('DAY_INVALID', `${JSON.stringify(day.slice(0, 40))} is not a day`);
  for (const { hsCode, seq } of declaration.items) {
    if (!/^([0-9]{6}|[0-9]{8}|[0-9]{10})$/.test(hsCode))
      throw new Refusal('CLASSIFICATION_MISSING', `item ${String(seq)}: a code has 6, 8 or 10 digits`, seq);
  }
};

const goodsOf = ({ goodsValue, seq }: AssessableItem): Exact => {
  const goods = Exact.parse(goodsValue);
  if (goods.isNegative()) throw new Refusal('VALUE_INVALID', `item ${String(seq)}: a value is not negative`, seq);
  return goods;
};

/** Price of the goods less discount: freight, insurance and taxes shown apart do not count (UCC-DA Art. 1(48)). */
const intrinsicValue = (declaration: AssessableDeclaration, goods: readonly Exact[]): Exact => {
  let value = goods.reduce((sum, own) => sum.plus(own), Exact.ZERO);
  if (declaration.discount !== undefined) value = value.minus(Exact.parse(declaration.discount));
  if (value.isNegative()) throw new Refusal('VALUE_INVALID', 'the discount exceeds the value of the goods');
  return value;
};

/** A relief that the declaration claims by a procedure of its own (C08), else what holds for every consignment of low value. */
const lowValueRuleOf = (
  { additionalProcedures, acceptedOn, transactionType }: AssessableDeclaration,
  territory: string,
  book: RuleBook,
): Pinned<LowValueRule> | undefined => {
  for (const claim of additionalProcedures) {
    const own = book.lowValueRule(territory, acceptedOn, claim);
    if (own?.value.transactionTypes.includes(transactionType) === true) return own;
  }
  return book.lowValueRule(territory, acceptedOn);
};

/**
 * A flat duty is law for its scope; a relief must be claimed, by C07 or by the H7 data set, which exists for it, or by a procedure of its
 * own.
 */
const claimed = (declaration: AssessableDeclaration, rule: LowValueRule): boolean =>
  rule.treatment === 'flat' || rule.claim !== undefined || declaration.dataset === 'H7' || declaration.additionalProcedures.includes('C07');

/** The relief may end below the limit of low value. What the limit's own test found is said already: this one tells nothing. */
const isRelieved = (declaration: AssessableDeclaration, intrinsic: Exact, rule: LowValueRule, book: RuleBook): boolean => {
  if (rule.reliefUpTo === undefined) return true;
  const limited = { ...rule, threshold: { ...rule.threshold, amount: rule.reliefUpTo } };
  return thresholdAtImport(declaration, intrinsic, limited, new Recorder(book, declaration.acceptedOn, 'amounts')).within;
};

/**
 * Customs accept the value in euro that the seller tested at checkout and stated (Commission guidance on the import VAT package, 3.1.5); a
 * test by customs rates that disagrees is a finding. What is accepted is the seller's conversion: where the declaration is in the currency
 * of the limit itself, its own value decides, whatever is stated.
 */
const thresholdAtImport = (declaration: AssessableDeclaration, intrinsic: Exact, rule: LowValueRule, recorder: Recorder): ThresholdTest => {
  const test = testThreshold(rule.id, rule.threshold, intrinsic, declaration.currency, declaration.acceptedOn, recorder);
  const stated = declaration.scheme?.statedValue;
  if (stated?.currency !== rule.threshold.currency) return test;
  const byStatement = testThreshold(rule.id, rule.threshold, Exact.parse(stated.amount), stated.currency, declaration.acceptedOn, recorder);
  if (byStatement.within !== test.within) {
    recorder.findings.push({
      code: 'THRESHOLD_DISAGREES',
      message: `${test.value} ${test.currency} by the customs rate, ${byStatement.value} as tested at checkout, against ${test.limit}`,
    });
  }
  return declaration.currency === rule.threshold.currency ? test : byStatement;
};

/** The value that decides a limit at import, and its currency: one consignment is not of low value for its duty and above it for its VAT. */
const acceptedValue = ({ currency, scheme }: AssessableDeclaration, intrinsic: Exact, limit: Threshold): readonly [Exact, string] => {
  const stated = scheme?.statedValue;
  return stated?.currency === limit.currency && currency !== limit.currency
    ? [Exact.parse(stated.amount), stated.currency]
    : [intrinsic, currency];
};

const elsewhereOf = (
  declaration: AssessableDeclaration,
  book: RuleBook,
  recorder: Recorder,
  jurisdiction: Jurisdiction,
  { intrinsic, threshold }: Readonly<{ intrinsic: Exact; threshold?: ThresholdTest }>,
): AssessContext['elsewhere'] => {
  const claim = declaration.scheme;
  if (claim === undefined) return undefined;
  const scheme = book.scheme(claim.id, declaration.acceptedOn);
  // A vendor's limit was tested at checkout; that of who collects at importation is tested here.
  const limit = scheme?.value.collector === 'intermediary' ? scheme.value.threshold : undefined;
  const own =
    limit === undefined
      ? undefined
      : testThreshold(claim.id, limit, ...acceptedValue(declaration, intrinsic, limit), declaration.acceptedOn, recorder);
  const obstacle = schemeObstacle(declaration, claim, scheme?.value, jurisdiction, threshold?.within === false ? threshold : own);
  if (scheme === undefined || obstacle !== undefined) {
    recorder.findings.push({
      code: 'SCHEME_NOT_APPLICABLE',
      message: `${claim.id} ${claim.number}: ${obstacle ?? 'no such rule set on that day'}; VAT is payable at import`,
    });
    return undefined;
  }
  recorder.use(scheme.table);
  const period = claim.suppliedOn === undefined ? undefined : book.period(scheme.value, claim.suppliedOn)?.id;
  return { scheme: claim.id, number: claim.number, ...(period === undefined ? {} : { period }) };
};

const schemeObstacle = (
  declaration: AssessableDeclaration,
  claim: ClaimedScheme,
  scheme: Readonly<{ destinations: readonly string[]; excludedPrefixes: readonly string[] }> | undefined,
  jurisdiction: Jurisdiction,
  threshold: ThresholdTest | undefined,
): string | undefined => {
  if (scheme === undefined) return 'no such rule set on that day';
  if (!scheme.destinations.includes(jurisdiction.id)) return `does not serve ${jurisdiction.id}`;
  if (!servesIn[claim.id](claim.number, jurisdiction.id)) return 'the number is not valid';
  if (threshold?.within === false) return `the value is above ${threshold.limit} ${threshold.currency}`;
  if (declaration.items.some((i) => isExcluded(i.hsCode, scheme.excludedPrefixes))) return 'excise goods are excluded';
  return undefined;
};
