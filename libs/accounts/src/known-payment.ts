import { type AccountPeriodEvent } from './account-period.events';
import { type OpenItem } from './open-items';

/** What a payment settled, with what is needed to open it again. `secured`: what the guarantee let go because of it. */
export type SettledPair = Readonly<Pick<OpenItem, 'kind' | 'reference' | 'taxType' | 'beneficiary' | 'dueOn'> & { amount: bigint; contested?: boolean; secured?: bigint }>;
/** A payment as far as this period knows it, minor units. */
export type KnownPayment = Readonly<{
  /** Absent: it was received in an earlier period. */
  received?: bigint;
  original?: Extract<AccountPeriodEvent, { readonly type: 'PaymentReceived' }>['data']['original'];
  /** What it settled in this period and is not open again, in the order of settling. */
  pairs: readonly SettledPair[];
}>;
