/** Rules of interest by authority; the rules themselves are rows of the law (libs/rules/facts/interest.json). */
const rules: Readonly<Record<string, string>> = { GB: 'UK-CUSTOMS', US: 'US-CUSTOMS', CA: 'CA-CUSTOMS' };

/**
 * The rule by which an authority charges interest on a kind of debt; undefined where none is known. Customs debts of the Union follow one
 * rule in every Member State (Regulation (EU) 952/2013 Art. 114); interest on a late return is the law of each state and is not known here.
 */
export const interestRuleOf = (authority: string, kind: string): string | undefined =>
  kind === 'return' ? undefined : (rules[authority] ?? (authority.startsWith('EU-') ? 'EU-ARREARS' : undefined));
