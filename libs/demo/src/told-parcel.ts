import type { ConsignmentCommand, OrderDispatch, OrderKnown, RecordOrder } from '#advance-data';
import type { LodgeDeclaration } from '#declarations';
import type { BreakCode } from '#reconciliation';
import type { RuleBook } from '#rules';
import type { ReturnedParcel } from './models/returned-parcel';
import type { Telling } from './telling';

/** How the tax of a parcel is collected; no more of the quote than that, for a demo holds its parcels to the end. */
export type Collection =
  | {
      readonly kind: 'scheme';
      readonly regime: 'EU-IOSS' | 'UK-SUPPLY';
      readonly statedValue?: { readonly amount: string; readonly currency: string };
    }
  /** At import: from the representative's account, or by the consumer at the desk. */
  | { readonly kind: 'border'; readonly payer: 'representative' | 'consumer' }
  /** The carrier collects from the recipient (VAT Directive Art. 369y). */
  | { readonly kind: 'arrangement' }
  | { readonly kind: 'none'; readonly reason: string };

/** One order that is no credit: one parcel (rule 4), with what follows from it. */
export interface Parcel {
  readonly order: OrderKnown;
  readonly announcedMonthsLate: number;
  /** The order's own message, where it is announced late. */
  readonly announcement?: OrderDispatch;
  /** What goes wrong with it, where a fault is planted. */
  readonly fault?: ParcelFault;
  readonly capturedAt: string;
  readonly dispatchedAt: string;
  readonly arrivedAt: string;
  readonly acceptedAt: string;
  readonly deliveredAt: string;
  /** Legal day of the supply, in the zone of its scheme. */
  readonly suppliedOn: string;
  readonly collection: Collection;
  /** Nobody takes it at the door. */
  readonly undelivered: boolean;
  /** Whether goods are left to send. */
  readonly sent: boolean;
  /** What the buyer paid for them, text in the order's currency; absent where it comes to less than a minor unit. */
  readonly captured?: string;
}

/** What a carrier reports of a parcel at one time. */
export type AdvisedParcel = Extract<ConsignmentCommand, { readonly type: 'AdviseConsignment' }>;

/** What a parcel's parties do in the story, and leave undone where a fault says so. */
type Step = 'payment' | 'consignment' | 'declaration' | 'collection' | 'invalidation';

/** What a break must be found to be about: `subject` as the reconciliation names it, and the money at stake where it is known exactly. */
export interface Expected {
  readonly subject: string;
  readonly amount?: string;
  readonly currency?: string;
}

/** Part of the story that a fault adds; safe to repeat. */
export type Sending = (telling: Telling) => Promise<void>;

/** The parcel, the day (YYYY-MM-DD) on which the story will be judged, and the law. */
export interface Candidate {
  readonly parcel: Parcel;
  readonly legalNow: string;
  readonly rules: RuleBook;
}

/**
 * One way in which a parcel's documents go wrong, and the code under which that must be found. Pure: what it changes follows from the
 * parcel alone. Hooks that are absent leave the story as it is.
 */
export interface ParcelFault {
  readonly name: string;
  readonly code: BreakCode;
  /** Whether it can happen to a parcel that is otherwise in order. */
  readonly fits: (candidate: Candidate) => boolean;
  /** At most one in a story: its break is about more than its parcel. */
  readonly once?: true;
  /** The break closes itself before the day on which the story is judged. */
  readonly heals?: true;
  readonly skips?: readonly Step[];
  /** Nobody takes the parcel at the door. */
  readonly undelivered?: true;
  /** How the debt that a desk is to be paid for the parcel is paid. */
  readonly payment?: PaymentFault;
  readonly order?: (order: RecordOrder) => RecordOrder;
  readonly parcel?: (parcel: Parcel) => Partial<Parcel>;
  readonly consignment?: (advised: AdvisedParcel, parcel: Parcel) => AdvisedParcel;
  /** The declarations that are lodged in place of the one that should be. */
  readonly declarations?: (lodged: LodgeDeclaration, parcel: Parcel) => readonly LodgeDeclaration[];
  /** Before the parcel is declared, and after its delivery; `firstDay` is the first of the story. */
  readonly before?: (parcel: Parcel, firstDay: string) => Sending;
  readonly after?: (parcel: Parcel, firstDay: string) => Sending;
  /** Goods of it that come back, or are said to. */
  readonly back?: (parcel: Parcel) => ReturnedParcel;
  readonly expected: (parcel: Parcel, firstDay: string) => Expected;
}

/** How a payment goes wrong. */
export type PaymentFault = 'unpaid' | 'short' | 'late' | 'over' | 'twice' | 'reversed';

export const skips = ({ fault }: Pick<Parcel, 'fault'>, step: Step): boolean => fault?.skips?.includes(step) === true;
