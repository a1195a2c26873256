import { type BeneficiaryEvent } from '#accounts';
import { type EventCatalogue } from '#event-catalogue';
import { type EventStore } from '#event-store';

type Established = Extract<BeneficiaryEvent, { readonly type: 'BeneficiaryShareEstablished' }>['data'];
type Paid = Extract<BeneficiaryEvent, { readonly type: 'BeneficiaryDistributed' }>['data'];
/** A share that is due, and how it was paid once it was. */
export type ShareStanding = Established & { readonly status: 'due' | 'paid'; readonly payment?: Paid };

export interface ShareFilter {
  readonly authority: string;
  readonly beneficiary?: string;
}

/** Shares of an authority's beneficiaries in the order in which they were established, as the log tells. */
export const beneficiaryShares = async (
  { store, catalogue }: { readonly store: Pick<EventStore, 'readAll'>; readonly catalogue: EventCatalogue },
  { authority, beneficiary }: ShareFilter,
): Promise<readonly ShareStanding[]> => {
  const found = new Map<string, ShareStanding>();
  for await (const { events } of store.readAll({ categories: ['beneficiary'] }))
    for (const stored of events) {
      const { type, data } = catalogue.decode<BeneficiaryEvent>(stored);
      if (data.authority !== authority || (beneficiary !== undefined && data.beneficiary !== beneficiary)) continue;
      const key = `${stored.stream} ${data.distribution}`;
      if (type === 'BeneficiaryShareEstablished') found.set(key, { ...data, status: 'due' });
      else if (type === 'BeneficiaryDistributed') {
        const share = found.get(key);
        if (share !== undefined) found.set(key, { ...share, status: 'paid', payment: data });
      }
    }
  return [...found.values()];
};
