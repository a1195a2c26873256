import { type AccountEvent, type AccountPeriodEvent } from '#accounts';
import { AccountHolding } from './account-holding';
import { CompactMap } from './compact-map';
import { type Findings } from './finding';
import { type ScannedEvent } from './scanned-event';
import { type LogObserver } from './scan-log';

type Followed = AccountPeriodEvent | Extract<AccountEvent, { readonly type: 'AccountRedenominated' }>;

/**
 * Laws I3 to I5, I9 and I12 of docs/accounting.md, from the events of accounts alone: a charge is the sum of its lines; no debt is negative
 * and no payment is applied beyond its amount; a statement satisfies its equation, opens with what the one before handed on, debt by debt,
 * and covers exactly the charges posted in its period; no charge is posted twice; the guarantee holds what was reserved and not released.
 */
export class AccountLaws implements LogObserver {
  readonly #holdings = new Map<string, AccountHolding>();
  readonly #charges = new CompactMap();

  constructor(private readonly findings: Findings) {}

  observe(event: ScannedEvent): void {
    if (!event.stored.stream.startsWith('accountPeriod-') && event.stored.type !== 'AccountRedenominated') return;
    const recorded = event.recorded();
    if (recorded === undefined) return;
    const tell = (expected: string, found: string): void => {
      this.findings.addOf('account', event.stored, expected, found);
    };
    try {
      this.#follow(recorded as Followed & typeof recorded, event.stored.data, tell);
    } catch (error) {
      tell('amounts in the digits of their currency', error instanceof Error ? error.message : String(error));
    }
  }

  #follow(event: Followed, text: string, tell: (expected: string, found: string) => void): void {
    const { account } = event.data;
    const holding = this.#holdings.get(account) ?? new AccountHolding();
    this.#holdings.set(account, holding);
    if (event.type === 'ChargePosted') {
      if (this.#charges.get(event.data.charge) !== undefined) tell('a charge that was not posted before', event.data.charge);
      this.#charges.set(event.data.charge, 1);
    }
    holding.follow(event, text, tell);
  }
}
