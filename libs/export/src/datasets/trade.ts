import { dataset } from '../dataset';

export const declarations = dataset('declarations', {
  declaration: 'text', authority: 'text', jurisdiction: 'text', declarant: 'text', lrn: 'text', mrn: 'text', version: 'integer', dataset: 'text', accountHolder: 'text', consignmentNumber: 'text', scheme: 'text', schemeNumber: 'text', currency: 'text',
  acceptedAt: 'timestamp', acceptedOn: 'day', itemCount: 'integer', status: 'text', assessedCurrency: 'text', payable: 'decimal', releasedAt: 'timestamp', lowValue: 'integer', releaseCategory: 'text', heldFor: 'text', refusal: 'text',
  amendedAt: 'timestamp', invalidatedOn: 'day',
});

/** Periods of scheme numbers with their returns. */
export const returns = dataset('returns', {
  schemeNumber: 'text', period: 'text', scheme: 'text', facts: 'integer', 'filed.schemeNumber': 'text', 'filed.period': 'text', 'filed.scheme': 'text', 'filed.return': 'text', 'filed.returnReference': 'text', 'filed.holder': 'text', 'filed.authority': 'text', 'filed.start': 'day', 'filed.end': 'day', 'filed.filedOn': 'day',
  'filed.dueOn': 'day', 'filed.currency': 'text', 'filed.payable': 'decimal', 'filed.nil': 'text', 'filed.supplies': 'integer', 'filed.adjustments': 'integer', 'filed.suppliesDigest': 'text', 'filed.ruleSet.id': 'text', 'filed.ruleSet.hash': 'text',
  'filed.rows': 'json', 'filed.corrections': 'json', 'filed.balances': 'json', 'filed.expected': 'json', 'filed.exchangeRows': 'json',
});

/** Supplies behind a return. */
export const supplies = dataset('supplies', {
  seq: 'integer', scheme: 'text', schemeNumber: 'text', kind: 'text', country: 'text', period: 'text', originalPeriod: 'text', at: 'timestamp', order: 'text', creditNumber: 'text', currency: 'text', rows: 'json', hash: 'text',
});
export const excludedSupplies = dataset('excluded-supplies', { order_stream: 'text', at: 'timestamp', regime: 'text', reason: 'text' });

export const collectionReturns = dataset('collection-returns', {
  return: 'text', returnReference: 'text', scheme: 'text', schemeNumber: 'text', holder: 'text', authority: 'text', period: 'text', start: 'day', end: 'day', until: 'timestamp', filedOn: 'day', dueOn: 'day', currency: 'text', collected: 'decimal',
  payable: 'decimal', nil: 'text', consignments: 'integer', 'undelivered.consignments': 'integer', 'undelivered.collected': 'decimal', 'undelivered.vat': 'decimal', collectionsDigest: 'text', undeliveredDigest: 'text', 'ruleSet.id': 'text',
  'ruleSet.hash': 'text', rows: 'json',
});

export const returnCases = dataset('return-cases', {
  returnCase: 'text', reporter: 'text', returnReference: 'text', reportedAt: 'timestamp', ground: 'text', units: 'integer', status: 'text', consignmentNumber: 'text', rule: 'text', matchedUnits: 'json', reason: 'text', candidates: 'json',
});

const claimColumns = {
  claim: 'text', authority: 'text', claimant: 'text', claimReference: 'text', handler: 'text', payee: 'text', payeeParty: 'text', basis: 'text', currency: 'text', total: 'decimal', claimedOn: 'day', windowUntil: 'day', status: 'text', nextDeadline: 'day',
  settlement: 'text', decidedOn: 'day', reason: 'text', paid: 'decimal', paymentReference: 'text', number: 'integer', missing: 'json',
} as const;
export const claims = dataset('claims', claimColumns);
/** Claims that somebody has to do something about. */
export const claimsWorklist = dataset('claims-worklist', { ...claimColumns, task: 'text', daysLeft: 'integer' });
