import { changeoverTo, minorInEuro, type PrincipalStep } from '#rules';
import { type AccountPeriodEvent } from './account-period.events';
import { type DebtName } from './open-items';
import { minorOf } from './period-amounts';

type Data<Name extends AccountPeriodEvent['type']> = Extract<AccountPeriodEvent, { readonly type: Name }>['data'];

/** How interest goes on after a payment was taken back: as if it had never been made, or from the day it was taken back. */
export type RestartOfInterest = 'originalDue' | 'reversal';

/**
 * What was open of a debt at the end of each day on which it changed, minor units: the question of the interest engine. `events`: all of
 * the account, over its periods, in their order. Money counts from the bank's value day, whenever it was applied. `currency`: that of the
 * account now, in which all of it is told.
 */
export const principalOf = (
  events: Iterable<AccountPeriodEvent>,
  debt: DebtName,
  restart: RestartOfInterest = 'originalDue',
  currency?: string,
): readonly PrincipalStep[] => {
  const changes = new Changes(debt, restart, currency);
  for (const event of events) changes.apply(event);
  return changes.steps();
};

class Changes {
  readonly #byDay = new Map<string, bigint>();
  readonly #valueDays = new Map<string, string>();
  #since: string | undefined;
  /** The day as of which the rest of the debt was tolerated last. */
  #toleratedOn: string | undefined;
  #stated = false;

  constructor(
    private readonly debt: DebtName,
    private readonly restart: RestartOfInterest,
    private readonly currency?: string,
  ) {}

  apply(event: AccountPeriodEvent): void {
    switch (event.type) {
      case 'PaymentReceived':
        this.#valueDays.set(event.data.receipt, event.data.valueOn);
        break;
      case 'ChargePosted':
        if (this.#isSingle && event.data.reference === this.debt.reference)
          for (const line of event.data.lines) if (this.#isTax(line)) this.#add(event.data.postedOn, line.amount, event.data.currency);
        break;
      case 'ChargeAdjusted':
        this.#adjusted(event.data);
        break;
      case 'OpenItemsCarried':
        this.#carried(event.data);
        break;
      case 'PaymentAllocated':
        for (const pair of event.data.pairs)
          if (this.#is(pair)) this.#add(this.#paidOn(event.data.receipt, event.data.allocatedOn), pair.amount, event.data.currency, -1n);
        break;
      case 'PaymentReversed':
        for (const { debt } of event.data.reopened)
          if (this.#is(debt))
            this.#add(
              this.restart === 'reversal' ? event.data.reversedOn : this.#paidOn(event.data.receipt, event.data.reversedOn),
              debt.amount,
              event.data.currency,
            );
        break;
      case 'AllocationUndone':
        // As if it had never been applied.
        for (const { debt } of event.data.reopened)
          if (this.#is(debt)) this.#add(this.#paidOn(event.data.receipt, event.data.undoneOn), debt.amount, event.data.currency);
        break;
      case 'RefundOffset':
        for (const { debt } of event.data.pairs) if (this.#is(debt)) this.#add(event.data.offsetOn, debt.amount, event.data.currency, -1n);
        break;
      case 'DebtRemitted':
        if (this.#is(event.data.debt)) this.#add(event.data.remittedOn, event.data.debt.amount, event.data.currency, -1n);
        break;
      case 'DebtWrittenOff':
        if (this.#is(event.data.debt)) this.#add(event.data.writtenOffOn, event.data.debt.amount, event.data.currency, -1n);
        break;
      case 'DebtRecovered':
        // With the payment that recovers it, or what is open beside it would seem paid from the value day on.
        if (this.#is(event.data.debt))
          this.#add(this.#paidOn(event.data.receipt, event.data.recoveredOn), event.data.debt.amount, event.data.currency);
        break;
      case 'ShortPaymentTolerated':
        this.#tolerated(event.data);
        break;
      case 'ToleratedRestReopened':
        this.#reopened(event.data);
        break;
      default:
        break;
    }
  }

  steps(): readonly PrincipalStep[] {
    let sum = 0n;
    return [...this.#byDay]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([on, change]) => {
        sum += change;
        // Money that came before a part of the debt was entered pays no more than was there.
        return { on, open: sum < 0n ? 0n : sum };
      });
  }

  /** A return or a single charge is a debt by itself; a statement is one once it is issued. */
  get #isSingle(): boolean {
    return this.debt.kind === 'return' || this.debt.kind === 'charge';
  }

  #is({ kind, reference, taxType, beneficiary }: DebtName): boolean {
    return kind === this.debt.kind && reference === this.debt.reference && this.#isTax({ taxType, beneficiary });
  }

  #isTax({ taxType, beneficiary }: Pick<DebtName, 'taxType' | 'beneficiary'>): boolean {
    return taxType === this.debt.taxType && beneficiary === this.debt.beneficiary;
  }

  #paidOn(receipt: string, otherwise: string): string {
    return this.#valueDays.get(receipt) ?? otherwise;
  }

  /** With the payment beside which it is tolerated; what is open again is so like the payment that was taken back. */
  #tolerated({ rests, receipt, toleratedOn, currency }: Data<'ShortPaymentTolerated'>): void {
    const rest = rests.find(({ debt }) => this.#is(debt));
    if (rest === undefined) return;
    this.#toleratedOn = this.#paidOn(receipt, toleratedOn);
    this.#add(this.#toleratedOn, rest.debt.amount, currency, -1n);
  }

  #reopened({ rests, reason, reopenedOn, currency }: Data<'ToleratedRestReopened'>): void {
    const on = reason === 'paymentReversed' && this.restart === 'originalDue' ? (this.#toleratedOn ?? reopenedOn) : reopenedOn;
    for (const { debt } of rests) if (this.#is(debt)) this.#add(on, debt.amount, currency);
  }

  #add(day: string, amount: string, currency: string, sign: 1n | -1n = 1n): void {
    this.#since ??= day;
    const on = day < this.#since ? this.#since : day;
    this.#byDay.set(on, (this.#byDay.get(on) ?? 0n) + sign * this.#minor(amount, currency));
  }

  /** In the currency asked for, where that is the euro and the event is of before it. */
  #minor(amount: string, currency: string): bigint {
    const minor = minorOf(currency)(amount);
    const changeover = this.currency === undefined ? undefined : changeoverTo(this.currency, currency);
    return changeover === undefined ? minor : minorInEuro(minor, changeover);
  }

  #adjusted({ lines, reference, original, adjustedOn, currency }: Data<'ChargeAdjusted'>): void {
    if (this.debt.reference !== (this.#isSingle ? reference : original.statement)) return;
    for (const line of lines.filter((one) => this.#isTax(one))) {
      if (line.reducesOpen !== undefined) this.#add(adjustedOn, line.reducesOpen, currency, -1n);
      else if (this.#isSingle && !line.amount.startsWith('-')) this.#add(adjustedOn, line.amount, currency);
    }
  }

  /** A statement is first told by what its period hands on; what is carried later repeats it. */
  #carried({ moment, openItems, currency }: Data<'OpenItemsCarried'>): void {
    if (this.#stated || this.#isSingle || moment !== 'closing') return;
    const item = openItems.find((one) => this.#is(one));
    if (item === undefined) return;
    this.#stated = true;
    this.#add(item.dueOn, item.open, currency);
  }
}
