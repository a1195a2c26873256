import {
  type AccountCycles,
  AccountDirectory,
  accountPeriodDecider,
  type AccountPeriodEvent,
  directoryCategories,
  type OffsetRefund,
} from '#accounts';
import { type Recorded } from '#event-catalogue';
import { effect, type Effect, type Process } from '#event-store';
import { parseMoney } from '#money';
import { type RefundClaimEvent } from '#returns';
import { answering } from './answering';
import { target } from './charges-in-wait';
import { type Posting, PostingsInWait } from './postings-in-wait';

type Approved = Extract<RefundClaimEvent, { readonly type: 'RefundApproved' }>['data'];
type Offset = Extract<AccountPeriodEvent, { readonly type: 'RefundOffset' }>['data'];
interface OffsetInWait extends Posting {
  readonly kind: Approved['kind'];
  readonly currency: string;
  /** What is still to be set off, minor units. */
  readonly rest: OffsetRefund['lines'];
  readonly at: string;
}

/** Accounts, approved refunds that are to be set off, and those on their way to an account. */
class State {
  readonly directory = new AccountDirectory();
  readonly approved = new Map<string, Approved>();
  readonly waiting = new PostingsInWait<OffsetInWait>();

  fold(event: Recorded): this {
    const known = event as Recorded<RefundClaimEvent | AccountPeriodEvent>;
    switch (known.type) {
      case 'RefundApproved':
        if (known.data.settlement === 'offset') this.approved.set(known.data.claim, known.data);
        break;
      case 'RefundOffsetRequested': {
        const { claim, account, requestedOn } = known.data;
        const approved = this.approved.get(claim);
        this.approved.delete(claim);
        if (approved !== undefined) {
          const { kind, currency } = approved;
          this.waiting.add({
            account,
            id: claim,
            day: requestedOn,
            kind,
            currency,
            rest: linesOf(approved),
            at: event.metadata.effectiveAt,
          });
        }
        break;
      }
      case 'DebtRedenominated':
        this.#redenominated(known.data);
        break;
      case 'RefundOffset':
        this.#offset(known.data);
        break;
      default:
        this.directory.apply(known);
    }
    return this;
  }

  /** What was still to be set off when the account took it in euro. */
  #redenominated({ account, claim, currency, lines }: Extract<AccountPeriodEvent, { readonly type: 'DebtRedenominated' }>['data']): void {
    const waiting = claim === undefined ? undefined : this.waiting.done(account, claim);
    if (waiting === undefined) return;
    const rest = lines.map(({ taxType, beneficiary, now }) => ({ taxType, beneficiary, amount: parseMoney(now, currency).minor }));
    this.waiting.add({ ...waiting, currency, rest: rest.filter(({ amount }) => amount > 0n) });
  }

  /** What found no debt waits for those of the next period. */
  #offset({ account, claim, currency, pairs }: Offset): void {
    const waiting = this.waiting.done(account, claim);
    if (waiting === undefined) return;
    const settled = new Map<string, bigint>();
    for (const { refundedTaxType, debt } of pairs) {
      const key = `${refundedTaxType} ${debt.beneficiary}`;
      settled.set(key, (settled.get(key) ?? 0n) + parseMoney(debt.amount, currency).minor);
    }
    const rest = waiting.rest.flatMap((line) => {
      const key = `${line.taxType} ${line.beneficiary}`;
      const taken = settled.get(key) ?? 0n;
      const used = taken < line.amount ? taken : line.amount;
      settled.set(key, taken - used);
      return used === line.amount ? [] : [{ ...line, amount: line.amount - used }];
    });
    if (rest.length > 0) this.waiting.add({ ...waiting, rest });
  }
}

const linesOf = ({ lines, currency }: Approved): OffsetRefund['lines'] =>
  lines.map(({ taxType, beneficiary, amount }) => ({ taxType, beneficiary, amount: parseMoney(amount, currency).minor }));

/** A closed period leaves it to the next one; where nothing of that beneficiary is open, the refund stays owed. */
const route = answering(['PERIOD_CLOSED', 'REFUND_ALREADY_OFFSET', 'CURRENCY_MISMATCH'], ['NOTHING_TO_OFFSET']);

/**
 * RefundOffsetRequested: the approved refund settles debts of the account to the same beneficiaries, period after period until it is used
 * up (J17 of docs/accounting.md).
 */
export const offsetRefunds = (cycles: AccountCycles): Process<State> => ({
  name: 'offset-refunds',
  categories: ['refundClaim', ...directoryCategories],
  state: { initial: () => new State(), fold: (state, event) => state.fold(event) },
  react: (event, state) => {
    const known = event as RefundClaimEvent | AccountPeriodEvent;
    if (known.type === 'PeriodOpened') return effects(cycles, state, known.data.account);
    return known.type === 'RefundOffsetRequested' ? effects(cycles, state, known.data.account, known.data.claim) : [];
  },
});

const effects = (cycles: AccountCycles, { directory, waiting }: State, account: string, claim?: string): readonly Effect[] =>
  waiting.due(directory.get(account), claim).map(({ posting: { id, kind, currency, rest, at }, account: known, period, postedOn }) => {
    const command: OffsetRefund = { type: 'OffsetRefund', account, claim: id, currency, kind, offsetOn: postedOn, lines: rest };
    return effect(id, { decider: accountPeriodDecider, command, ...target(cycles, known, period, at) }, route);
  });
