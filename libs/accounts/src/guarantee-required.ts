import { Exact, parseMoney } from '#money';

/** What a scheme’s formula asks a guarantee to be, minor units, and the rule that asks. */
export type RequiredGuarantee = Readonly<{ amount: bigint; rule: string }>;
/** How a scheme computes the reference amount from the highest month: percent of it, with the least and the most that is ever asked. */
type GuaranteeFormula = Readonly<{ percent: string; least?: string; most?: string; currency?: string; source: string }>;

/** Formulas of the reference amount of a guarantee, by rule. */
export const guaranteeFormulas = {
  'UK-DEFERMENT': { percent: '200', source: 'HMRC, duty deferment: guarantee of about twice the maximum deferred in a calendar month' },
  'CA-RPP-BOND': {
    percent: '50',
    least: '5000.00',
    most: '10000000.00',
    currency: 'CAD',
    source: 'CBSA, release prior to payment: 50 % of the highest monthly balance of twelve months',
  },
  'CA-RPP-CASH': {
    percent: '100',
    least: '5000.00',
    most: '10000000.00',
    currency: 'CAD',
    source: 'CBSA, release prior to payment: the whole highest monthly balance of twelve months where cash is deposited',
  },
  'EU-CCG-100': {
    percent: '100',
    source:
      'Regulation (EU) 952/2013 Art. 90(1); Implementing Regulation (EU) 2015/2447 Art. 155: the highest amount between entry and payment',
  },
  'EU-CCG-50': { percent: '50', source: 'Regulation (EU) 952/2013 Art. 95(2); Delegated Regulation (EU) 2015/2446 Art. 84(1)' },
  'EU-CCG-30': { percent: '30', source: 'Regulation (EU) 952/2013 Art. 95(3)' },
  'CN-CBEC': {
    percent: '100',
    source: 'China Customs, retail import of cross-border e-commerce: sufficient guarantee for what is released and not paid',
  },
} as const satisfies Readonly<Record<string, GuaranteeFormula>>;
export type GuaranteeRule = keyof typeof guaranteeFormulas;

/**
 * The reference amount of a guarantee: the formula’s percent of the highest of the `months` (the last twelve; debts of each, minor units),
 * up to the minor unit (rounding rule `guarantee-required`), between the formula's least and most.
 */
export const requiredGuarantee = (rule: GuaranteeRule, months: readonly bigint[]): RequiredGuarantee => {
  const { percent, least, most, currency }: GuaranteeFormula = guaranteeFormulas[rule];
  const highest = months.reduce((max, month) => (month > max ? month : max), 0n);
  const computed = Exact.ofInteger(highest).percent(Exact.parse(percent)).toMinor(0, 'up');
  if (currency === undefined || least === undefined || most === undefined) return { amount: computed, rule };
  const [low, high] = [parseMoney(least, currency).minor, parseMoney(most, currency).minor];
  return { amount: computed < low ? low : computed > high ? high : computed, rule };
};

/**
 * The reduction of a comprehensive guarantee (UCC Art. 95): 30 % for an authorised economic operator for customs simplifications, 50 % for
 * who meets the criteria in part, else 100 %. Authorisation for security and safety alone (AEOS) reduces nothing.
 */
export const euGuaranteeRule = (
  holder: Readonly<{ aeo: 'none' | 'AEOC' | 'AEOS' | 'AEOF'; meetsCriteriaInPart: boolean }>,
): GuaranteeRule => {
  if (holder.aeo === 'AEOC' || holder.aeo === 'AEOF') return 'EU-CCG-30';
  return holder.meetsCriteriaInPart ? 'EU-CCG-50' : 'EU-CCG-100';
};
