/** What a payment of a statement quotes: `GB-S00000012`. Numbers are gapless per authority, so the reference is unique in its book. */
export const statementReference = (authority: string, statementNumber: number): string =>
  `${authority}-S${String(statementNumber).padStart(8, '0')}`;

/**
 * The words of a remittance text with a digit, in capitals: banks put references between other words and change capitals. A reference has
 * no space, so a whole word names it or does not; parts of words never match.
 */
export const namesIn = (remittance: string | undefined): ReadonlySet<string> =>
  new Set(
    (remittance ?? '')
      .toUpperCase()
      .split(/[\s,;]+/)
      .map((word) => word.replace(/^[("':]+|[.)"':]+$/g, ''))
      .filter((word) => /\d/.test(word)),
  );

/** The words that look like the reference of a statement or return, whether it is known or not. */
export const referencesIn = (remittance: string | undefined): ReadonlySet<string> =>
  new Set([...namesIn(remittance)].filter((word) => /[-/]/.test(word)));

/** What the payer called a payment (ISO 20022 EndToEndId); undefined for its placeholder where the payer gave nothing. */
export const payersIdentification = (endToEndId: string | undefined): string | undefined =>
  endToEndId === 'NOTPROVIDED' ? undefined : endToEndId;
