import { accountId, accountPeriodStream, chargeId, receiptId } from '#accounts';
import { type StoryEvent, noon, eventOf } from './story';
import { idOfDeclaration } from './later-versions';

/** What a consumer owes and pays at a desk of the authority. */

const desk = accountId('EU-FR', 'R-1', 'consumer');
const deskPeriod = accountPeriodStream('EU-FR', desk, '2026-05');
/** A desk of the authority, open in May 2026. */
export const deskOpened = (): StoryEvent =>
  eventOf('PeriodOpened', deskPeriod, noon('2026-05-01'), {
    account: desk,
    authority: 'EU-FR',
    holder: 'R-1',
    kind: 'consumer',
    currency: 'EUR',
    cycle: 'EU-AT-ONCE',
    period: '2026-05',
    start: '2026-05-01',
    end: '2026-06-01',
    opening: '0.00',
    unapplied: '0.00',
  });
/** What a consumer owes by 19 May, and its payment. */
export const owedAtDesk = (lrn: string, amount: string): StoryEvent =>
  eventOf('ChargePosted', deskPeriod, noon('2026-05-09'), {
    account: desk,
    holder: 'R-1',
    charge: chargeId('EU-FR', lrn),
    kind: 'declaration',
    subject: idOfDeclaration(lrn),
    reference: `26FR${lrn}`,
    lines: [{ taxType: 'A00', beneficiary: 'EU', amount }],
    total: amount,
    currency: 'EUR',
    acceptedAt: noon('2026-05-09'),
    postedOn: '2026-05-09',
    dueOn: '2026-05-19',
  });
const deskDebt = (lrn: string, amount: string) =>
  ({ kind: 'charge', reference: `26FR${lrn}`, taxType: 'A00', beneficiary: 'EU', amount }) as const;
export const paidAtDesk = (lrn: string, amount: string): StoryEvent =>
  eventOf('PaymentAllocated', deskPeriod, noon('2026-05-11'), {
    account: desk,
    holder: 'R-1',
    receipt: receiptId('EU-FR', 'BANK', 'C-9'),
    currency: 'EUR',
    pairs: [deskDebt(lrn, amount)],
    allocatedOn: '2026-05-11',
    rule: 'remittance-named',
  });
export const chargedBackAtDesk = (lrn: string, amount: string): StoryEvent =>
  eventOf('PaymentReversed', deskPeriod, noon('2026-05-14'), {
    account: desk,
    holder: 'R-1',
    receipt: receiptId('EU-FR', 'BANK', 'C-9'),
    amount,
    currency: 'EUR',
    reason: 'chargeback',
    final: true,
    reversedOn: '2026-05-14',
    unapplied: '0.00',
    reopened: [{ debt: deskDebt(lrn, amount), dueOn: '2026-05-19' }],
  });
