import { type AccountPeriodEvent, interestReference, type InterestData } from '#accounts';

type Named<Name extends AccountPeriodEvent['type']> = Extract<AccountPeriodEvent, { readonly type: Name }>;

/**
 * What happened to each of some debts of one account, debt by debt, folded from the events of its periods in their order: what
 * `principalOf` asks for, in one pass for all of them. `wanted` are the references of the debts.
 */
export class DebtHistories {
  readonly #histories = new Map<string, AccountPeriodEvent[]>();
  readonly #received = new Map<string, Named<'PaymentReceived'>>();
  readonly #interest = new Map<string, { last?: InterestData; count: number }>();

  constructor(private readonly wanted: ReadonlySet<string>) {}

  apply(event: AccountPeriodEvent): void {
    switch (event.type) {
      case 'PaymentReceived':
        this.#received.set(event.data.receipt, event);
        break;
      case 'PaymentAllocated':
        this.#paid(event, event.data.receipt, event.data.pairs);
        break;
      case 'PaymentReversed':
      case 'AllocationUndone':
        this.#paid(
          event,
          event.data.receipt,
          event.data.reopened.map(({ debt }) => debt),
        );
        break;
      case 'ShortPaymentTolerated':
        this.#paid(
          event,
          event.data.receipt,
          event.data.rests.map(({ debt }) => debt),
        );
        break;
      case 'DebtRecovered':
        this.#paid(event, event.data.receipt, [event.data.debt]);
        break;
      case 'InterestCharged':
        this.#charged(event.data);
        break;
      default:
        for (const reference of new Set(referencesOf(event))) this.#push(reference, event);
    }
  }

  /** The events that concern the debts of a reference. */
  of(reference: string): readonly AccountPeriodEvent[] {
    return this.#histories.get(reference) ?? [];
  }

  /** The interest that stands on a debt, and how often interest on it was charged or taken back. */
  interestOn(debt: InterestData['on']): Readonly<{ last?: InterestData; count: number }> {
    return this.#interest.get(interestReference(debt)) ?? { count: 0 };
  }

  #paid(event: AccountPeriodEvent, receipt: string, debts: readonly Readonly<{ reference: string }>[]): void {
    const received = this.#received.get(receipt);
    for (const reference of new Set(debts.map((debt) => debt.reference))) {
      if (received !== undefined) this.#push(reference, received);
      this.#push(reference, event);
    }
  }

  #charged(data: InterestData): void {
    const known = this.#interest.get(data.interestReference) ?? { count: 0 };
    // The new charge comes before the old one is taken back.
    const stands =
      data.kind === 'charged' ? data : known.last?.to === data.to && known.last.amount === data.amount ? undefined : known.last;
    this.#interest.set(data.interestReference, { count: known.count + 1, ...(stands === undefined ? {} : { last: stands }) });
  }

  #push(reference: string, event: AccountPeriodEvent): void {
    if (!this.wanted.has(reference)) return;
    const known = this.#histories.get(reference);
    if (known === undefined) this.#histories.set(reference, [event]);
    else known.push(event);
  }
}

/** Debts that an event speaks of; a statement is told by what its period hands on. */
const referencesOf = (event: AccountPeriodEvent): readonly string[] => {
  switch (event.type) {
    case 'ChargePosted':
      return [event.data.reference];
    case 'ChargeAdjusted':
      return [event.data.reference, ...(event.data.original.statement === undefined ? [] : [event.data.original.statement])];
    case 'OpenItemsCarried':
      return event.data.moment === 'closing' ? event.data.openItems.map(({ reference }) => reference) : [];
    case 'RefundOffset':
      return event.data.pairs.map(({ debt }) => debt.reference);
    case 'DebtRemitted':
    case 'DebtWrittenOff':
      return [event.data.debt.reference];
    case 'ToleratedRestReopened':
      return event.data.rests.map(({ debt }) => debt.reference);
    default:
      return [];
  }
};
