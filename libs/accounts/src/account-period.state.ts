import { canonicalJson, sha256Hex, sha256OfSet } from '#event-catalogue';
import { parseMoney } from '#money';
import { type AccountPeriodEvent } from './accounts.events';
import { GrowingMap } from './growing-map';

/** What a payment can settle; amounts in minor units of the account's currency. */
export type OpenItem = Readonly<{
  kind: 'statement' | 'return' | 'charge' | 'interest' | 'penalty';
  /** Public reference of the statement or return. */
  reference: string;
  taxType: string;
  beneficiary: string;
  open: bigint;
  dueOn: string;
  /** What the guarantee still holds for it. */
  secured?: bigint;
  /** The part in dispute. */
  contested?: bigint;
}>;
/** Cash of one receipt that settled nothing yet. */
export type UnappliedCash = Readonly<{ receipt: string; amount: bigint; remittance?: string }>;
export type TaxTotal = Readonly<{ taxType: string; beneficiary: string; amount: bigint }>;
type Opened = Extract<AccountPeriodEvent, { readonly type: 'PeriodOpened' }>['data'];
/** Whose period it is and which days it has: `start` is in it, `end` is not. */
export type PeriodTerms = Readonly<Pick<Opened, 'account' | 'authority' | 'holder' | 'kind' | 'currency' | 'cycle' | 'period' | 'start' | 'end'>>;

/**
 * One accounting period. Everything but `charges` and `receipts` is O(open items): totals run by tax type and beneficiary. A charge
 * costs its id and the 32 bytes of its hash while the period is open, so that it is posted once and the statement's digest is over a
 * *set* (order-independent) that anyone can sort and hash again; both are let go at the close.
 */
export type OpenPeriodState = Readonly<{
  status: 'open';
  terms: PeriodTerms;
  opening: bigint;
  charged: bigint;
  applied: bigint;
  openItems: ReadonlyMap<string, OpenItem>;
  unapplied: ReadonlyMap<string, UnappliedCash>;
  totals: ReadonlyMap<string, TaxTotal>;
  /** Charge id to the hash of its content, 32 characters of one byte. */
  charges: GrowingMap<string>;
  receipts: GrowingMap<true>;
}>;
/** An accounting period's stream, folded. */
export type AccountPeriodState = Readonly<{ status: 'none' }> | OpenPeriodState | Readonly<{ status: 'closed'; terms: PeriodTerms; statementNumber: number }>;

export const initialPeriod: AccountPeriodState = { status: 'none' };

export const itemKey = (item: Readonly<{ kind: string; reference: string; taxType: string; beneficiary: string }>): string =>
  `${item.kind}/${item.taxType}/${item.beneficiary}/${item.reference}`;
const totalKey = (taxType: string, beneficiary: string): string => `${taxType}/${beneficiary}`;

/** SHA-256 of a charge's data in canonical JSON, as a string of 32 one-byte characters. */
const contentHash = (data: unknown): string => Buffer.from(sha256Hex(canonicalJson(data)), 'hex').toString('latin1');

/** The digest of the charges as a set: `sha256OfSet` of their content hashes. */
export const chargeDigest = (charges: GrowingMap<string>): string => sha256OfSet([...charges.values()].map((hash) => Buffer.from(hash, 'latin1').toString('hex')));

type Data<Name extends AccountPeriodEvent['type']> = Extract<AccountPeriodEvent, { readonly type: Name }>['data'];

export const evolveAccountPeriod = (state: AccountPeriodState, event: AccountPeriodEvent): AccountPeriodState => {
  if (event.type === 'PeriodOpened') return opened(event.data);
  // Facts of a stream whose beginning is missing cannot be folded; the store gives streams whole.
  if (state.status !== 'open') throw new RangeError(`${event.type} in a period that is not open`);
  switch (event.type) {
    case 'OpenItemsCarried':
      return carried(state, event.data);
    case 'ChargePosted':
      return posted(state, event.data);
    case 'PaymentReceived':
      return received(state, event.data);
    case 'PaymentAllocated':
      return allocated(state, event.data);
    case 'PeriodClosed':
      return { status: 'closed', terms: state.terms, statementNumber: event.data.statementNumber };
    default:
      return state;
  }
};

const opened = ({ opening, unapplied: _unapplied, ...terms }: Opened): OpenPeriodState => ({
  status: 'open',
  terms,
  opening: parseMoney(opening, terms.currency).minor,
  charged: 0n,
  applied: 0n,
  openItems: new Map(),
  unapplied: new Map(),
  totals: new Map(),
  charges: GrowingMap.empty(),
  receipts: GrowingMap.empty(),
});

/** An open item as it is carried, in minor units. */
export const openItemOf = ({ open, secured, contested, ...item }: Data<'OpenItemsCarried'>['openItems'][number], currency: string): OpenItem => {
  const minor = (amount: string): bigint => parseMoney(amount, currency).minor;
  return { ...item, open: minor(open), ...(secured === undefined ? {} : { secured: minor(secured) }), ...(contested === undefined ? {} : { contested: minor(contested) }) };
};

/** The closing chunk says what will be handed on; only the opening one is taken over. */
const carried = (state: OpenPeriodState, data: Data<'OpenItemsCarried'>): OpenPeriodState => {
  if (data.moment === 'closing') return state;
  const minor = (amount: string): bigint => parseMoney(amount, data.currency).minor;
  const openItems = new Map(state.openItems);
  for (const item of data.openItems) openItems.set(itemKey(item), openItemOf(item, data.currency));
  const unapplied = new Map(state.unapplied);
  for (const cash of data.unapplied) unapplied.set(cash.receipt, { ...cash, amount: minor(cash.amount) });
  return { ...state, openItems, unapplied };
};

const posted = (state: OpenPeriodState, data: Data<'ChargePosted'>): OpenPeriodState => {
  const totals = new Map(state.totals);
  // A charge of a return is payable by itself; a declaration's waits for the statement that sums it up (UCC Art. 110(b)).
  const openItems = data.kind === 'return' ? new Map(state.openItems) : undefined;
  let charged = state.charged;
  for (const { taxType, beneficiary, amount } of data.lines) {
    const minor = parseMoney(amount, data.currency).minor;
    charged += minor;
    const key = totalKey(taxType, beneficiary);
    totals.set(key, { taxType, beneficiary, amount: (totals.get(key)?.amount ?? 0n) + minor });
    if (openItems !== undefined) addTo(openItems, { kind: 'return', reference: data.reference, taxType, beneficiary, open: minor, dueOn: data.dueOn });
  }
  return { ...state, charged, totals, openItems: openItems ?? state.openItems, charges: state.charges.with(data.charge, contentHash(data)) };
};

const addTo = (items: Map<string, OpenItem>, item: OpenItem): void => {
  const key = itemKey(item);
  items.set(key, { ...item, open: item.open + (items.get(key)?.open ?? 0n) });
};

const received = (state: OpenPeriodState, data: Data<'PaymentReceived'>): OpenPeriodState => {
  const { receipt, remittance } = data;
  const cash = { receipt, amount: parseMoney(data.amount, data.currency).minor, ...(remittance === undefined ? {} : { remittance }) };
  return { ...state, unapplied: new Map(state.unapplied).set(receipt, cash), receipts: state.receipts.with(receipt, true) };
};

const allocated = (state: OpenPeriodState, data: Data<'PaymentAllocated'>): OpenPeriodState => {
  const openItems = new Map(state.openItems);
  const unapplied = new Map(state.unapplied);
  let settled = 0n;
  for (const pair of data.pairs) {
    const minor = parseMoney(pair.amount, data.currency).minor;
    const key = itemKey(pair);
    const item = openItems.get(key);
    if (item === undefined || item.open < minor) throw new RangeError(`${pair.reference}: allocated more than is open`);
    settled += minor;
    if (item.open === minor) openItems.delete(key);
    else openItems.set(key, { ...item, open: item.open - minor });
  }
  const cash = unapplied.get(data.receipt);
  if (cash === undefined || cash.amount < settled) throw new RangeError(`${data.receipt}: allocated more than was received`);
  if (cash.amount === settled) unapplied.delete(data.receipt);
  else unapplied.set(data.receipt, { ...cash, amount: cash.amount - settled });
  return { ...state, openItems, unapplied, applied: state.applied + settled };
};
