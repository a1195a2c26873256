import { type DomainEvent, type Recorded } from '#event-catalogue';
import { PostingError, imbalanceOf, type Entry } from './entry';
import { postDistribution, postShareEstablished } from './postings/beneficiaries';
import {
  postAdjustment,
  postCharge,
  postContestEnded,
  postContested,
  postInterest,
  postPenalty,
  postRecovery,
  postRemission,
  postReopenedRest,
  postShortPayment,
  postWriteOff,
} from './postings/charges';
import { postAssessment, postInvalidation } from './postings/declarations';
import { postGuarantee } from './postings/guarantees';
import {
  postAllocation,
  postPayment,
  postReceipt,
  postReceiptReturned,
  postReversal,
  postSettlement,
  postTransfer,
  postUndoneAllocation,
} from './postings/payments';
import { postOffset, postRefundApproved, postRefundPaid } from './postings/refunds';
import {
  postCollectionsRedenominated,
  postDebtRedenomination,
  postRedenomination,
  postRefundRedenominated,
  postShareRedenominated,
} from './postings/redenomination';
import { postCollection, postCollectionReturn, postSchemeReturn, postSupply } from './postings/returns';

/** Whether an event moves money in the journal: by which templates of docs/accounting.md, or why not. */
export type PostingRule =
  { readonly templates: readonly string[]; readonly post: (event: Recorded) => readonly Entry[] } | { readonly noPosting: string };

const posts = <E extends DomainEvent>(templates: readonly string[], post: (event: Recorded<E>) => readonly Entry[]): PostingRule => ({
  templates,
  post: (event) => post(event as Recorded<E>),
});
const none = (reason: string): PostingRule => ({ noPosting: reason });

const law = 'it is the law that assessments apply; they post';
const party = 'it says who somebody is, not what is owed';
const evidence = 'front-end data is evidence, not accounting';
const detail = 'it details the event before it, which posts the totals';
const work = 'it is about the work, not about the trade';
const reservation = 'it limits what others may take; what is approved posts (J16)';
const worked = 'what people do about a break moves nothing';
const joined = 'what belongs together is judged, not posted: accounts follow from charges and payments';
const shown = 'it shows what others recorded; what it proves wrong is assessed or charged elsewhere';
const asked = 'it asks for a refund; the approval posts (J16, J18)';

/** Every event of the catalogue, in its order. An event posts only what it says itself. */
export const postingRules: Readonly<Record<string, PostingRule>> = {
  RuleSetPublished: none(law),
  MeasuresPublished: none(law),
  MeasureAnnulled: none(law),
  ExchangeRatesPublished: none(law),
  VatRatesPublished: none(law),
  TolerancesPublished: none(law),
  ShortPaymentTolerancePublished: none('it is the law that payments are judged by; what is tolerated posts (J12)'),

  CollectorRegistered: none(party),
  SchemeNumberGranted: none(party),
  SchemeNumberWithdrawn: none(party),
  SchemeNumberReserved: none(party),
  SchemeNumberReleased: none(party),
  RoleAuthorised: none(party),
  RoleRevoked: none(party),
  DelegationGranted: none(party),
  DelegationEnded: none(party),
  CollectorSuspended: none(party),
  CollectorReinstated: none(party),
  AeoStatusChanged: none(party),

  ImportStarted: none(work),
  DemoStarted: none(work),
  ImportCompleted: none(work),
  OrderRecorded: none(evidence),
  OrderLinesRecorded: none(evidence),
  OrderPaymentConfirmed: none('the buyer paid the seller; the supply it makes chargeable follows as SupplyAttributed'),
  OrderCancelled: none('a supply is attributed on the goods as dispatched; what changes it later is a SupplyAdjusted'),
  CreditRecorded: none(evidence),
  SupplyAttributed: posts(['J39'], postSupply),
  SupplyExcluded: none('no scheme collects it, so no return is expected to carry it'),
  SupplyAdjusted: posts(['J39'], postSupply),
  SupplyRefundReserved: none(reservation),
  SupplyRefundReservationReleased: none(reservation),
  CheckoutPaymentCaptured: none(evidence),
  CheckoutPaymentRefunded: none(evidence),
  CheckoutPaymentChargedBack: none(evidence),
  ConsignmentAdvised: none(evidence),
  ConsignmentArrived: none(evidence),
  ConsignmentDelivered: none(evidence),
  ConsignmentUndeliverable: none('what was expected of it leaves with the return of the carrier (J38) or its invalidation (J07)'),
  TaxCollectedFromRecipient: posts(['J38'], postCollection),
  ReturnConsignmentAdvised: none(evidence),

  DeclarationLodged: none('nothing is owed before it is assessed (UCC Art. 101)'),
  DeclarationAmended: none('nothing is owed before it is assessed (UCC Art. 101)'),
  DeclarationItemsRecorded: none('nothing is owed before it is assessed (UCC Art. 101)'),
  DutyAssessed: posts(['J01', 'J01b', 'J02', 'J04', 'J05', 'J06', 'J37', 'J38'], postAssessment),
  AssessmentLinesRecorded: none(detail),
  AssessmentRefused: none('no amount was determined'),
  AuthorityTaxRecorded: none('it is evidence to compare with; our own assessment posts'),
  ReleaseGranted: none('the debt arose at acceptance; release only permits the goods to move'),
  ReleaseHeld: none('the debt arose at acceptance and stays on 1101'),
  DeclarationInvalidated: posts(['J07'], postInvalidation),
  ExportDeclared: none(evidence),
  ExitConfirmed: none(evidence),
  RefundReserved: none(reservation),
  RefundReservationReleased: none(reservation),
  QuantityReturned: none('units are no money; what they give back is claimed'),
  SummaryDeclarationSubmitted: none('it sums up declarations, which post'),
  SummaryDeclarationsListed: none(detail),

  AccountOpened: none(party),
  AccountTermsChanged: none(party),
  AccountSuspended: none(party),
  AccountReinstated: none(party),
  AccountRedenominated: posts(['J42'], postRedenomination),
  AccountClosed: none(party),
  GuaranteeRegistered: posts(['J41', 'J23'], postGuarantee),
  GuaranteeChanged: posts(['J41', 'J23'], postGuarantee),
  GuaranteeCalled: none('the payment of the guarantor posts (J22)'),
  PeriodOpened: none('it repeats balances that stand in the journal already'),
  OpenItemsCarried: none('it repeats balances that stand in the journal already'),
  GuaranteeShareApplied: none('the guarantee posts its capacity (J41), each charge what is held for it (J20)'),
  AccountStandingApplied: none(party),
  ChargePosted: posts(['J03', 'J20'], postCharge),
  ChargeDeclined: none('the debt stays assessed and not charged, on 1101'),
  DebtRedenominated: posts(['J42'], postDebtRedenomination),
  PaymentReceived: posts(['J09', 'J14a', 'J22', 'J23', 'J30', 'J36'], postPayment),
  PaymentSettled: posts(['J14b'], postSettlement),
  PaymentAllocated: posts(['J10', 'J21', 'J36'], postAllocation),
  PaymentReversed: posts(['J15', 'J14c', 'J20'], postReversal),
  AllocationUndone: posts(['J10', 'J20', 'J36'], postUndoneAllocation),
  PaymentTransferred: posts(['J43'], postTransfer),
  ChargeAdjusted: posts(['J02', 'J04', 'J05', 'J06', 'J07', 'J20', 'J21'], postAdjustment),
  InterestCharged: posts(['J24'], postInterest),
  PenaltyImposed: posts(['J25'], postPenalty),
  PenaltyReduced: posts(['J25'], postPenalty),
  RefundOffset: posts(['J17', 'J21'], postOffset),
  DebtContested: posts(['J28'], postContested),
  DebtContestEnded: posts(['J28'], postContestEnded),
  DebtContestLapsed: posts(['J28'], postContestEnded),
  DebtRemitted: posts(['J26', 'J21'], postRemission),
  DebtWrittenOff: posts(['J27', 'J40', 'J21'], postWriteOff),
  DebtRecovered: posts(['J40'], postRecovery),
  ShortPaymentTolerated: posts(['J12', 'J21'], postShortPayment),
  ToleratedRestReopened: posts(['J12', 'J20'], postReopenedRest),
  PeriodClosed: none('J08: a statement lists what was posted in its window and moves nothing'),
  BankStatementRecorded: none('its entries post, each as a receipt (J13)'),
  ReceiptRecorded: posts(['J13'], postReceipt),
  ReceiptIdentified: none('J09 posts when the account takes the payment (PaymentReceived)'),
  ReceiptReturned: posts(['J15'], postReceiptReturned),
  BeneficiaryShareEstablished: posts(['J29'], postShareEstablished),
  ShareRedenominated: posts(['J42'], postShareRedenominated),
  BeneficiaryDistributed: posts(['J29'], postDistribution),
  NumberAssigned: none('it numbers a document'),
  EffectDeclined: none('it remembers a refusal, which moves nothing'),

  SchemeReturnFiled: posts(['J35', 'J39', 'J31'], postSchemeReturn),
  CollectionReturnFiled: posts(['J35', 'J38'], postCollectionReturn),
  CollectionsRedenominated: posts(['J42'], postCollectionsRedenominated),

  BreakWorkBegun: none(worked),
  BreakAssigned: none(worked),
  BreakCommented: none(worked),
  BreakEvidenceAttached: none(worked),
  BreakLinked: none(worked),
  BreakResolved: none(worked),
  BreakWrittenOff: none('a break is derived and never posted; a debt is written off on its account (DebtWrittenOff)'),
  BreakReopened: none(worked),
  BreakWorkUndone: none(worked),
  MatchConfirmed: none(joined),
  MatchBroken: none(joined),
  MatchStepUndone: none(joined),

  EvidenceRequested: none(shown),
  EvidenceProvided: none(shown),
  TransactionPaymentProven: none(shown),
  EvidenceDeclined: none(shown),
  EvidenceRequestWithdrawn: none(shown),

  ReturnReported: none(asked),
  ReturnMatched: none(asked),
  ReturnUnmatched: none(asked),
  RefundClaimed: none(asked),
  ClaimReserved: none(reservation),
  ClaimReservationEnded: none(reservation),
  EvidenceAttached: none(asked),
  EvidenceDeadlineMissed: none(asked),
  RefundApproved: posts(['J16', 'J18', 'J06', 'J19'], postRefundApproved),
  RefundRejected: none('nothing is owed for it'),
  RefundOffsetRequested: none('the account that takes it posts (RefundOffset, J17)'),
  RefundRedenominated: posts(['J42'], postRefundRedenominated),
  RefundPaid: posts(['J17'], postRefundPaid),
};

const ruleOf = (name: string): PostingRule => {
  const rule = Object.hasOwn(postingRules, name) ? postingRules[name] : undefined;
  if (rule === undefined) throw new PostingError(`no posting rule says what ${name} means`);
  return rule;
};

/**
 * False where an event of this name never posts, so that a reader of the log need not decode it. @throws PostingError on an unknown name
 */
export const mayPost = (name: string): boolean => 'post' in ruleOf(name);

/**
 * The journal entries of an event: at most one per book and template. Pure; the same event always gives the same entries.
 * @throws PostingError on an event without a rule, or an entry that does not balance per currency: bugs
 */
export const post = (event: Recorded): readonly Entry[] => {
  const rule = ruleOf(event.type);
  if ('noPosting' in rule) return [];
  const entries = rule.post(event);
  for (const entry of entries) {
    const unbalanced = [...imbalanceOf(entry.lines)].map(([currency, by]) => `${currency} by ${String(by)}`);
    if (unbalanced.length > 0)
      throw new PostingError(`${event.stream}@${String(event.revision)} ${entry.template}: ${unbalanced.join(', ')}`);
  }
  return entries;
};
