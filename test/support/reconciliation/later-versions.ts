import { accountPeriodStream, chargeId } from '#accounts';
import { declarationId, declarationStream, summaryStream } from '#declarations';
import { deferment } from './settlement';
import { type DataOf, type StoryEvent, noon, eventOf, zeros } from './story';

/** What becomes of a declaration after it was accepted: later versions, refusals by the account, the authority's own figures, summaries. */

export const declaration = (lrn: string): string => declarationStream('EU-FR', 'R-1', lrn);
export const idOfDeclaration = (lrn: string): string => declarationId('EU-FR', 'R-1', lrn);
export const total = (payable: string, elsewhere = '0.00') => ({
  taxType: 'A00',
  beneficiary: 'EU',
  assessed: payable,
  relieved: '0.00',
  accountedElsewhere: elsewhere,
  secured: '0.00',
  payable,
});

/** A later version of a lodged declaration on a day; its items follow. */
export const amended = (lodged: readonly StoryEvent[], version: number, day: string): readonly StoryEvent[] =>
  lodged.map((event): StoryEvent => {
    if (event.type !== 'DeclarationLodged') return { ...event, at: noon(day) };
    const { prefilledFrom: _from, ...data } = event.data;
    return {
      type: 'DeclarationAmended',
      stream: event.stream,
      at: noon(day),
      data: { ...data, version, amendedAt: noon(day), amendedOn: day, reason: 'error', requestedBy: 'R-1' },
    };
  });
/** The assessment of a later version: what is payable now, and by how much that is more. */
export const reassessed = (lrn: string, version: number, payable: string, change: string, day: string): StoryEvent =>
  eventOf('DutyAssessed', declaration(lrn), noon(day), {
    declaration: idOfDeclaration(lrn),
    authority: 'EU-FR',
    mrn: `26FR${lrn}`,
    version,
    assessedAt: noon(day),
    accountHolder: 'R-1',
    currency: 'EUR',
    totals: [total(payable)],
    relief: [],
    payable,
    tables: [],
    exchangeRows: [],
    lineCount: 1,
    linesDigest: zeros,
    changes: { from: version - 1, totals: [total(change)], relief: [], payable: change, reason: 'amended' },
  });
/** The account's share of a later version, in May; `reducesOpen` and `refundable` as the account found them. */
export const adjusted = (
  lrn: string,
  version: number,
  amount: string,
  day: string,
  line: { reducesOpen?: string; refundable?: string } = {},
  more: Partial<DataOf<'ChargeAdjusted'>> = {},
): StoryEvent =>
  eventOf('ChargeAdjusted', accountPeriodStream('EU-FR', deferment, '2026-05'), noon(day), {
    account: deferment,
    holder: 'R-1',
    charge: chargeId('EU-FR', lrn),
    subject: idOfDeclaration(lrn),
    reference: `26FR${lrn}`,
    version,
    reason: 'amended',
    currency: 'EUR',
    lines: [{ taxType: 'A00', beneficiary: 'EU', amount, ...line }],
    total: amount,
    adjustedOn: day,
    dueOn: '2026-06-16',
    original: { period: '2026-05' },
    ...more,
  });
export const invalidated = (lrn: string, payable: string, ground: string, day: string): StoryEvent =>
  eventOf('DeclarationInvalidated', declaration(lrn), noon(day), {
    declaration: idOfDeclaration(lrn),
    authority: 'EU-FR',
    mrn: `26FR${lrn}`,
    accountHolder: 'R-1',
    currency: 'EUR',
    version: 1,
    totals: [total(payable)],
    relief: [],
    payable,
    ground,
    invalidatedOn: day,
    requestedBy: 'R-1',
    approvedBy: 'O-1',
    evidence: [],
  });
/** The account declined the debt, and customs holds the goods. */
export const declined = (lrn: string, amount: string, reason: DataOf<'ChargeDeclined'>['reason'], day: string): readonly StoryEvent[] => [
  eventOf('ChargeDeclined', accountPeriodStream('EU-FR', deferment, '2026-05'), noon(day), {
    account: deferment,
    holder: 'R-1',
    charge: chargeId('EU-FR', lrn),
    kind: 'declaration',
    subject: idOfDeclaration(lrn),
    reference: `26FR${lrn}`,
    total: amount,
    currency: 'EUR',
    acceptedAt: noon(day),
    declinedOn: day,
    reason,
    missing: amount,
  }),
  eventOf('ReleaseHeld', declaration(lrn), noon(day), { heldAt: noon(day), heldOn: day, reason }),
];
export const authorityTax = (lrn: string, lines: DataOf<'AuthorityTaxRecorded'>['lines'], version = 1): StoryEvent =>
  eventOf('AuthorityTaxRecorded', declaration(lrn), noon('2026-05-10'), {
    authority: 'EU-FR',
    mrn: `26FR${lrn}`,
    version,
    message: 'M-1',
    currency: 'EUR',
    lines,
    payable: '0',
  });
export const summary = (
  from: string,
  to: string,
  submittedOn: string,
  dueOn: string,
  declarationCount: number,
  more: Partial<DataOf<'SummaryDeclarationSubmitted'>> = {},
): StoryEvent =>
  eventOf('SummaryDeclarationSubmitted', summaryStream('EU-FR', 'R-1', `S-${from}`), noon(submittedOn), {
    summary: '0'.repeat(26),
    authority: 'EU-FR',
    declarant: 'R-1',
    accountHolder: 'R-1',
    direction: 'entry',
    summaryReference: `S-${from}`,
    from,
    to,
    submittedOn,
    dueOn,
    currency: 'EUR',
    declarationCount,
    itemCount: declarationCount,
    totals: [],
    declarationsDigest: zeros,
    ...more,
  });
