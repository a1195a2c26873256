import {
  type AccountCycles,
  AccountDirectory,
  accountPeriodDecider,
  type AccountPeriodEvent,
  accountPeriodStream,
  type KnownAccount,
  type PostCharge,
} from '#accounts';
import { type DomainEvent } from '#event-catalogue';
import { effect, type Effect } from '#event-store';
import { answering } from './answering';
import { momentIn, type Posting, PostingsInWait } from './postings-in-wait';

/** A debt on its way to an account; `dueOn` where it does not follow from the account's cycle. */
export type ChargeInWait = Posting &
  Readonly<Pick<PostCharge, 'holder' | 'kind' | 'subject' | 'reference' | 'lines' | 'currency' | 'acceptedAt'>> & {
    readonly dueOn?: string;
  };

/**
 * Refusals that are answers: a closed period (the next one takes the charge when it opens), a charge that is there already, an account in
 * another currency or for other charges. The charge stays assessed and not charged, which reconciliation shows as B40.
 */
const route = answering(['PERIOD_CLOSED', 'CHARGE_ALREADY_POSTED', 'CURRENCY_MISMATCH', 'CHARGE_KIND_MISMATCH']);

/** Accounts and the charges on their way to them: the fold that the charging processes share. */
export class ChargesInWait {
  readonly directory = new AccountDirectory();
  readonly #waiting = new PostingsInWait<ChargeInWait>();

  add(charge: ChargeInWait): void {
    this.#waiting.add(charge);
  }

  /** The charge was taken, declined or is no longer owed: it waits no more. */
  done(account: string, charge: string): ChargeInWait | undefined {
    return this.#waiting.done(account, charge);
  }

  fold(event: DomainEvent): void {
    this.directory.apply(event);
    const known = event as AccountPeriodEvent;
    if (known.type === 'ChargePosted') this.done(known.data.account, known.data.charge);
  }

  /** Effects that post what the account's open period takes; only one charge where its id is given. */
  effects(cycles: AccountCycles, account: string, charge?: string): readonly Effect[] {
    return this.#waiting.due(this.directory.get(account), charge).map(({ posting, account: known, period, postedOn, late }) => {
      const { id, account: accountId, holder, kind, subject, reference, lines, currency, acceptedAt, dueOn } = posting;
      const command: PostCharge = {
        type: 'PostCharge',
        account: accountId,
        charge: id,
        postedOn,
        holder,
        kind,
        subject,
        reference,
        lines,
        currency,
        acceptedAt,
        ...cycles.dueOf(known, postedOn),
        ...(dueOn === undefined ? {} : { dueOn }),
        ...(late ? { reason: 'PERIOD_CLOSED' } : {}),
      };
      return effect(id, { decider: accountPeriodDecider, command, ...target(cycles, known, period, acceptedAt) }, route);
    });
  }
}

/** The stream of an account's open period and the moment as of which something that arose at `own` is posted to it. */
export const target = (
  cycles: AccountCycles,
  { authority, account, cycle }: KnownAccount,
  { period, start }: NonNullable<KnownAccount['open']>,
  own: string,
) => ({
  stream: accountPeriodStream(authority, account, period),
  context: { book: authority, effectiveAt: momentIn(own, cycles.startOf(cycle, start)) },
});
