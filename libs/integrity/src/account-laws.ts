import { type AccountPeriodEvent } from '#accounts';
import { parseMoney } from '#money';
import { type Findings } from './finding';
import { type ScannedEvent } from './scanned-event';
import { type LogObserver } from './scan-log';

/** What an account owes and holds as far as the log has come, in minor units. */
interface Holding {
  /** Open debt by tax type and beneficiary. */
  readonly open: Map<string, bigint>;
  /** Cash not yet applied by receipt; settled ones are gone. */
  readonly unapplied: Map<string, bigint>;
  /** Since the period began. */
  charged: bigint;
  applied: bigint;
  opening: bigint;
}

const kinds = new Set(['PeriodOpened', 'OpenItemsCarried', 'ChargePosted', 'PaymentReceived', 'PaymentAllocated', 'PeriodClosed']);
type FollowedEvent = Extract<AccountPeriodEvent, { readonly type: 'PeriodOpened' | 'OpenItemsCarried' | 'ChargePosted' | 'PaymentReceived' | 'PaymentAllocated' | 'PeriodClosed' }>;
const isOfPeriod = (event: { readonly type: string }): event is FollowedEvent => kinds.has(event.type);

const totalOf = (amounts: ReadonlyMap<string, bigint>): bigint => {
  let total = 0n;
  for (const amount of amounts.values()) total += amount;
  return total;
};
const add = (amounts: Map<string, bigint>, key: string, amount: bigint): bigint => {
  const after = (amounts.get(key) ?? 0n) + amount;
  if (after === 0n) amounts.delete(key);
  else amounts.set(key, after);
  return after;
};

/**
 * Laws I3 to I5 and I9 of docs/accounting.md, from the events of accounts alone: a charge is the sum of its lines; open debt per tax type and
 * beneficiary is never negative; no payment is applied beyond its amount; a statement says opening + charged - applied = closing, opens with
 * what the one before closed with, and its unapplied cash is what the payments left.
 */
export class AccountLaws implements LogObserver {
  readonly #holdings = new Map<string, Holding>();

  constructor(private readonly findings: Findings) {}

  observe(event: ScannedEvent): void {
    if (!kinds.has(event.stored.type)) return;
    const recorded = event.recorded();
    if (recorded === undefined || !isOfPeriod(recorded)) return;
    try {
      this.#follow(event, recorded);
    } catch (error) {
      this.#tell(event, 'amounts in the digits of their currency', error instanceof Error ? error.message : String(error));
    }
  }

  #follow(event: ScannedEvent, recorded: FollowedEvent): void {
    const { account, currency } = recorded.data;
    const holding = this.#holdings.get(account) ?? { open: new Map(), unapplied: new Map(), charged: 0n, applied: 0n, opening: 0n };
    this.#holdings.set(account, holding);
    const minor = (amount: string): bigint => parseMoney(amount, currency).minor;
    const equal = (what: string, expected: bigint, found: bigint): void => {
      if (expected !== found) this.#tell(event, `${what} of ${String(expected)} minor units`, String(found));
    };
    switch (recorded.type) {
      case 'PeriodOpened':
        equal('opening', totalOf(holding.open), minor(recorded.data.opening));
        equal('unapplied cash', totalOf(holding.unapplied), minor(recorded.data.unapplied));
        Object.assign(holding, { opening: minor(recorded.data.opening), charged: 0n, applied: 0n });
        return;
      case 'ChargePosted': {
        let total = 0n;
        for (const { taxType, beneficiary, amount } of recorded.data.lines) {
          total += minor(amount);
          add(holding.open, `${taxType} ${beneficiary}`, minor(amount));
        }
        equal('total', total, minor(recorded.data.total));
        holding.charged += total;
        return;
      }
      case 'PaymentReceived':
        add(holding.unapplied, recorded.data.receipt, minor(recorded.data.amount));
        return;
      case 'PaymentAllocated':
        for (const { taxType, beneficiary, amount } of recorded.data.pairs) {
          holding.applied += minor(amount);
          const open = add(holding.open, `${taxType} ${beneficiary}`, -minor(amount));
          if (open < 0n) this.#tell(event, `open debt of ${taxType} for ${beneficiary} of at least 0`, String(open));
          const left = add(holding.unapplied, recorded.data.receipt, -minor(amount));
          if (left < 0n) this.#tell(event, `cash of ${recorded.data.receipt} of at least 0`, String(left));
        }
        return;
      case 'PeriodClosed':
        equal('opening', holding.opening, minor(recorded.data.opening));
        equal('charged', holding.charged, minor(recorded.data.charged));
        equal('applied', holding.applied, minor(recorded.data.applied));
        equal('closing', totalOf(holding.open), minor(recorded.data.closing));
        equal('closing', holding.opening + holding.charged - holding.applied, minor(recorded.data.closing));
        equal('unapplied cash', totalOf(holding.unapplied), minor(recorded.data.unapplied));
        return;
      case 'OpenItemsCarried':
        return;
    }
  }

  #tell(event: ScannedEvent, expected: string, found: string): void {
    this.findings.addOf('account', event.stored, expected, found);
  }
}
