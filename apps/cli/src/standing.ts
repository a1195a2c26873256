import { type AccountPeriodEvent, guaranteeDecider, type GuaranteeEvent } from '#accounts';
import type { Recorded } from '#event-catalogue';
import { formatMoney, moneyOf } from '#money';
import { claimView, refundClaimDecider, type RefundClaimEvent } from '#returns';
import type { OpenLog } from './reading';
import { eventsOf } from './recompute';
import type { Subject } from './subjects';

/** How a claim, a guarantee or a charge that was declined stands, in sentences; nothing for what its events say well enough. */
export const standingOf = async (log: OpenLog, { kind, stream, event }: Subject): Promise<readonly string[]> => {
  if (kind === 'claim') return standingOfClaim(log, stream);
  if (kind === 'guarantee') return standingOfGuarantee(log, stream);
  return event?.type === 'ChargeDeclined'
    ? whyDeclined((event as Recorded<Extract<AccountPeriodEvent, { readonly type: 'ChargeDeclined' }>>).data)
    : [];
};

const standingOfClaim = async (log: OpenLog, stream: string): Promise<readonly string[]> => {
  let state = refundClaimDecider.initial;
  for await (const { event } of eventsOf(log, stream)) state = refundClaimDecider.evolve(state, event as Recorded<RefundClaimEvent>);
  const view = state.kind === 'none' ? undefined : claimView(state, state.claim.authority ?? state.claim.claimant);
  if (view === undefined) return [];
  const { status, total, currency, payeeParty, windowUntil, required, rejection, payment } = view;
  return [
    `${status}: ${total} ${currency} for ${payeeParty}; could be claimed until ${windowUntil}`,
    ...required.map(({ kind, state: standing, until, missed }) => `${kind}: ${missed ? 'missed' : standing}, until ${until}`),
    ...(rejection === undefined ? [] : [`rejected: ${rejection.reason}: ${rejection.message}`]),
    ...(payment === undefined
      ? []
      : [
          `refund ${String(payment.number)} of ${payment.paidOn}: ${payment.amount} ${currency}, end-to-end id ${payment.paymentReference}`,
        ]),
  ];
};

const standingOfGuarantee = async (log: OpenLog, stream: string): Promise<readonly string[]> => {
  let state = guaranteeDecider.initial;
  for await (const { event } of eventsOf(log, stream)) state = guaranteeDecider.evolve(state, event as Recorded<GuaranteeEvent>);
  if (state.status === 'none') return [];
  const { facts, amount, validTo, shares, ended, calls } = state;
  const text = (minor: bigint): string => `${formatMoney(moneyOf(minor, facts.currency))} ${facts.currency}`;
  return [
    `${ended ?? 'registered'}: ${text(amount)} from ${facts.validFrom}${validTo === undefined ? '' : `, nothing new from ${validTo} on`}`,
    ...shares.map(({ account, holder, share }) => `${text(share)} behind account ${account} of ${holder}`),
    ...[...calls].map(([reference, called]) => `${text(called)} was called as ${reference}`),
  ];
};

const whyDeclined = ({
  reason,
  total,
  missing,
  currency,
  security,
}: Extract<AccountPeriodEvent, { readonly type: 'ChargeDeclined' }>['data']): readonly string[] => [
  `declined: ${reason}: ${total} ${currency} were asked for${missing === undefined ? '' : `, ${missing} ${currency} are missing`}`,
  ...(security === undefined
    ? []
    : [
        `guarantee ${security.guarantee}: ${security.exposure} is held and ${security.reserve} was to be held, ` +
          `of ${security.share} ${currency}`,
      ]),
];
