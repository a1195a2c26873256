import { dataset, eachOf } from '../dataset';

/** Entries of the journal, a row for each line of an entry. */
export const journal = dataset(
  'journal',
  {
    position: 'text', entry: 'integer', line: 'integer', stream: 'text', revision: 'integer', event: 'text', template: 'text', book: 'text', effectiveAt: 'timestamp', account: 'text', currency: 'text', debit: 'decimal', credit: 'decimal',
    party: 'text', accountId: 'text', charge: 'text', subject: 'text', receipt: 'text', claim: 'text', reference: 'text', taxType: 'text', beneficiary: 'text', period: 'text', kind: 'text',
  },
  eachOf('lines', 'line'),
);

/** Totals of every account, a row for each account of a book and currency. */
export const trialBalance = dataset('trial-balance', { book: 'text', currency: 'text', account: 'text', name: 'text', debit: 'decimal', credit: 'decimal' }, (sheet) => eachOf('lines', 'line')(sheet).map(({ line: _line, ...row }) => row));

export const accounts = dataset('accounts', {
  account: 'text', authority: 'text', holder: 'text', kind: 'text', currency: 'text', cycle: 'text', openedOn: 'day', openPeriod: 'text', suspended: 'text', closedOn: 'day', aeo: 'text', reservePercent: 'text', softPercent: 'text', periodLimit: 'decimal',
});

const periodColumns = {
  accountPeriod: 'text', account: 'text', authority: 'text', holder: 'text', kind: 'text', currency: 'text', period: 'text', periodStart: 'day', periodEnd: 'day', status: 'text', opening: 'decimal', charged: 'decimal', adjusted: 'decimal',
  interest: 'decimal', penalties: 'decimal', reversed: 'decimal', applied: 'decimal', offset: 'decimal', remitted: 'decimal', writtenOff: 'decimal', tolerated: 'decimal', closing: 'decimal', unapplied: 'decimal', chargeCount: 'integer', adjustmentCount: 'integer',
  declinedCount: 'integer', guarantee: 'text', share: 'decimal', reservePercent: 'text', exposure: 'decimal', statementNumber: 'integer', statementReference: 'text', closedOn: 'day', dueOn: 'day', chargeDigest: 'text', totals: 'json',
} as const;
export const periods = dataset('periods', periodColumns);
export const statements = dataset('statements', periodColumns);

export const charges = dataset('charges', {
  charge: 'text', account: 'text', accountPeriod: 'text', holder: 'text', kind: 'text', subject: 'text', reference: 'text', total: 'decimal', currency: 'text', acceptedAt: 'timestamp', postedOn: 'day', dueOn: 'day', reason: 'text', reserved: 'decimal',
  level: 'text', maturesOn: 'day', payer: 'text', lines: 'json',
});
export const declinedCharges = dataset('declined-charges', {
  charge: 'text', account: 'text', accountPeriod: 'text', holder: 'text', subject: 'text', reference: 'text', total: 'decimal', currency: 'text', acceptedAt: 'timestamp', declinedOn: 'day', reason: 'text', missing: 'decimal', times: 'integer',
});
export const openItems = dataset('open-items', {
  account: 'text', kind: 'text', reference: 'text', taxType: 'text', beneficiary: 'text', currency: 'text', amount: 'decimal', open: 'decimal', secured: 'decimal', contested: 'decimal', dueOn: 'day',
});
export const receipts = dataset('receipts', {
  receipt: 'text', authority: 'text', bankAccount: 'text', entryReference: 'text', amount: 'decimal', currency: 'text', bookedOn: 'day', valueOn: 'day', remittance: 'text', status: 'text', account: 'text', holder: 'text', rule: 'text', allocated: 'decimal',
});
export const allocations = dataset('allocations', {
  accountPeriod: 'text', revision: 'integer', pair: 'integer', receipt: 'text', account: 'text', kind: 'text', reference: 'text', taxType: 'text', beneficiary: 'text', amount: 'decimal', currency: 'text', allocatedOn: 'day', rule: 'text',
});
export const unapplied = dataset('unapplied', { account: 'text', holder: 'text', receipt: 'text', amount: 'decimal', currency: 'text', bookedOn: 'day', remittance: 'text', provisional: 'integer', duplicateOf: 'text' });
export const guarantees = dataset('guarantees', {
  guarantee: 'text', authority: 'text', guarantor: 'text', guaranteeReference: 'text', holder: 'text', form: 'text', amount: 'decimal', currency: 'text', required: 'decimal', requiredRule: 'text', validFrom: 'day', validTo: 'day', status: 'text',
  called: 'decimal', replacedBy: 'text',
});
export const distributions = dataset('distributions', {
  authority: 'text', beneficiary: 'text', currency: 'text', distribution: 'text', from: 'day', to: 'day', rule: 'text', due: 'decimal', status: 'text', 'payment.authority': 'text', 'payment.beneficiary': 'text', 'payment.currency': 'text', 'payment.distribution': 'text', 'payment.amount': 'decimal', 'payment.paidOn': 'day', 'payment.paymentReference': 'text',
  'payment.requestedBy': 'text', 'payment.approvedBy': 'text', factCount: 'integer', factDigest: 'text', lines: 'json',
});
