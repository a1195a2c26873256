import type { ProblemKind } from './problem-codes';

type Titles = Readonly<Record<string, string>>;

const withStatus = (status: number, titles: Titles): Readonly<Record<string, ProblemKind>> =>
  Object.fromEntries(Object.entries(titles).map(([code, title]) => [code, { status, title }]));

/** The message says something that cannot be so, whatever the ledger holds. */
const malformed: Titles = {
  AMOUNT_NOT_POSITIVE: 'An amount must be above zero.',
  COUNTRY_UNKNOWN: 'The country does not exist.',
  DATE_INVALID: 'The day does not exist.',
  DATE_OUT_OF_RANGE: 'The year is not between 2000 and 2099.',
  DATE_OUTSIDE_RULES: 'No rules are in force on that day.',
  JURISDICTION_UNKNOWN: 'No rules are known for that country.',
  QUANTITY_TOO_LARGE: 'The quantity is too large.',
  REFERENCE_LOOK_ALIKE: 'A reference has letters that only look like Latin ones.',
  REFERENCE_MIXED_SCRIPTS: 'A reference mixes alphabets.',
  AMOUNT_NEGATIVE: 'An amount may not be negative.',
  AMOUNT_NOT_CANONICAL: 'An amount is not written as it must be.',
  AMOUNT_TOO_LARGE: 'An amount is too large.',
  AMOUNT_WRONG_SCALE: 'An amount has not the digits of its currency.',
  CHARGE_NOT_POSITIVE: 'A charge has positive lines only.',
  COMMODITY_CODE_LENGTH: 'The commodity code has not the digits that the dataset asks for.',
  COVERED_QUANTITY_DIFFERS: 'An item covers another number of units than it declares.',
  DAY_INVALID: 'The day does not exist.',
  DAY_RANGE_INVALID: 'The days are no range.',
  DECLARATION_TOO_LARGE: 'The declaration is too large.',
  DECLARATION_WITHOUT_ITEMS: 'A declaration has at least one item.',
  GOODS_VALUE_DIFFERS: 'The values of the items do not add up to the stated total.',
  IMPORT_COUNTS_DIFFER: 'The counts of the import do not add up.',
  ITEM_COUNT_DIFFERS: 'The number of items is not the stated one.',
  ITEM_NUMBER_REPEATED: 'An item number stands twice.',
  LEGAL_DAY_DIFFERS: 'The legal day is not that of the moment at the authority.',
  NO_ITEMS: 'There are no items.',
  ORDER_EMPTY: 'An order has at least one line.',
  ORDER_LINES_OUT_OF_ORDER: 'Lines are numbered 1, 2, 3 and so on.',
  ORDER_TOO_LARGE: 'The order is too large.',
  ORIGIN_MISSING: 'The dataset asks for the country of origin.',
  ORDER_VALUE_TOO_LARGE: 'The value of the order is too large.',
  PAYMENT_NOT_POSITIVE: 'A payment is above zero.',
  PERIOD_RANGE_INVALID: 'The days are no period.',
  RECEIPT_AMOUNT_ZERO: 'A bank entry moves money.',
  REFERENCE_CHARACTERS: 'A reference has characters that are not allowed.',
  SCHEME_INCOMPLETE: 'A scheme and its number come together.',
  SCHEME_NUMBER_MALFORMED: 'The scheme number is malformed.',
  SCHEME_PROCEDURE_DIFFERS: 'The additional procedure and the scheme do not belong together.',
  UNKNOWN_CURRENCY: 'The currency is not in ISO 4217.',
  VALUE_INVALID: 'A value is not allowed.',
};

/** The thing the message names is not in the ledger. */
const unknown: Titles = {
  COLLECTOR_UNKNOWN: 'The collector is not registered.',
  CONSIGNMENT_UNKNOWN: 'The parcel was never announced.',
  DECLARATION_UNKNOWN: 'The declaration was never lodged.',
  IMPORT_NOT_STARTED: 'The import has not begun.',
  ORDER_LINE_UNKNOWN: 'The order has no such line.',
  ORDER_UNKNOWN: 'The order was never recorded.',
  PAYMENT_UNKNOWN: 'The payment was never captured.',
  PERIOD_NOT_OPEN: 'The period is not open yet.',
  RECEIPT_UNKNOWN: 'The bank entry was never recorded.',
  SCHEME_NUMBER_NOT_GRANTED: 'The scheme number was never granted.',
};

/** The ledger holds something else already. */
const conflicting: Titles = {
  ACCOUNT_TERMS_DIFFER: 'The account is open on other terms.',
  CHARGE_ALREADY_POSTED: 'The charge is posted already.',
  COLLECTOR_ALREADY_REGISTERED: 'The collector is registered with other details.',
  CONSIGNMENT_ALREADY_ADVISED: 'Another parcel was announced under this number.',
  CONSIGNMENT_STATUS_DIFFERS: 'The status was reported with another time.',
  CREDIT_ALREADY_APPLIED: 'The credit has had its effect already.',
  DECLARATION_ALREADY_ASSESSED: 'The declaration is assessed already.',
  DECLARATION_ALREADY_LODGED: 'Another declaration was lodged under this reference.',
  DECLARATION_ALREADY_RELEASED: 'The goods are released already.',
  DEMO_SETTINGS_DIFFER: 'The directory holds a demo with other settings.',
  IMPORT_RESULT_DIFFERS: 'The same input gave another result before.',
  IMPORT_SETTINGS_DIFFER: 'The import was begun with other settings.',
  NUMBER_ALREADY_ASSIGNED: 'The document has its number already.',
  ORDER_ALREADY_RECORDED: 'Another order was recorded under this number.',
  ORDER_REFERENCE_CLASH: 'The number belongs to another order.',
  PAYMENT_ALREADY_CONFIRMED: 'The payment was confirmed with other content.',
  PAYMENT_ALREADY_RECORDED: 'Another payment was recorded under this transaction.',
  PERIOD_ALREADY_OPEN: 'The period is open already.',
  PERIOD_CLOSED: 'The period is closed.',
  RECEIPT_ALREADY_CREDITED: 'The bank entry is on the account already.',
  RECEIPT_ALREADY_IDENTIFIED: 'The bank entry is for another account.',
  RECEIPT_ALREADY_RECORDED: 'Another bank entry was recorded under this reference.',
  REFUND_ALREADY_RECORDED: 'Another refund was recorded under this reference.',
  SCHEME_NUMBER_ALREADY_GRANTED: 'The scheme number is granted already.',
  SCHEME_NUMBER_ALREADY_WITHDRAWN: 'The scheme number is withdrawn already.',
  SUPPLY_ALREADY_DECIDED: 'The tax of the supply is decided already.',
};

/** The ledger, the rules or the law do not allow it. */
const refused: Titles = {
  ACCOUNT_MISMATCH: 'The command is for another account.',
  CHARGE_KIND_MISMATCH: 'The account takes no charge of this kind.',
  CLASSIFICATION_AMBIGUOUS: 'The commodity code has more than one rate.',
  CLASSIFICATION_MISSING: 'The goods have no commodity code that the tariff knows.',
  CONSIGNMENT_TIMES_OUT_OF_ORDER: 'A parcel is dispatched, then arrives, then is delivered.',
  CURRENCY_MISMATCH: 'The account is kept in another currency.',
  DATASET_NOT_ALLOWED: 'The dataset may not be used for these goods.',
  DECLARATION_NOT_ASSESSED: 'The declaration has no assessment.',
  EXCHANGE_RATE_MISSING: 'The exchange rate of that day is not published.',
  EXPRESSION_NEEDS_QUANTITY: 'The measure needs a quantity that the item does not state.',
  JURISDICTION_DIFFERS: 'The authority accepts no declarations for that country.',
  NOTHING_TO_ALLOCATE: 'There is nothing to allocate.',
  NO_RULE_SET: 'No rule set is in force for that country and day.',
  ORDER_IS_A_CREDIT: 'The number belongs to a credit note.',
  ORDER_UNITS_EXCEEDED: 'More units than are left.',
  PAYMENT_CURRENCY_DIFFERS: 'A refund is in the currency of its payment.',
  POSTED_OUTSIDE_PERIOD: 'The day lies outside the period.',
  REFUND_EXCEEDS_CAPTURED: 'All refunds together are at most the captured amount.',
  RELEASE_NEEDS_CHARGE: 'What is payable must be charged before release.',
  SERIES_MISMATCH: 'The number series belongs to another authority or kind.',
  SUPPLY_NOT_QUOTABLE: 'The tax of the supply cannot be computed.',
  SUPPLY_UNDECIDED: 'There is no supply to correct.',
  VAT_RATE_MISSING: 'The VAT rate of that day is not known.',
};

/** What the deciders and the rule book refuse, with its status: 400 malformed, 404 unknown, 409 already so, 422 not allowed. */
export const domainProblems: Readonly<Record<string, ProblemKind>> = {
  ...withStatus(400, malformed),
  ...withStatus(404, unknown),
  ...withStatus(409, conflicting),
  ...withStatus(422, refused),
};
