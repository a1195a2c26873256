import { type AccountPeriodEvent } from '#accounts';
import { idOf, streamName } from '#event-catalogue';
import { textOf, unitsOf } from '../exact-units';
import { contribute, type Located, nothing } from './contribution';
import { type Contribution } from './leg';

type OfAccount = Extract<AccountPeriodEvent, { type: 'ChargePosted' | 'ChargeDeclined' | 'ChargeAdjusted' | 'RefundOffset' }>;

/** What an account says of a declaration's debt, under the declaration's stream, or of a refund, under the claim's. */
export const ofAccount = (event: Located<OfAccount>): Contribution => {
  switch (event.type) {
    case 'ChargePosted': {
      const { kind, subject, charge, account, reference, currency, total, lines, acceptedAt, postedOn, dueOn } = event.data;
      if (kind !== 'declaration') return nothing;
      return contribute(event, streamName('declaration', subject), {
        kind: 'charge',
        charge,
        accountPeriod: idOf(event.stream),
        account,
        reference,
        currency,
        total,
        lines,
        acceptedAt,
        postedOn,
        dueOn,
      });
    }
    case 'ChargeDeclined': {
      const { kind, subject, account, reference, currency, total, reason, missing } = event.data;
      if (kind !== 'declaration') return nothing;
      return contribute(event, streamName('declaration', subject), {
        kind: 'declined',
        account,
        reference,
        currency,
        total,
        reason,
        ...(missing === undefined ? {} : { missing }),
      });
    }
    case 'ChargeAdjusted': {
      const { subject, account, reference, currency, reason, total, dueOn } = event.data;
      const lines = event.data.lines.map(({ amount, reducesOpen, refundable }) => ({
        amount,
        ...(reducesOpen === undefined ? {} : { reducesOpen }),
        ...(refundable === undefined ? {} : { refundable }),
      }));
      const stated = event.data.original.statement !== undefined;
      return contribute(event, streamName('declaration', subject), {
        kind: 'chargeChange',
        accountPeriod: idOf(event.stream),
        account,
        reference,
        currency,
        reason,
        total,
        lines,
        stated,
        dueOn,
      });
    }
    case 'RefundOffset': {
      const { claim, currency, pairs } = event.data;
      const amount = pairs.reduce((sum, { debt, interest }) => (interest === true ? sum : sum + unitsOf(debt.amount)), 0n);
      return contribute(event, streamName('refundClaim', claim), { kind: 'refund', channel: 'offset', amount: textOf(amount), currency });
    }
  }
};
