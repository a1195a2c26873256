import { accept, type Decision } from '#event-store';
import { AmountError, type Day, isCurrency, isDay } from '#money';
import { changeoverOf, lastDayOfWindow } from '#rules';
import { type ClaimAmounts, amountsOf, type ClaimedLine } from './claim-amounts';
import { type ClaimBasis, claimRuleOf, type WindowStart } from './claim-rules';
import { differingField } from './differing-field';
import { requiredEvidence } from './evidence';
import { type Entitlement, faultOfPayee } from './payee';
import { type RefundClaimedData, type RefundClaimState } from './refund-claim.state';
import { type RefundClaimEvent } from './returns.events';
import { refuseClaim, type Refused } from './returns.rejections';
import { refundClaimId } from './returns.streams';

/**
 * Somebody asks for duty or tax to be given back. `counted` is the day that the law counts the window from; amounts are canonical text in
 * `currency`. What can still be given back is decided in the stream of each original: `ConfirmReservation` tells that it holds the claim's
 * part.
 */
export type ClaimRefund = Readonly<{
  type: 'ClaimRefund';
  authority: string;
  /** Country whose rules apply. */
  jurisdiction: string;
  claimant: string;
  claimReference: string;
  handler: string;
  entitlement: Entitlement;
  basis: ClaimBasis;
  returnCase?: string;
  counted: Readonly<{ from: WindowStart; day: Day }>;
  lines: readonly ClaimedLine[];
  currency: string;
  claimedOn: Day;
  source?: NonNullable<RefundClaimedData['source']>;
}>;

export const claimRefund = (command: ClaimRefund, state: RefundClaimState): Decision<RefundClaimEvent> => {
  const {
    authority,
    jurisdiction,
    claimant,
    claimReference,
    handler,
    entitlement,
    basis,
    returnCase,
    counted,
    currency,
    claimedOn,
    source,
  } = command;
  const day = isDay(claimedOn) ? (isDay(counted.day) ? undefined : 'counted.day') : 'claimedOn';
  if (day !== undefined) return refuseClaim('DAY_INVALID', 'expected a day of the calendar', { field: day });
  const fault = faultOfPayee(entitlement);
  if (fault !== undefined) return fault;
  const rule = claimRuleOf(authority, jurisdiction, basis, claimedOn);
  if (rule === undefined)
    return refuseClaim('CLAIM_RULE_UNKNOWN', `${jurisdiction} gives nothing back on the basis ${basis}`, { field: 'basis' });
  if (rule.counted !== counted.from)
    return refuseClaim('CLAIM_RULE_UNKNOWN', `the window is counted from ${rule.counted} (${rule.law})`, { field: 'counted.from' });
  const until = lastDayOfWindow(rule, counted.day);
  if (claimedOn < counted.day || claimedOn > until)
    return refuseClaim('CLAIM_OUT_OF_WINDOW', `a claim from ${counted.day} to ${until} (${rule.law})`, {
      field: 'claimedOn',
      details: { from: counted.day, until },
    });
  const amounts = amountsIn(command, rule.sharePercent);
  if ('rejected' in amounts) return amounts;
  const data: RefundClaimedData = {
    claim: refundClaimId(authority, claimant, claimReference),
    claimReference,
    authority,
    jurisdiction,
    claimant,
    handler,
    basis,
    currency,
    claimedOn,
    model: entitlement.model,
    payee: entitlement.payee,
    payeeParty: entitlement.payeeParty,
    ...(returnCase === undefined ? {} : { returnCase }),
    ...(source === undefined ? {} : { source }),
    window: { ...counted, until },
    ...amounts,
    ...(rule.sharePercent === '100' ? {} : { sharePercent: rule.sharePercent }),
    required: requiredEvidence(rule, entitlement.payee, claimedOn),
  };
  return state.kind === 'none' ? accept({ type: 'RefundClaimed', data }) : again(state.claim, data);
};

const amountsIn = ({ lines, currency, claimedOn }: ClaimRefund, sharePercent: string): ClaimAmounts | Refused => {
  // What was assessed before the euro is claimed as it was assessed, and decided in the euro.
  if (!isCurrency(currency, claimedOn) && changeoverOf(currency, claimedOn) === undefined)
    return refuseClaim('CURRENCY_UNKNOWN', `${currency} is no currency on ${claimedOn}`, { field: 'currency' });
  try {
    return amountsOf(lines, currency, sharePercent);
  } catch (error) {
    if (error instanceof AmountError) return refuseClaim('AMOUNT_INVALID', error.message, { field: 'lines' });
    throw error;
  }
};

const statedFields = [
  'claimant',
  'claimReference',
  'authority',
  'jurisdiction',
  'handler',
  'model',
  'payee',
  'payeeParty',
  'basis',
  'returnCase',
  'window',
  'lines',
  'currency',
  'claimedOn',
] as const;

/** The same claim again is no news; another one under its reference is refused and named by the first field that differs. */
const again = (recorded: RefundClaimedData, data: RefundClaimedData): Decision<RefundClaimEvent> => {
  const field = differingField(recorded, data, statedFields);
  return field === undefined
    ? accept()
    : refuseClaim('CLAIM_ALREADY_MADE', `${data.claimReference} is claimed with another ${field}`, { field });
};
