import { subjectOf } from '../break-subject';
import { endOfDay, instantAfter } from '../days';
import { type BreakInput, type EvaluationContext } from '../evaluation-context';
import { textOf, unitsOf } from '../exact-units';
import { moneyIn } from '../in-euro';
import { type ApprovalLeg, type ClaimLeg, type RefundLine } from '../legs/leg';
import { scopeOf } from './check-goods-back';
import { type Findings, type Scope } from './findings';
import { type CaseFacts, type OrderFacts } from './parcel-facts';
import { type ClaimFacts } from './return-facts';

/** Claims that rest on goods having gone back. */
const forGoodsBack: ReadonlySet<string> = new Set(['withdrawn', 'undelivered', 'defective', 'drawback', 'returned_goods']);

/** Refund claims of a case: their documents, what they rest on, what they come to, and their payment (breaks B70, B71, B73 to B76). */
export const checkClaims = (facts: CaseFacts, findings: Findings): void => {
  for (const claim of facts.claims) {
    const { head, approval } = claim;
    if (head === undefined || claim.rejection !== undefined) continue;
    const scope = scopeOf(facts, head.lines[0]?.declaration);
    checkEvidence(claim, head, scope, findings);
    if (approval === undefined) continue;
    checkGround(claim, head, approval, scope, facts, findings);
    checkPayout(claim, head, approval, scope, facts, findings);
  }
  checkAmounts(facts, findings);
};

/** A document that is late counts where whoever approved admitted it. */
const checkEvidence = (
  { id, evidence, approval }: ClaimFacts,
  { required, total, currency, reference, authority }: ClaimLeg,
  scope: Scope,
  findings: Findings,
): void => {
  // A claim is asked for once, however many documents it lacks.
  let root: Pick<BreakInput, 'causedBy'> = {};
  for (const { kind, until } of required) {
    const known = evidence.filter(({ document }) => document === kind || standsFor(document, kind));
    const counts = known.some(({ late }) => !late) || (known.length > 0 && approval?.admitted.includes(kind) === true);
    if (counts || isStillBy(findings.context, authority, until)) continue;
    findings.broken(scope, 'B75', {
      subject: subjectOf(id, kind),
      amount: unitsOf(total),
      currency,
      since: `${until}T23:59:59.999Z`,
      criterion: `${kind} for claim ${reference}`,
      expected: `by ${until}`,
      found: known.length === 0 ? 'nothing' : 'too late',
      distance: `late since ${until}`,
      ...root,
    });
    root = { causedBy: { caseKey: findings.caseKey, code: 'B75' } };
  }
};

/** One document may be two things at once. */
const standsFor = (document: string, kind: string): boolean =>
  (document === 'ImportAndExportDeclaration' && (kind === 'ImportDeclaration' || kind === 'ExportDeclaration')) ||
  (document === 'LetterOfAuthority' && kind === 'ProofOfAuthority');

const isStillBy = (context: EvaluationContext, authority: string | undefined, day: string): boolean =>
  authority === undefined ? context.isBy(endOfDay(day)) : context.isDayBy(authority, day);

/** A refund for goods that went back needs the return, the failed delivery or the export that shows it. */
const checkGround = (
  { id }: ClaimFacts,
  { basis, reference, lines }: ClaimLeg,
  { total, currency, at }: ApprovalLeg,
  scope: Scope,
  facts: CaseFacts,
  findings: Findings,
): void => {
  if (!forGoodsBack.has(basis)) return;
  const matched = facts.returns.some(({ match }) =>
    match?.units.some((unit) => lines.some(({ declaration }) => declaration === unit.declaration)),
  );
  const failed = scope.parcel?.undeliverable !== undefined;
  const left = lines.some(({ mrn }) => findings.context.settlement.exported.has(mrn));
  if (matched || failed || left) return;
  findings.broken(scope, basis === 'returned_goods' ? 'B76' : 'B70', {
    subject: id,
    amount: unitsOf(total),
    currency,
    since: at,
    criterion: `return of the goods of claim ${reference} (${basis})`,
    expected: 'goods that were found to go back, an export, or a failed delivery',
    found: 'none',
    distance: 'not comparable',
  });
};

/** What was approved is paid, by one channel. */
const checkPayout = (
  { id, refunds }: ClaimFacts,
  { reference }: ClaimLeg,
  { settlement, total, currency, at }: ApprovalLeg,
  scope: Scope,
  facts: CaseFacts,
  findings: Findings,
): void => {
  const corrected = facts.orders.some(({ adjustments }) => adjustments.some(({ claim }) => claim === id));
  const channels = new Set<string>([...refunds.map(({ channel }) => channel), ...(corrected ? ['correction'] : [])]);
  const base = { subject: id, amount: unitsOf(total), currency, criterion: `payment of claim ${reference}` };
  if (channels.size > 1)
    findings.broken(scope, 'B74', {
      ...base,
      since: refunds.at(-1)?.at ?? at,
      expected: 'one channel',
      found: [...channels].sort().join(' and '),
      distance: `${String(channels.size)} channels`,
    });
  // What was approved before the euro may be paid in it.
  const paid = (isOwn: boolean): bigint =>
    refunds.reduce((sum, refund) => ((refund.currency === currency) === isOwn ? sum + unitsOf(refund.amount) : sum), 0n);
  const other = refunds.find((refund) => refund.currency !== currency)?.currency ?? currency;
  const open = moneyIn(other, unitsOf(total) - paid(true), currency) - paid(false);
  if (open <= 0n || corrected || settlement === 'laterReturn') return;
  const { payout, offset } = findings.context.rules.deadlines;
  const deadline = instantAfter(at, settlement === 'offset' ? offset : payout);
  findings.missing(scope, 'refund', deadline, 'B71', {
    ...base,
    amount: open,
    expected: `${total} ${currency} by ${settlement}, until ${deadline}`,
  });
};

const taxKey = ({ declaration, seq, taxType, beneficiary }: RefundLine): string =>
  [declaration, String(seq), taxType, beneficiary].join('\n');

/** Of each tax of an item, over all claims. The import's own stream refuses more, so it cannot happen unless the log is broken. */
const checkAmounts = (facts: CaseFacts, findings: Findings): void => {
  const sums = new Map<string, { readonly line: RefundLine; readonly currency: string; given: bigint; since: string }>();
  for (const { approval } of facts.claims)
    for (const line of approval?.lines ?? []) {
      const known = sums.get(taxKey(line)) ?? { line, currency: approval?.currency ?? '', given: 0n, since: '' };
      known.given += unitsOf(line.amount);
      known.since = approval?.at ?? known.since;
      sums.set(taxKey(line), known);
    }
  for (const { line, currency, given, since } of sums.values()) {
    const excess = given - unitsOf(line.paid);
    if (excess <= 0n) continue;
    findings.broken(scopeOf(facts, line.declaration), 'B73', {
      subject: subjectOf(line.declaration, String(line.seq), line.taxType, line.beneficiary),
      amount: excess,
      currency,
      since,
      criterion: `${line.taxType} of item ${String(line.seq)} of ${line.mrn} given back`,
      expected: `at most ${line.paid} ${currency}`,
      found: textOf(given),
      distance: textOf(excess),
    });
  }
};

/** Tax of a supply: corrections, and what claims hold beside them, are not more than it was. */
export const checkSupply = (order: OrderFacts, findings: Findings): void => {
  const { supply, adjustments, reservations, head } = order;
  const last = adjustments.at(-1);
  if (supply === undefined || (last === undefined && reservations.size === 0)) return;
  const vatOf = (rows: readonly { readonly vat: string }[]): bigint => rows.reduce((sum, { vat }) => sum + unitsOf(vat), 0n);
  const corrected = -adjustments.reduce((sum, { rows }) => sum + vatOf(rows), 0n);
  const held = [...reservations.values()].reduce(
    (sum, { claim, rows }) => (adjustments.some((adjustment) => adjustment.claim === claim) ? sum : sum + vatOf(rows)),
    0n,
  );
  const excess = corrected + held - vatOf(supply.rows);
  if (excess <= 0n) return;
  findings.broken({ order }, 'B73', {
    subject: order.id,
    amount: excess,
    currency: supply.currency,
    since: last?.at ?? supply.at,
    criterion: `tax of order ${head?.number ?? order.id} given back`,
    expected: `at most ${textOf(vatOf(supply.rows))} ${supply.currency}`,
    found: textOf(corrected + held),
    distance: textOf(excess),
  });
};
