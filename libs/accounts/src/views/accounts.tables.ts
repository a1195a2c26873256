import { type ValueOf } from '#event-catalogue';
import { holding, table } from '#read-model';
import { type AccountOpenedData, type GuaranteeEvent } from '../account.events';
import { type PeriodClosedData } from '../account-period.events';
import { type debtKind as debtKindShape } from '../accounts.shapes';
import { type PeriodEventData } from '../open-period';

type Posted = PeriodEventData<'ChargePosted'>;
type Registered = Extract<GuaranteeEvent, { readonly type: 'GuaranteeRegistered' }>['data'];
const accountKind = holding<AccountOpenedData['kind']>()('text');
const debtKind = holding<ValueOf<typeof debtKindShape>>()('text');

export const accounts = table('accounts', {
  columns: {
    account: 'text',
    authority: 'text',
    holder: 'text',
    kind: accountKind,
    currency: 'text',
    cycle: 'text',
    opened_on: 'text',
    open_period: 'text?',
    /** Why it takes no charge. */
    suspended: 'text?',
    closed_on: 'text?',
    aeo: 'text?',
    reserve_percent: 'text?',
    soft_percent: 'text?',
    /** The most that one period is charged with. */
    period_limit: 'text?',
  },
  key: ['account'],
  indexes: [['holder'], ['authority']],
});

/**
 * A period and, once it is closed, its statement: every term of closing = opening + charged + adjusted + interest + penalties + reversed -
 * applied - offset - remitted - written_off - tolerated.
 */
export const accountPeriods = table('account_periods', {
  columns: {
    /** Id of the period's stream. */
    account_period: 'text',
    account: 'text',
    authority: 'text',
    holder: 'text',
    kind: accountKind,
    currency: 'text',
    period: 'text',
    period_start: 'text',
    period_end: 'text',
    status: holding<'open' | 'closed'>()('text'),
    opening: 'text',
    charged: 'text',
    adjusted: 'text',
    interest: 'text',
    penalties: 'text',
    reversed: 'text',
    applied: 'text',
    offset: 'text',
    remitted: 'text',
    written_off: 'text',
    tolerated: 'text',
    charge_count: 'integer',
    adjustment_count: 'integer',
    declined_count: 'integer',
    /** The guarantee behind it, its share, and what it holds now. */
    guarantee: 'text?',
    share: 'text?',
    reserve_percent: 'text?',
    exposure: 'text',
    closing: 'text?',
    unapplied: 'text?',
    statement_number: 'integer?',
    statement_reference: 'text?',
    closed_on: 'text?',
    due_on: 'text?',
    /** Totals of the window by tax type and beneficiary. */
    totals: holding<PeriodClosedData['totals']>()('json?'),
    charge_digest: 'text?',
  },
  key: ['account_period'],
  indexes: [['account', 'period_start'], ['statement_reference'], ['holder']],
});

export const charges = table('charges', {
  columns: {
    charge: 'text',
    account: 'text',
    account_period: 'text',
    holder: 'text',
    kind: holding<Posted['kind']>()('text'),
    subject: 'text',
    reference: 'text',
    lines: holding<Posted['lines']>()('json'),
    total: 'text',
    currency: 'text',
    accepted_at: 'text',
    posted_on: 'text',
    due_on: 'text',
    reason: 'text?',
    /** What the guarantee was asked to hold for it, and whether that was above the soft level. */
    reserved: 'text?',
    level: holding<NonNullable<Posted['security']>['level']>()('text?'),
    matures_on: 'text?',
    /** Pseudonym of the person who owes it. */
    payer: 'text?',
  },
  key: ['charge'],
  indexes: [['account_period', 'accepted_at'], ['reference'], ['subject']],
});

/** Charges that an account did not take and has not taken since. */
export const declinedCharges = table('declined_charges', {
  columns: {
    charge: 'text',
    account: 'text',
    account_period: 'text',
    holder: 'text',
    subject: 'text',
    reference: 'text',
    total: 'text',
    currency: 'text',
    accepted_at: 'text',
    declined_on: 'text',
    reason: holding<PeriodEventData<'ChargeDeclined'>['reason']>()('text'),
    missing: 'text?',
    /** How often it was declined. */
    times: 'integer',
  },
  key: ['charge'],
  indexes: [['account', 'declined_on'], ['holder']],
});

/** What later versions changed of charges, in the period where it landed. */
export const chargeAdjustments = table('charge_adjustments', {
  columns: {
    charge: 'text',
    version: 'integer',
    account: 'text',
    account_period: 'text',
    holder: 'text',
    subject: 'text',
    reference: 'text',
    reason: 'text',
    lines: holding<PeriodEventData<'ChargeAdjusted'>['lines']>()('json'),
    total: 'text',
    currency: 'text',
    adjusted_on: 'text',
    original_period: 'text',
    original_statement: 'text?',
  },
  key: ['charge', 'version'],
  indexes: [['account_period'], ['holder']],
});

export const guarantees = table('guarantees', {
  columns: {
    guarantee: 'text',
    authority: 'text',
    guarantor: 'text',
    guarantee_reference: 'text',
    holder: 'text',
    form: holding<Registered['form']>()('text'),
    amount: 'text',
    currency: 'text',
    required: 'text?',
    required_rule: 'text?',
    valid_from: 'text',
    valid_to: 'text?',
    /** `registered`, or how it ended: replaced, cancelled, expired. */
    status: holding<'registered' | 'replaced' | 'cancelled' | 'expired'>()('text'),
    replaced_by: 'text?',
    /** What the guarantor was asked to pay. */
    called: 'text',
  },
  key: ['guarantee'],
  indexes: [['authority'], ['holder']],
});

/** Which part of a guarantee stands behind which account. */
export const guaranteeShares = table('guarantee_shares', {
  columns: { guarantee: 'text', account: 'text', authority: 'text', holder: 'text', share: 'text', currency: 'text' },
  key: ['guarantee', 'account'],
  indexes: [['account'], ['holder']],
});

/**
 * What payments settle: statement, return, single charge, interest or penalty, by tax type and beneficiary; kept when nothing is open any
 * more.
 */
export const openItems = table('open_items', {
  columns: {
    account: 'text',
    kind: debtKind,
    reference: 'text',
    tax_type: 'text',
    beneficiary: 'text',
    currency: 'text',
    amount: 'text',
    open: 'text',
    /** What of it the guarantee holds, and what is in dispute. */
    secured: 'text',
    contested: 'text',
    due_on: 'text',
  },
  key: ['account', 'kind', 'reference', 'tax_type', 'beneficiary'],
  indexes: [['reference'], ['due_on']],
});

/** Bank entries: `suspense` until identified, `identified` until credited to an account, then `credited`. */
export const receipts = table('receipts', {
  columns: {
    receipt: 'text',
    authority: 'text',
    bank_account: 'text',
    entry_reference: 'text',
    amount: 'text',
    currency: 'text',
    booked_on: 'text',
    value_on: 'text',
    remittance: 'text?',
    status: holding<'suspense' | 'identified' | 'credited' | 'returned' | 'reversed'>()('text'),
    account: 'text?',
    holder: 'text?',
    rule: 'text?',
    allocated: 'text',
  },
  key: ['receipt'],
  indexes: [['authority', 'booked_on'], ['account'], ['status']],
});

/**
 * Cash of a receipt that settled nothing yet. `provisional` (1): it is not final. `duplicate_of`: it repeats a payment and waits for
 * somebody to decide.
 */
export const unappliedCash = table('unapplied_cash', {
  columns: {
    account: 'text',
    holder: 'text',
    receipt: 'text',
    amount: 'text',
    currency: 'text',
    booked_on: 'text',
    remittance: 'text?',
    provisional: 'integer?',
    duplicate_of: 'text?',
  },
  key: ['account', 'receipt'],
  indexes: [['holder']],
});

export const allocations = table('allocations', {
  columns: {
    account_period: 'text',
    /** Revision of the event and number of the pair in it. */
    revision: 'integer',
    pair: 'integer',
    receipt: 'text',
    account: 'text',
    kind: debtKind,
    reference: 'text',
    tax_type: 'text',
    beneficiary: 'text',
    amount: 'text',
    currency: 'text',
    allocated_on: 'text',
    rule: 'text',
  },
  key: ['account_period', 'revision', 'pair'],
  indexes: [['receipt'], ['reference']],
});

/**
 * Rests of short payments that are not asked for any more; below zero where they are owed again. `receipt`: the payment that was short, or
 * that was taken back.
 */
export const toleratedRests = table('tolerated_rests', {
  columns: {
    account_period: 'text',
    /** Revision of the event and number of the rest in it. */
    revision: 'integer',
    rest: 'integer',
    account: 'text',
    receipt: 'text?',
    kind: debtKind,
    reference: 'text',
    tax_type: 'text',
    beneficiary: 'text',
    amount: 'text',
    currency: 'text',
    told_on: 'text',
    holder: 'text',
    /** How much the rule allowed of this payment; absent where it is owed again. */
    allowed: 'text?',
    /** As the journal has it: `smallDifference` (2900), `bankCharge` (5030). */
    books: holding<PeriodEventData<'ShortPaymentTolerated'>['books']>()('text'),
    /** The rule with its version, or why it is owed again. */
    because: 'text',
  },
  key: ['account_period', 'revision', 'rest'],
  indexes: [['receipt'], ['reference']],
});
