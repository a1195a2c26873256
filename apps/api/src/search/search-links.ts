import { idOf } from '#event-catalogue';
import type { SearchHit } from '#enquiries';

/** Where a hit leads, by what is there. */
export type Links = Readonly<Record<string, string>>;

const inCases = (subject: string): Links => ({
  case: `/v1/cases/${subject}`,
  dossier: `/v1/cases/${subject}/dossier`,
  trace: `/v1/trace/${subject}`,
});
/** One name of a path. */
const named = (name: string): string => encodeURIComponent(name);

/** Addresses of this API; who follows one is asked for its right there. */
export const linksOf = ({ kind, subject, written }: SearchHit): Links => {
  const id = idOf(subject);
  switch (kind) {
    case 'collector':
      return { self: `/v1/collectors/${named(written)}` };
    case 'schemeNumber':
      return { self: `/v1/scheme-numbers/${named(written)}` };
    case 'order':
    case 'credit':
      return { self: `/v1/orders/${id}`, ...inCases(subject) };
    case 'payment':
      return { self: `/v1/checkout-payments/${id}` };
    case 'consignment':
      return { self: `/v1/consignments/${id}`, ...inCases(subject) };
    case 'declaration':
      return { self: `/v1/declarations/${id}`, explanation: `/v1/declarations/${id}/explanation`, ...inCases(subject) };
    case 'summary':
      return { self: `/v1/summaries/${id}` };
    case 'receipt':
      return { self: `/v1/receipts/${id}`, allocations: `/v1/receipts/${id}/allocations`, trace: `/v1/trace/${subject}` };
    case 'claim':
      return { self: `/v1/claims/${id}`, ...inCases(subject) };
    case 'returnCase':
      return { self: `/v1/return-cases/${id}`, ...inCases(subject) };
    case 'evidenceRequest':
      return { self: `/v1/evidence-requests/${id}` };
    case 'guarantee':
      return { self: `/v1/guarantees/${id}` };
    case 'statement':
    case 'return':
    case 'charge':
    case 'interest':
    case 'penalty':
      return { trace: `/v1/trace/${subject}` };
  }
};
