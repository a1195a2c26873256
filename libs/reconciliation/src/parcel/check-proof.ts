import { noCurrency } from '../case';
import { subjectOf } from '../break-subject';
import { endOfDay } from '../days';
import { type ProofRequestEndLeg, type ProofRequestLeg } from '../legs/leg';
import { totalOf } from './captured-payments';
import { type Findings } from './findings';
import { type OrderFacts } from './parcel-facts';

/**
 * Proof of payment that was asked for and not supplied when it was due, or refused (break B04). What was proven is compared as the captured
 * amount.
 */
export const checkProof = (order: OrderFacts, findings: Findings): void => {
  for (const { request, reference, party, dueOn, end } of unprovenOf(order)) {
    const since = end !== undefined && end.on < dueOn ? endOfDay(end.on) : endOfDay(dueOn);
    if (findings.context.isBy(since)) continue;
    findings.broken({ order }, 'B04', {
      subject: subjectOf(order.id, 'proof', request),
      ...stakeOf(order),
      since,
      criterion: `proof of payment ${reference} from ${party}`,
      expected: `the captured amount by ${dueOn}`,
      found: end === undefined ? 'nothing' : 'a refusal to supply it',
      distance: `late since ${since}`,
    });
  }
};

/** Requests for proof that still ask for something, with how they ended where they were refused. */
export const unprovenOf = ({ proofs }: OrderFacts): readonly (ProofRequestLeg & { readonly end?: ProofRequestEndLeg })[] => {
  const { requests = [], ends = [], proven = [] } = proofs ?? {};
  return requests.flatMap((asked) => {
    const own = ends.filter(({ request }) => request === asked.request);
    if (own.some(({ how }) => how === 'withdrawn') || proven.some(({ request }) => request === asked.request)) return [];
    const end = own.at(-1);
    return [end === undefined ? asked : { ...asked, end }];
  });
};

/** What the order comes to: that is what nobody proved. */
const stakeOf = ({ head }: OrderFacts): { readonly amount: bigint; readonly currency: string } =>
  head?.kind === 'order' ? { amount: totalOf(head), currency: head.currency } : { amount: 0n, currency: noCurrency };
