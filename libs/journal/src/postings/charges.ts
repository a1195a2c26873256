import { type AccountPeriodEvent } from '#accounts';
import { accounts, type Account } from '../chart';
import { entryOf, type Dimensions, type Entry, type Transfer } from '../entry';
import { dimensionsOf, minor, type Named, reserve } from './posting';

type Period<Name extends AccountPeriodEvent['type']> = Named<AccountPeriodEvent, Name>;
type Debt = Period<'DebtContested'>['data']['debt'];

/** The account that a debt stands on: by its kind, and 1130 for its disputed part. */
export const receivableOf = ({ kind, contested }: Pick<Debt, 'kind' | 'contested'>): Account => {
  if (contested === true) return accounts.contested;
  if (kind === 'interest') return accounts.interestReceivable;
  return kind === 'penalty' ? accounts.penaltyReceivable : accounts.receivable;
};

export const debtDimensions = ({ reference, taxType, beneficiary }: Pick<Debt, 'reference' | 'taxType' | 'beneficiary'>): Dimensions => ({
  reference,
  taxType,
  beneficiary,
});

/**
 * J03: the debt moves from the assessment to the holder's account; the same for each positive balance of a return. J20: what is secured.
 */
export const postCharge = ({ data, metadata }: Period<'ChargePosted'>): readonly Entry[] => {
  const lines = data.lines.map(({ taxType, beneficiary, amount }): Transfer => ({
    debit: accounts.receivable,
    credit: accounts.assessed,
    currency: data.currency,
    amount: minor(amount, data.currency),
    dimensions: {
      party: data.holder,
      accountId: data.account,
      charge: data.charge,
      subject: data.subject,
      reference: data.reference,
      taxType,
      beneficiary,
    },
  }));
  const { security } = data;
  return entryOf(
    'J03',
    metadata.book,
    metadata.effectiveAt,
    security === undefined ? lines : [...lines, reserve(data, minor(security.reserved, data.currency))],
  );
};

/**
 * J04 to J07, second half: an increase is charged as any debt; a decrease reduces what is open, and what was paid already is owed to the
 * payer (never a negative receivable). J20/J21: the guarantee holds that much more or less.
 */
export const postAdjustment = ({ data, metadata }: Period<'ChargeAdjusted'>): readonly Entry[] => {
  const { currency, subject, reference } = data;
  const lines = data.lines.flatMap(({ taxType, beneficiary, amount, reducesOpen, refundable }): readonly Transfer[] => {
    const dimensions = { ...dimensionsOf(data), charge: data.charge, subject, reference, taxType, beneficiary };
    const [reduced, refunded] = [minor(reducesOpen, currency), minor(refundable, currency)];
    const increase = minor(amount, currency) + reduced + refunded;
    return [
      { debit: accounts.receivable, credit: accounts.assessed, currency, amount: increase, dimensions },
      { debit: accounts.assessed, credit: accounts.receivable, currency, amount: reduced, dimensions },
      { debit: accounts.assessed, credit: accounts.refundsPayable, currency, amount: refunded, dimensions },
    ];
  });
  const template = data.reason === 'invalidated' ? 'J07' : data.reason === 'final' ? 'J02' : 'J04';
  return entryOf(template, metadata.book, metadata.effectiveAt, [...lines, reserve(data, minor(data.reserved, currency))]);
};

/** J24: interest charged, and taken back where it is computed anew. */
export const postInterest = ({ data, metadata }: Period<'InterestCharged'>): readonly Entry[] =>
  entryOf('J24', metadata.book, metadata.effectiveAt, [
    {
      debit: accounts.interestReceivable,
      credit: accounts.interestRevenue,
      currency: data.currency,
      amount: (data.kind === 'reversed' ? -1n : 1n) * minor(data.amount, data.currency),
      dimensions: { ...dimensionsOf(data), reference: data.interestReference, taxType: data.on.taxType, beneficiary: data.on.beneficiary },
    },
  ]);

/** J25: a penalty, and its reduction. */
export const postPenalty = ({ type, data, metadata }: Period<'PenaltyImposed' | 'PenaltyReduced'>): readonly Entry[] =>
  entryOf('J25', metadata.book, metadata.effectiveAt, [
    {
      debit: accounts.penaltyReceivable,
      credit: accounts.penaltyRevenue,
      currency: data.currency,
      amount: (type === 'PenaltyReduced' ? -1n : 1n) * minor(data.amount, data.currency),
      dimensions: { ...dimensionsOf(data), reference: data.penaltyReference, beneficiary: data.beneficiary },
    },
  ]);

type DebtEvent = Period<'DebtContested' | 'DebtContestEnded' | 'DebtContestLapsed' | 'DebtRemitted' | 'DebtWrittenOff' | 'DebtRecovered'>;
const ofDebt = ({ data }: DebtEvent, debit: Account, credit: Account): Transfer => ({
  debit,
  credit,
  currency: data.currency,
  amount: minor(data.debt.amount, data.currency),
  dimensions: { ...dimensionsOf(data), ...debtDimensions(data.debt) },
});
const undisputed = ({ kind }: Debt): Account => receivableOf({ kind });

/** J28: a disputed debt is kept apart (own resources: the B account, Regulation 609/2014 Art. 6(3)). */
export const postContested = (event: Period<'DebtContested'>): readonly Entry[] =>
  entryOf('J28', event.metadata.book, event.metadata.effectiveAt, [ofDebt(event, accounts.contested, undisputed(event.data.debt))]);

/** J28, back. */
export const postContestEnded = (event: Period<'DebtContestEnded' | 'DebtContestLapsed'>): readonly Entry[] =>
  entryOf('J28', event.metadata.book, event.metadata.effectiveAt, [ofDebt(event, undisputed(event.data.debt), accounts.contested)]);

/** J26: the law waived the debt; that is less revenue, no loss. */
export const postRemission = (event: Period<'DebtRemitted'>): readonly Entry[] =>
  entryOf('J26', event.metadata.book, event.metadata.effectiveAt, [
    ofDebt(event, accounts.remission, receivableOf(event.data.debt)),
    reserve(event.data, -minor(event.data.released, event.data.currency)),
  ]);

/** J27: the debt is a loss. J40: it is owed all the same, and kept as memo. */
export const postWriteOff = (event: Period<'DebtWrittenOff'>): readonly Entry[] =>
  entryOf('J27', event.metadata.book, event.metadata.effectiveAt, [
    ofDebt(event, accounts.writeOff, receivableOf(event.data.debt)),
    ofDebt(event, accounts.writtenOff, accounts.writtenOffCounter),
    reserve(event.data, -minor(event.data.released, event.data.currency)),
  ]);

/**
 * J12: the rest of a short payment is a small difference, or what a bank kept; negative where it is owed again. J21, J20: it need not be
 * secured meanwhile.
 */
const postTolerated = (
  { data, metadata }: Period<'ShortPaymentTolerated' | 'ToleratedRestReopened'>,
  sign: 1n | -1n,
  held: bigint,
): readonly Entry[] => {
  const debit = data.books === 'bankCharge' ? accounts.bankCharges : accounts.rounding;
  const rests = data.rests.map(({ debt }): Transfer => ({
    debit,
    credit: receivableOf(debt),
    currency: data.currency,
    amount: sign * minor(debt.amount, data.currency),
    dimensions: { ...dimensionsOf(data), ...debtDimensions(debt) },
  }));
  return entryOf('J12', metadata.book, metadata.effectiveAt, [...rests, reserve(data, held)]);
};
export const postShortPayment = (event: Period<'ShortPaymentTolerated'>): readonly Entry[] =>
  postTolerated(event, 1n, -minor(event.data.released, event.data.currency));
export const postReopenedRest = (event: Period<'ToleratedRestReopened'>): readonly Entry[] =>
  postTolerated(event, -1n, minor(event.data.reserved, event.data.currency));

/** J40, back: what is paid after all is no loss, and owed as any debt until the allocation that follows. */
export const postRecovery = (event: Period<'DebtRecovered'>): readonly Entry[] =>
  entryOf('J40', event.metadata.book, event.metadata.effectiveAt, [
    ofDebt(event, receivableOf(event.data.debt), accounts.writeOff),
    ofDebt(event, accounts.writtenOffCounter, accounts.writtenOff),
  ]);
