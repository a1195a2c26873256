import { noCurrency } from '../case';
import { subjectOf } from '../break-subject';
import { endOfDay } from '../days';
import { unitsOf } from '../exact-units';
import { type Findings } from './findings';
import { type OrderFacts } from './parcel-facts';

/** Proof of payment that was asked for and not supplied when it was due, or refused (break B04). What was proven is compared as the captured amount. */
export const checkProof = (order: OrderFacts, findings: Findings): void => {
  const { requests = [], ends = [], proven = [] } = order.proofs ?? {};
  for (const { request, reference, party, dueOn } of requests) {
    const end = ends.find((one) => one.request === request && one.how === 'withdrawn') ?? ends.findLast((one) => one.request === request);
    if (end?.how === 'withdrawn' || proven.some((one) => one.request === request)) continue;
    const since = end !== undefined && end.on < dueOn ? endOfDay(end.on) : endOfDay(dueOn);
    if (findings.context.isBy(since)) continue;
    findings.broken({ order }, 'B04', {
      ...{ subject: subjectOf(order.id, 'proof', request), ...stakeOf(order), since, criterion: `proof of payment ${reference} from ${party}` },
      ...{ expected: `the captured amount by ${dueOn}`, found: end === undefined ? 'nothing' : 'a refusal to supply it', distance: `late since ${since}` },
    });
  }
};

/** What the order comes to: that is what nobody proved. */
const stakeOf = ({ head }: OrderFacts): { readonly amount: bigint; readonly currency: string } =>
  head?.kind === 'order' ? { amount: unitsOf(head.goods) + unitsOf(head.freight) + unitsOf(head.insurance) + unitsOf(head.intangibles) - unitsOf(head.discount), currency: head.currency } : { amount: 0n, currency: noCurrency };
