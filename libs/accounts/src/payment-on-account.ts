import { type AccountPeriodEvent } from './account-period.events';
import { type SettledPair } from './known-payment';
import { PaymentHistory } from './payment-history';
import { type BookedPayment } from './payment-transfer';
import { type ToleratedDebt } from './tolerated-debts';
import { TolerationHistory } from './toleration-history';

/**
 * What the open period of an account does not know of a payment: what it settled before, what was tolerated beside it, and how it was
 * received. Folded from all events of the account, over its periods, in their order, by whoever takes a payment back, undoes what it
 * settled or transfers it.
 */
export class PaymentOnAccount {
  readonly history = new PaymentHistory();
  readonly #tolerated = new TolerationHistory();
  /** As it was received last: it may have gone to another account and come back. */
  booked: BookedPayment | undefined;

  constructor(
    private readonly account: string,
    private readonly receipt: string,
  ) {}

  apply(event: AccountPeriodEvent): void {
    this.history.apply(event);
    this.#tolerated.apply(event);
    if (event.type === 'PaymentReceived' && event.data.receipt === this.receipt) this.booked = event.data;
  }

  get before(): Readonly<{ settledBefore: readonly SettledPair[]; toleratedBefore: readonly ToleratedDebt[] }> {
    const { account, receipt, history } = this;
    return {
      settledBefore: history.settledBefore(account, receipt),
      toleratedBefore: this.#tolerated.before(account, history.referencesOf(account, receipt)),
    };
  }
}
