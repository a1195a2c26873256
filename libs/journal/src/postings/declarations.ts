import { type DeclarationEvent } from '#declarations';
import { accounts, revenueAccountOf, type Account } from '../chart';
import { entryOf, PostingError, type Dimensions, type Entry, type Transfer } from '../entry';
import { expectation, minor, type Named } from './posting';

type Assessed = Named<DeclarationEvent, 'DutyAssessed'>['data'];
type Invalidated = Named<DeclarationEvent, 'DeclarationInvalidated'>['data'];
/** Amounts by tax type and beneficiary: of a first version, of a difference to the version before, of all that is taken back. */
interface Difference {
  readonly totals: Assessed['totals'];
  readonly relief: Assessed['relief'];
}

const subjectOf = ({ accountHolder, declaration, mrn }: Assessed | Invalidated): Dimensions => ({
  party: accountHolder,
  subject: declaration,
  reference: mrn,
});

/** `sign` -1 takes back. */
const debts = (data: Assessed | Invalidated, { totals }: Difference, debit: Account, sign = 1n): readonly Transfer[] => {
  const { currency } = data;
  const subject = subjectOf(data);
  return totals.flatMap(({ taxType, beneficiary, payable }): readonly Transfer[] => {
    const amount = sign * minor(payable, currency);
    if (amount === 0n) return [];
    return [{ debit, credit: revenueAccountOf(taxType), currency, amount, dimensions: { taxType, beneficiary, ...subject } }];
  });
};

/** J37: what is only secured is no debt. J01b: relief by kind, and what another return accounts for. */
const memos = (data: Assessed | Invalidated, { totals, relief }: Difference, sign = 1n): readonly Transfer[] => {
  const { currency } = data;
  const subject = subjectOf(data);
  // Most of these amounts are zero: nothing is put together for them.
  const moved = ([debit, credit]: readonly [Account, Account], amount: string, taxType: string, kind: string): readonly Transfer[] => {
    const units = sign * minor(amount, currency);
    return units === 0n ? [] : [{ debit, credit, currency, amount: units, dimensions: { taxType, kind, ...subject } }];
  };
  const exposure = [accounts.exposure, accounts.exposureCounter] as const;
  const relieved = [accounts.relief, accounts.reliefCounter] as const;
  return [
    ...totals.flatMap(({ taxType, secured }) => moved(exposure, secured, taxType, 'security')),
    ...relief.flatMap(({ kind, taxType, amount }) => moved(relieved, amount, taxType, kind)),
    ...totals.flatMap(({ taxType, accountedElsewhere }) => moved(relieved, accountedElsewhere, taxType, 'accountedElsewhere')),
  ];
};

/** J02, second half: what was assessed provisionally, that is the totals less the change, becomes a debt like any other. */
const finalised = (data: Assessed, changes: Difference): readonly Transfer[] => {
  const before = new Map<string, { readonly taxType: string; readonly beneficiary: string; readonly amount: bigint }>();
  const add =
    (sign: bigint) =>
    ({ taxType, beneficiary, payable }: Assessed['totals'][number]): void => {
      const key = `${taxType}/${beneficiary}`;
      before.set(key, { taxType, beneficiary, amount: (before.get(key)?.amount ?? 0n) + sign * minor(payable, data.currency) });
    };
  data.totals.forEach(add(1n));
  changes.totals.forEach(add(-1n));
  return [...before.values()].map(({ taxType, beneficiary, amount }) => ({
    debit: accounts.assessed,
    credit: accounts.provisional,
    currency: data.currency,
    amount,
    dimensions: { taxType, beneficiary, ...subjectOf(data) },
  }));
};

/**
 * J38: VAT under special arrangements is expected from release on, and due only when it is collected (VAT Directive Art. 369y to 369zb).
 */
const expectedFromRecipients = (data: Assessed, { totals }: Difference): readonly Transfer[] =>
  data.accountedIn?.scheme !== 'EU-SA'
    ? []
    : totals.map(({ taxType, beneficiary, accountedElsewhere }) =>
        expectation(data.currency, minor(accountedElsewhere, data.currency), { taxType, beneficiary }),
      );

/**
 * J01: each total (tax type, beneficiary) is a receivable against its revenue. A later version posts its signed difference to the version
 * before (J04 to J06). What is provisional stays apart on 1105 until the version that says `final` (J02).
 */
export const postAssessment = ({ data, metadata }: Named<DeclarationEvent, 'DutyAssessed'>): readonly Entry[] => {
  const { book, effectiveAt } = metadata;
  if (data.version !== 1 && data.changes === undefined)
    throw new PostingError(`${data.mrn}: version ${String(data.version)} does not say what it changes`);
  const difference: Difference = data.version === 1 || data.changes === undefined ? data : data.changes;
  const isProvisional = data.provisional === true;
  const isFinal = !isProvisional && data.changes?.reason === 'final';
  const template = isProvisional || isFinal ? 'J02' : data.version === 1 ? 'J01' : 'J04';
  return [
    ...entryOf(template, book, effectiveAt, [
      ...(isFinal ? finalised(data, difference) : []),
      ...debts(data, difference, isProvisional ? accounts.provisional : accounts.assessed),
      ...memos(data, difference),
    ]),
    ...entryOf('J38', book, effectiveAt, expectedFromRecipients(data, difference)),
  ];
};

/**
 * J07: the debt is extinguished (UCC Art. 124(1)(d), 174) and everything assessed is taken back; what was charged follows as
 * ChargeAdjusted.
 */
export const postInvalidation = ({ data, metadata }: Named<DeclarationEvent, 'DeclarationInvalidated'>): readonly Entry[] =>
  entryOf('J07', metadata.book, metadata.effectiveAt, [
    ...debts(data, data, data.provisional === true ? accounts.provisional : accounts.assessed, -1n),
    ...memos(data, data, -1n),
  ]);
