import { measureId, type RulesEvent } from '#rules';
import { ruleSetDecider, ruleSetStream } from '#runtime';
import { noon } from '../days';
import { contextOf } from '../setup';
import { inOrder, send, settled } from './sending';
import type { Parcel, Sending } from '../told-parcel';

/**
 * A duty of the Union on goods that no generated order holds otherwise, from where the parcel comes: it goes before the duty that is for
 * all.
 */
export const annulledCode = '57022000';
const duty = { jurisdiction: 'EU', taxType: 'A00', codePrefix: annulledCode } as const;

/** The measure's name, by its origin and first day. */
export const measureOf = ({ order }: Parcel, from: string): string => measureId({ ...duty, origin: order.header.dispatchCountry, from });

export const measurePublished = ({ order }: Parcel, from: string): RulesEvent => {
  const { jurisdiction, taxType, codePrefix } = duty;
  return {
    type: 'MeasuresPublished',
    data: {
      jurisdiction,
      taxType,
      source: 'demonstration',
      measures: [{ codePrefix, origin: order.header.dispatchCountry, from, publishedAt: from, expression: '14%' }],
    },
  };
};

export const measureAnnulled = (parcel: Parcel, from: string): RulesEvent => {
  const { jurisdiction, taxType } = duty;
  return {
    type: 'MeasureAnnulled',
    data: { jurisdiction, taxType, measureId: measureOf(parcel, from), voidFrom: from, reason: 'held unlawful' },
  };
};

/** Publishes to the log; the law that the story itself tells by follows. */
export const publish = (event: RulesEvent, kind: string, day: string): Sending =>
  inOrder(
    send({
      decider: ruleSetDecider,
      stream: ruleSetStream(event),
      command: { type: 'PublishRules' as const, event },
      context: contextOf('-', kind, annulledCode, noon(day)),
    }),
    settled,
    async ({ ledger }) => {
      await ledger.rules.refresh();
    },
  );
