import { accountPeriodDecider, type AccountPeriodCommand } from './account-period.decider';
import { type AccountPeriodState } from './account-period.state';
import { type AccountPeriodEvent } from './accounts.events';
import { AccountDirectory } from './account-directory';
import { accountId, chargeId, receiptId } from './accounts.streams';
import { type PostCharge } from './charges';
import { type CarriedForward } from './carry-forward';
import { type OpenPeriod } from './closing';
import { type PeriodEventData, type PeriodTerms } from './open-period';
import { type ReceivePayment } from './payments';
import { type ApplyGuaranteeShare } from './standing';

/** Commands and histories that the specs of this folder share. */
export const nothing: CarriedForward = { openItems: [], unapplied: [] };
export const january: PeriodTerms = {
  account: accountId('GB', 'R-1', 'deferment'),
  authority: 'GB',
  holder: 'R-1',
  kind: 'deferment',
  currency: 'GBP',
  cycle: 'GB-deferment',
  period: '2026-01',
  start: '2026-01-01',
  end: '2026-02-01',
};
export const schemeJanuary: PeriodTerms = {
  ...january,
  account: accountId('EU-IE', 'V-IE-1', 'scheme'),
  authority: 'EU-IE',
  holder: 'V-IE-1',
  kind: 'scheme',
  currency: 'EUR',
  cycle: 'EU-return',
};

/** A prepaid account, and the desk at which each charge is another person's. */
export const cashJanuary: PeriodTerms = { ...january, account: accountId('GB', 'R-1', 'cash'), kind: 'cash', cycle: 'UK-AT-ONCE' };
export const deskJanuary: PeriodTerms = {
  ...january,
  account: accountId('GB', 'GB-DESK', 'consumer'),
  holder: 'GB-DESK',
  kind: 'consumer',
  cycle: 'UK-AT-ONCE',
};
/** A share of a guarantee for the account of `january`, in minor units; what it holds for each debt is all of it. */
export const share = (
  amount: bigint,
  more: Partial<ApplyGuaranteeShare['security']> = {},
  appliedOn = '2026-01-01',
): ApplyGuaranteeShare => ({
  type: 'ApplyGuaranteeShare',
  account: january.account,
  authority: 'GB',
  security: { guarantee: accountId('GB', 'GRN-1', 'deferment'), share: amount, reservePercent: '100', softPercent: '80', ...more },
  appliedOn,
});

export const charge = (reference: string, lines: PostCharge['lines'], more: Partial<PostCharge> = {}): PostCharge => ({
  type: 'PostCharge',
  account: january.account,
  holder: january.holder,
  charge: chargeId('GB', reference),
  kind: 'declaration',
  subject: chargeId('GB', `declaration of ${reference}`),
  reference,
  lines,
  currency: 'GBP',
  acceptedAt: '2026-01-10T10:00:00.000Z',
  postedOn: '2026-01-10',
  dueOn: '2026-02-16',
  ...more,
});
export const returnCharge = (reference: string, country: string, amount: bigint, more: Partial<PostCharge> = {}): PostCharge =>
  charge(reference, [{ taxType: 'B00', beneficiary: country, amount }], {
    account: schemeJanuary.account,
    holder: 'V-IE-1',
    charge: chargeId('EU-IE', `${reference}/${country}`),
    kind: 'return',
    currency: 'EUR',
    dueOn: '2026-01-31',
    ...more,
  });
export const payment = (entry: string, amount: bigint, more: Partial<ReceivePayment> = {}): ReceivePayment => ({
  type: 'ReceivePayment',
  account: january.account,
  receipt: receiptId('GB', 'GB-BANK', entry),
  amount,
  currency: 'GBP',
  bookedOn: '2026-01-20',
  valueOn: '2026-01-20',
  postedOn: '2026-01-20',
  ...more,
});

export const { decide, evolve, initial } = accountPeriodDecider;

/** Data of the events of a name, in their order. */
export const told = <Name extends AccountPeriodEvent['type']>(
  events: readonly AccountPeriodEvent[],
  name: Name,
): readonly PeriodEventData<Name>[] => events.flatMap((event) => (event.type === name ? [event.data as PeriodEventData<Name>] : []));

/** What a closing hands on, and the period that begins with it. */
export const followedBy = (closed: readonly AccountPeriodEvent[], terms: PeriodTerms): OpenPeriod => {
  const directory = new AccountDirectory();
  directory.apply({ type: 'AccountOpened', data: { ...terms, openedOn: terms.start } });
  for (const event of closed) directory.apply(event);
  return { type: 'OpenPeriod', terms, carried: directory.get(terms.account)?.left ?? nothing };
};

/** Decides and folds commands one after another; a rejection is a bug of the example. */
export const play = (
  commands: readonly AccountPeriodCommand[],
  from: AccountPeriodState = initial,
): { readonly state: AccountPeriodState; readonly events: readonly AccountPeriodEvent[] } => {
  let state = from;
  const events: AccountPeriodEvent[] = [];
  for (const command of commands) {
    const decision = decide(command, state);
    if ('rejected' in decision) throw new RangeError(`${decision.rejected.code}: ${decision.rejected.message}`);
    for (const event of decision.accepted) {
      state = evolve(state, event);
      events.push(event);
    }
  }
  return { state, events };
};
