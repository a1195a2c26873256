/** S1 is the gravest, S4 a matter of information. */
export type Severity = 'S1' | 'S2' | 'S3' | 'S4';
export type Actor =
  | 'vendor'
  | 'intermediary'
  | 'carrier'
  | 'declarant'
  | 'customs'
  | 'MSID'
  | 'payer'
  | 'cash office'
  | 'account office'
  | 'authority'
  | 'system';

interface BreakDefinition {
  readonly name: string;
  readonly meaning: string;
  readonly severity: Severity;
  readonly whoActs: Actor;
  /** Days from the break's beginning by which somebody must have acted. */
  readonly ageLimitDays: number;
}

const define = (severity: Severity, whoActs: Actor, ageLimitDays: number, name: string, meaning: string): BreakDefinition => ({
  name,
  meaning,
  severity,
  whoActs,
  ageLimitDays,
});

/**
 * The break catalogue, as docs/reconciliation.md prints it. Of several breaks an item takes the status of the gravest, among equals of the
 * one that stands first here. Codes come in families: B0x order and payment, B1x logistics, B2x declaration, B4x assessment and charge, B5x
 * return and payment, B6x statement and collection, B7x goods that go back and refunds.
 */
export const breakCatalogue = {
  B01: define('S2', 'vendor', 5, 'ORDER_NOT_PAID', 'an order without a captured payment'),
  B02: define('S3', 'vendor', 10, 'PAYMENT_NO_ORDER', 'a captured payment whose order nobody told'),
  B03: define('S1', 'customs', 3, 'PAYMENT_AMOUNT_DIFF', 'the captured amount differs from the order beyond tolerance'),
  B04: define('S2', 'intermediary', 10, 'PROOF_OF_PAYMENT_MISSING', 'a proof of payment that was asked for and not supplied'),
  B05: define('S3', 'vendor', 30, 'CHARGEBACK_AFTER_TAX', 'the buyer’s money was taken back, and the tax on it is still declared'),
  B06: define('S3', 'vendor', 5, 'DUPLICATE_ORDER', 'one order told twice, under two numbers'),
  B07: define('S4', 'vendor', 30, 'NOT_GOODS_OR_ZERO', 'goods without a value'),
  B08: define('S2', 'vendor', 10, 'CLASSIFICATION_MISSING', 'goods without a commodity code, or with several rates under it'),
  B09: define(
    'S3',
    'vendor',
    10,
    'NO_RULE_SET_OR_DESTINATION',
    'the destination is unknown, or a rule or rate that the assessment needs is missing',
  ),
  B10: define('S2', 'carrier', 1, 'CONSIGNMENT_NO_ORDER', 'a parcel on a manifest without order data'),
  B11: define('S4', 'vendor', 45, 'ORDER_NOT_SHIPPED', 'an order paid but in no parcel'),
  B12: define('S3', 'carrier', 30, 'ADVANCE_DATA_LATE', 'a parcel announced after it arrived'),
  B13: define('S3', 'carrier', 5, 'WEIGHT_OR_PIECE_DIFF', 'mass or pieces on the manifest differ from what was declared or ordered'),
  B14: define('S4', 'customs', 30, 'SPLIT_DELIVERY', 'one order in several parcels, for information'),
  B15: define('S2', 'customs', 5, 'ARRIVED_NOT_RELEASED', 'goods held for another reason than a guarantee, and nobody let them go'),
  B16: define('S3', 'carrier', 30, 'NOT_DELIVERED', 'goods that nobody received, and their tax still stands'),
  B20: define('S1', 'declarant', 1, 'DECLARATION_MISSING', 'goods arrived without a declaration'),
  B21: define('S1', 'declarant', 90, 'DECLARATION_DUPLICATE', 'one parcel under two declarations'),
  B22: define('S2', 'declarant', 10, 'ITEM_COUNT_DIFF', 'order lines that no declaration item covers, or items beyond the order'),
  B23: define('S1', 'customs', 10, 'VALUE_DIFF', 'declared for less than the order'),
  B24: define('S2', 'declarant', 10, 'CLASSIFICATION_DIFF', 'declared under another commodity code than ordered'),
  B25: define('S2', 'declarant', 10, 'ORIGIN_DIFF', 'declared with another origin than ordered'),
  B26: define('S2', 'declarant', 10, 'QUANTITY_DIFF', 'declared units differ from the units ordered'),
  B27: define(
    'S3',
    'declarant',
    10,
    'CURRENCY_OR_FX_DIFF',
    'declared in another currency than ordered, or at another rate of exchange than the law’s',
  ),
  B28: define('S1', 'MSID', 10, 'SCHEME_NUMBER_INVALID', 'the scheme number is unknown, not valid on the day, or another seller’s'),
  B29: define('S1', 'MSID', 10, 'SCHEME_NUMBER_MISUSE', 'imports under a scheme number beyond what was ever sold under it'),
  B30: define('S2', 'vendor', 10, 'THRESHOLD_MISMATCH', 'the limit of low value was met at checkout and not at import, or the reverse'),
  B31: define('S1', 'customs', 10, 'RELIEF_WITHOUT_RIGHT', 'a relief or scheme claimed whose condition is not met'),
  B32: define('S2', 'vendor', 60, 'DOUBLE_TAXATION', 'VAT taken by the vendor and at the border'),
  B33: define(
    'S3',
    'declarant',
    10,
    'LATE_SUPPLEMENTARY_DECLARATION',
    'a consolidated summary that is late or missing, or covers fewer declarations, or other value or mass, than there are',
  ),
  B40: define('S1', 'system', 1, 'ASSESSED_NOT_POSTED', 'an assessed debt that no account was charged with'),
  B41: define('S1', 'system', 1, 'POSTED_NOT_ASSESSED', 'a charge beyond what was assessed'),
  B42: define('S2', 'authority', 10, 'ASSESSMENT_CALC_DIFF', 'the authority’s own tax differs from the assessment'),
  B43: define('S2', 'declarant', 10, 'WRONG_ACCOUNT', 'a debt on the account of another holder or authority than the declaration’s'),
  B44: define('S3', 'account office', 10, 'WRONG_PERIOD', 'a debt in another accounting period than its day of acceptance falls in'),
  B45: define('S3', 'declarant', 30, 'EXPECTED_REVENUE_GAP', 'the goods as ordered would have come to another tax than was assessed'),
  B46: define(
    'S1',
    'account office',
    1,
    'GUARANTEE_EXCEEDED',
    'debts beyond the share of a guarantee, or under one that expired; goods held because of it',
  ),
  B47: define(
    'S1',
    'authority',
    10,
    'MEASURE_ANNULLED_NOT_REASSESSED',
    'assessed under a measure that was annulled since, and not assessed again',
  ),
  B48: define('S1', 'system', 1, 'DECLARED_NOT_ASSESSED', 'a declaration without an assessment, or a reason why there is none'),
  B50: define('S2', 'vendor', 10, 'RETURN_NOT_FILED', 'a period without a return, nil included'),
  B51: define('S1', 'vendor', 30, 'RETURN_VS_TRANSACTIONS', 'the return differs from the supplies it must carry'),
  B52: define('S2', 'MSID', 60, 'RETURN_VS_IMPORT_LISTING', 'imports under a scheme number differ from its return'),
  B53: define('S1', 'carrier', 10, 'COLLECTED_NOT_REMITTED', 'tax collected from recipients that is not in the return'),
  B54: define('S1', 'payer', 0, 'DECLARED_NOT_PAID', 'declared or stated, and not paid in full when due'),
  B55: define('S3', 'cash office', 30, 'OVERPAID', 'money that settles nothing'),
  B56: define('S2', 'cash office', 5, 'PAYMENT_UNIDENTIFIED', 'a bank entry that nobody’s account was found for'),
  B57: define('S2', 'cash office', 10, 'PAYMENT_DUPLICATE', 'money of a payment that repeats another and was not given back'),
  B58: define('S3', 'payer', 30, 'PAYMENT_LATE', 'paid after the due day, and no interest charged on it'),
  B59: define('S1', 'payer', 3, 'PAYMENT_REVERSED', 'a payment was taken back, and what it had settled is open'),
  B60: define('S1', 'system', 1, 'STATEMENT_CHAIN_BROKEN', 'a statement does not open with what the one before closed with'),
  B61: define('S3', 'authority', 90, 'ALLOCATION_DISPUTED', 'a debt in dispute'),
  B62: define('S1', 'system', 1, 'STATEMENT_MISSING', 'an accounting period ended without its statement'),
  B63: define(
    'S1',
    'carrier',
    10,
    'TAX_NOT_COLLECTED',
    'delivered under special arrangements, and the tax not or not fully collected from the recipient',
  ),
  B70: define('S1', 'customs', 10, 'REFUND_NO_RETURN', 'a refund for goods that went back, and no such return was matched'),
  B71: define('S2', 'vendor', 30, 'RETURN_NO_REFUND', 'goods went back, and the tax on them was not given back'),
  B72: define('S1', 'customs', 10, 'RETURN_QTY_EXCEEDS_IMPORT', 'more units are said to go back than were imported'),
  B73: define('S1', 'customs', 3, 'REFUND_EXCEEDS_PAID', 'more given back of a tax than was paid of it'),
  B74: define('S1', 'customs', 3, 'DOUBLE_REFUND', 'one claim settled by two channels'),
  B75: define('S2', 'declarant', 10, 'RETURN_EVIDENCE_MISSING', 'a document that a claim needs is missing or came too late'),
  B76: define('S2', 'declarant', 30, 'RETURNED_GOODS_RELIEF_UNMATCHED', 'goods that came back after export, and no export was found'),
  B77: define('S2', 'customs', 10, 'CONDITION_CHANGED', 'goods went back with another serial number or mass than they came with'),
  B78: define('S1', 'vendor', 30, 'CORRECTION_UNEXPLAINED', 'a return takes back more of an earlier period than credits explain'),
  B79: define(
    'S3',
    'carrier',
    10,
    'RETURN_UNMATCHED',
    'goods that go back, and no import was found for them, or several, or nobody looked',
  ),
} as const satisfies Readonly<Record<string, BreakDefinition>>;

/** A code is never given another meaning. */
export type BreakCode = keyof typeof breakCatalogue;
/** All codes, in the catalogue's order. */
export const breakCodes = Object.keys(breakCatalogue) as readonly BreakCode[];

const severityRank: Readonly<Record<Severity, number>> = { S1: 0, S2: 1, S3: 2, S4: 3 };
const codeRank = new Map(breakCodes.map((code, i) => [code, severityRank[breakCatalogue[code].severity] * 100 + i]));

/** Lower ranks higher: by severity, then by the catalogue's order. */
export const breakRank = (code: BreakCode): number => codeRank.get(code) ?? Number.MAX_SAFE_INTEGER;
