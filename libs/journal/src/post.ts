import { type DomainEvent, type Recorded } from '#event-catalogue';
import { PostingError, imbalanceOf, type Entry } from './entry';
import { postAllocation, postAssessment, postCharge, postPayment, postReceipt, postSchemeReturn, postSupply } from './postings';

/** Whether an event moves money in the journal: by which templates of docs/accounting.md, or why not. */
export type PostingRule =
  | { readonly templates: readonly string[]; readonly post: (event: Recorded) => readonly Entry[] }
  | { readonly noPosting: string };

const posts = <E extends DomainEvent>(templates: readonly string[], post: (event: Recorded<E>) => readonly Entry[]): PostingRule => ({
  templates,
  post: (event) => post(event as Recorded<E>),
});
const none = (reason: string): PostingRule => ({ noPosting: reason });

const law = 'it is the law that assessments apply; they post';
const party = 'it says who somebody is, not what is owed';
const evidence = 'front-end data is evidence, not accounting';
const detail = 'it details the event before it, which posts the totals';

/** Every event of the catalogue, in its order. An event posts only what it says itself. */
export const postingRules: Readonly<Record<string, PostingRule>> = {
  RuleSetPublished: none(law),
  MeasuresPublished: none(law),
  MeasureAnnulled: none(law),
  ExchangeRatesPublished: none(law),
  VatRatesPublished: none(law),

  CollectorRegistered: none(party),
  SchemeNumberGranted: none(party),
  SchemeNumberWithdrawn: none(party),

  OrderRecorded: none(evidence),
  OrderLinesRecorded: none(evidence),
  OrderPaymentConfirmed: none('the buyer paid the seller; the supply it makes chargeable follows as SupplyAttributed'),
  OrderCancelled: none('a supply is attributed on the goods as dispatched; what changes it later is a SupplyAdjusted'),
  CreditRecorded: none(evidence),
  SupplyAttributed: posts(['J39'], postSupply),
  SupplyExcluded: none('no scheme collects it, so no return is expected to carry it'),
  SupplyAdjusted: posts(['J39'], postSupply),
  CheckoutPaymentCaptured: none(evidence),
  CheckoutPaymentRefunded: none(evidence),
  ConsignmentAdvised: none(evidence),
  ConsignmentArrived: none(evidence),
  ConsignmentDelivered: none(evidence),
  ImportStarted: none('it is about the work, not about the trade'),
  DemoStarted: none('it is about the work, not about the trade'),
  ImportCompleted: none('it is about the work, not about the trade'),

  DeclarationLodged: none('nothing is owed before it is assessed (UCC Art. 101)'),
  DeclarationItemsRecorded: none('nothing is owed before it is assessed (UCC Art. 101)'),
  DutyAssessed: posts(['J01', 'J01b', 'J37'], postAssessment),
  AssessmentLinesRecorded: none(detail),
  AssessmentRefused: none('no amount was determined'),
  ReleaseGranted: none('the debt arose at acceptance; release only permits the goods to move'),

  AccountOpened: none(party),
  PeriodOpened: none('it repeats balances that stand in the journal already'),
  OpenItemsCarried: none('it repeats balances that stand in the journal already'),
  ChargePosted: posts(['J03'], postCharge),
  PaymentReceived: posts(['J09'], postPayment),
  PaymentAllocated: posts(['J10'], postAllocation),
  PeriodClosed: none('J08: a statement lists what was posted in its window and moves nothing'),
  ReceiptRecorded: posts(['J13'], postReceipt),
  BankStatementRecorded: none('its entries post, each as a receipt (J13)'),
  ReceiptIdentified: none('J09 posts when the account takes the payment (PaymentReceived)'),
  NumberAssigned: none('it numbers a document'),

  SchemeReturnFiled: posts(['J35', 'J39', 'J31'], postSchemeReturn),
};

const ruleOf = (name: string): PostingRule => {
  const rule = Object.hasOwn(postingRules, name) ? postingRules[name] : undefined;
  if (rule === undefined) throw new PostingError(`no posting rule says what ${name} means`);
  return rule;
};

/** False where an event of this name never posts, so that a reader of the log need not decode it. @throws PostingError on an unknown name */
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
    const unbalanced = [...imbalanceOf(entry.lines)];
    if (unbalanced.length > 0)
      throw new PostingError(`${event.stream}@${String(event.revision)} ${entry.template}: ${unbalanced.map(([currency, by]) => `${currency} by ${String(by)}`).join(', ')}`);
  }
  return entries;
};
