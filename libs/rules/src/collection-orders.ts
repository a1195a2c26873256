import { boolean, code, day, decimal, list, oneOf, optional, record, text, textUpTo, type ValueOf } from '#event-catalogue';
import { type Day } from '#money';
import orderFacts from '../facts/collection-orders.json';
import { roundingMode } from './rule-shapes';

/** Kinds of debt that an order tells apart: tax, interest on it, penalties. */
export type DebtClass = 'principal' | 'interest' | 'penalty';
const debtClass = oneOf('principal', 'interest', 'penalty');
const rounding = { ruleId: textUpTo(80), mode: roundingMode } as const;

const allocationOrderShape = record({
  id: code,
  /** Book of the authority; absent: all. */
  authority: optional(textUpTo(40)),
  /** Kinds of account; absent: all. */
  kinds: optional(list(code, { min: 1 })),
  from: day,
  to: optional(day),
  /** `first`: what the remittance names is settled before all else. `only`: where it names something it settles nothing else. */
  named: oneOf('first', 'only'),
  /** Whether cash settles what it does not name at all. */
  unnamed: boolean,
  /** Groups one after another; within a group by due day. */
  classes: list(list(debtClass, { min: 1 }), { min: 1 }),
  /** Which debt a refund is set off against first. */
  offset: oneOf('oldestFirst', 'newestFirst'),
  /** Money in another currency; a difference of at most `upTo` to what it names is a gain or loss where it is `realised`. */
  exchange: record({ ...rounding, difference: oneOf('unapplied', 'realised'), upTo: optional(decimal) }),
  /** Whether money on its way releases goods that must be paid first when it is captured, or once it is settled. */
  releasing: oneOf('captured', 'settled'),
  source: text,
});
/** In which order cash settles debts, and refunds are set off against them, as data. */
export type AllocationOrder = ValueOf<typeof allocationOrderShape>;

const collectionShareShape = record({
  id: code,
  /** How the book of the collecting authority begins. */
  collector: textUpTo(40),
  beneficiary: code,
  /** How the tax types begin that it is about. */
  taxTypes: textUpTo(3),
  from: day,
  to: optional(day),
  retainedPercent: decimal,
  rounding: record(rounding),
  source: text,
});
/** What a collecting state keeps of what it collects for another budget. */
export type CollectionShare = ValueOf<typeof collectionShareShape>;

const orders = list(allocationOrderShape).parse(orderFacts.allocation, 'facts/collection-orders.json');
const shares = list(collectionShareShape).parse(orderFacts.shares, 'facts/collection-orders.json');

const holdsOn = ({ from, to }: Readonly<{ from: Day; to?: Day }>, on: Day): boolean => from <= on && (to === undefined || on < to);

/** The order for an account of an authority on a day. @throws RangeError where no row fits: the last one is for all */
export const allocationOrderOf = (authority: string, kind: string, on: Day): AllocationOrder => {
  const found = orders.find(
    (order) => holdsOn(order, on) && (order.authority ?? authority) === authority && (order.kinds?.includes(kind) ?? true),
  );
  if (found === undefined) throw new RangeError(`no order of allocation on ${on}`);
  return found;
};

/** What the collecting authority keeps of a tax that is another's, on a day; undefined: nothing. */
export const collectionShareOf = (authority: string, beneficiary: string, taxType: string, on: Day): CollectionShare | undefined =>
  shares.find(
    (share) =>
      holdsOn(share, on) &&
      authority.startsWith(share.collector) &&
      beneficiary === share.beneficiary &&
      taxType.startsWith(share.taxTypes),
  );
