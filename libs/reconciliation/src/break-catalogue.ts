/** S1 is the gravest, S4 a matter of information. */
export type Severity = 'S1' | 'S2' | 'S3' | 'S4';
export type Actor = 'vendor' | 'carrier' | 'declarant' | 'customs' | 'MSID' | 'payer' | 'cash office' | 'authority' | 'system';

interface BreakDefinition {
  readonly name: string;
  readonly meaning: string;
  readonly severity: Severity;
  readonly whoActs: Actor;
  /** Days from the break's beginning by which somebody must have acted. */
  readonly ageLimitDays: number;
}

const define = (severity: Severity, whoActs: Actor, ageLimitDays: number, name: string, meaning: string): BreakDefinition => ({ name, meaning, severity, whoActs, ageLimitDays });

/**
 * The break catalogue, as docs/reconciliation.md prints it. Of several breaks an item takes the status of the gravest, among equals of the one that stands first
 * here. Codes come in families: B0x order and payment, B1x logistics, B2x declaration, B4x assessment and charge, B5x return and payment, B6x statement.
 */
export const breakCatalogue = {
  B01: define('S2', 'vendor', 5, 'ORDER_NOT_PAID', 'an order without a captured payment'),
  B03: define('S1', 'customs', 3, 'PAYMENT_AMOUNT_DIFF', 'the captured amount differs from the order beyond tolerance'),
  B07: define('S4', 'vendor', 30, 'NOT_GOODS_OR_ZERO', 'goods without a value'),
  B08: define('S2', 'vendor', 10, 'CLASSIFICATION_MISSING', 'goods without a commodity code, or with several rates under it'),
  B09: define('S3', 'vendor', 10, 'NO_RULE_SET_OR_DESTINATION', 'the destination is unknown, or a rule or rate that the assessment needs is missing'),
  B10: define('S2', 'carrier', 1, 'CONSIGNMENT_NO_ORDER', 'a parcel on a manifest without order data'),
  B11: define('S4', 'vendor', 45, 'ORDER_NOT_SHIPPED', 'an order paid but in no parcel'),
  B20: define('S1', 'declarant', 1, 'DECLARATION_MISSING', 'goods arrived without a declaration'),
  B21: define('S1', 'declarant', 90, 'DECLARATION_DUPLICATE', 'one parcel under two declarations'),
  B22: define('S2', 'declarant', 10, 'ITEM_COUNT_DIFF', 'order lines that no declaration item covers, or items beyond the order'),
  B23: define('S1', 'customs', 10, 'VALUE_DIFF', 'declared for less than the order'),
  B26: define('S2', 'declarant', 10, 'QUANTITY_DIFF', 'declared units differ from the units ordered'),
  B28: define('S1', 'MSID', 10, 'SCHEME_NUMBER_INVALID', 'the scheme number is unknown, not valid on the day, or another seller’s'),
  B40: define('S1', 'system', 1, 'ASSESSED_NOT_POSTED', 'an assessed debt that no account was charged with'),
  B41: define('S1', 'system', 1, 'POSTED_NOT_ASSESSED', 'a charge beyond what was assessed'),
  B48: define('S1', 'system', 1, 'DECLARED_NOT_ASSESSED', 'a declaration without an assessment, or a reason why there is none'),
  B50: define('S2', 'vendor', 10, 'RETURN_NOT_FILED', 'a period without a return, nil included'),
  B51: define('S1', 'vendor', 30, 'RETURN_VS_TRANSACTIONS', 'the return differs from the supplies it must carry'),
  B52: define('S2', 'MSID', 60, 'RETURN_VS_IMPORT_LISTING', 'imports under a scheme number differ from its return'),
  B54: define('S1', 'payer', 0, 'DECLARED_NOT_PAID', 'declared or stated, and not paid in full when due'),
  B55: define('S3', 'cash office', 30, 'OVERPAID', 'money that settles nothing'),
  B56: define('S2', 'cash office', 5, 'PAYMENT_UNIDENTIFIED', 'a bank entry that nobody’s account was found for'),
  B62: define('S1', 'system', 1, 'STATEMENT_MISSING', 'an accounting period ended without its statement'),
} as const satisfies Readonly<Record<string, BreakDefinition>>;

/** A code is never given another meaning. */
export type BreakCode = keyof typeof breakCatalogue;
/** All codes, in the catalogue's order. */
export const breakCodes = Object.keys(breakCatalogue) as readonly BreakCode[];

const severityRank: Readonly<Record<Severity, number>> = { S1: 0, S2: 1, S3: 2, S4: 3 };
const codeRank = new Map(breakCodes.map((code, i) => [code, severityRank[breakCatalogue[code].severity] * 100 + i]));

/** Lower ranks higher: by severity, then by the catalogue's order. */
export const breakRank = (code: BreakCode): number => codeRank.get(code) ?? Number.MAX_SAFE_INTEGER;
