import { type PlacedSettlementFact } from '../legs/settlement-fact';
import { type SettlementBook } from '../settlement-book';

/**
 * What an evaluation asked the settlement book is kept as keys beside the case; a fact that may change an answer has the same key. A
 * question that is not known here depends on every fact: a check may be late to be told of, never wrong.
 */
const anyFact = 'any';
const keyOf = (...parts: readonly string[]): string => parts.join('/');
/** Questions about a scheme number: whoever asks them mostly has the number, and is found by that. */
const ofNumber = (number: string, ...parts: readonly string[]): string => `${number}\n${keyOf(...parts)}`;
/** The scheme number that a key is about; undefined where it is about something else. */
export const numberOfKey = (key: string): string | undefined => {
  const end = key.indexOf('\n');
  return end < 0 ? undefined : key.slice(0, end);
};
const returnKey = (number: string, period: string): string => ofNumber(number, 'return', period);
/** Whoever waits for the next return under a number. */
const nextReturnKey = (number: string): string => ofNumber(number, 'next');
/** Whoever found one that was not that of its own period: an earlier one can only come from the past. */
const foundReturnKey = (number: string): string => ofNumber(number, 'found');
const chargedKey = (returnId: string): string => keyOf('charged', returnId);
const debtKey = (kind: string, reference: string): string => keyOf('debt', kind, reference);
/** Periods of an account, whichever a day falls in. */
const accountKey = (account: string): string => keyOf('account', account);
/** Every case that was assessed asks this, and measures are seldom annulled: such a fact is about every case. */
export const annulmentKey = 'annulment';
const periodKey = (id: string): string => keyOf('period', id);
const numberKey = (number: string): string => ofNumber(number, 'holder');
const exportKey = (mrn: string): string => keyOf('export', mrn);
const chargebackKey = (psp: string, transaction: string): string => keyOf('chargeback', psp, transaction);
/** Orders that may be one thing told twice: who has a mark, and what is told of a twin. */
export const twinMarkKey = (mark: string): string => keyOf('marked', mark);
export const twinKey = (order: string): string => keyOf('twin', order);
/** Moves of a debt that is paid by itself: they are found by reference when the legs are read. */
export const moveKey = (account: string, reference: string): string => keyOf('move', account, reference);

/** Answers `name` by itself where it is known, and notes every other question as one about everything. */
const watched = <T extends object>(target: T, known: Partial<T>, note: (key: string) => void): T =>
  new Proxy(target, {
    get: (of, name) => {
      if (Object.hasOwn(known, name)) return Reflect.get(known, name) as unknown;
      note(anyFact);
      const value: unknown = Reflect.get(of, name, of);
      return typeof value === 'function' ? (value as (...given: unknown[]) => unknown).bind(of) : value;
    },
  });

/** The book, noting what it is asked. */
export const askedSettlement = (book: SettlementBook, note: (key: string) => void): SettlementBook => {
  const register = watched(
    book.register,
    { holderOf: (number, day) => (note(numberKey(number)), book.register.holderOf(number, day)) },
    note,
  );
  const periods = watched(book.periods, { get: (id) => (note(periodKey(id)), book.periods.get(id)) }, note);
  const exported = watched(book.exported, { has: (mrn) => (note(exportKey(mrn)), book.exported.has(mrn)) }, note);
  const { debts: ofBook } = book;
  const debts = watched(
    ofBook,
    {
      settled: (account, kind, reference, beneficiary) => (
        note(debtKey(kind, reference)),
        ofBook.settled(account, kind, reference, beneficiary)
      ),
      reduced: (account, kind, reference) => (note(debtKey(kind, reference)), ofBook.reduced(account, kind, reference)),
      contestedOf: (account, kind, reference, beneficiary) => (
        note(debtKey(kind, reference)),
        ofBook.contestedOf(account, kind, reference, beneficiary)
      ),
      redenominationOf: (account, kind, reference, beneficiary) => (
        note(debtKey(kind, reference)),
        ofBook.redenominationOf(account, kind, reference, beneficiary)
      ),
      disputesOfCharge: (account, reference) => (note(debtKey('charge', reference)), ofBook.disputesOfCharge(account, reference)),
      reversalOf: (account, kind, reference, beneficiary) => (
        note(debtKey(kind, reference)),
        ofBook.reversalOf(account, kind, reference, beneficiary)
      ),
    },
    note,
  );
  const ofReturn = (id: string, reference: string): void => {
    note(chargedKey(id));
    note(debtKey('return', reference));
  };
  const known: Partial<SettlementBook> = {
    register,
    periods,
    exported,
    debts,
    accountPeriod: (id) => (note(periodKey(id)), book.accountPeriod(id)),
    periodOfDay: (account, day) => (note(accountKey(account)), book.periodOfDay(account, day)),
    annulledAfter: (position) => (note(annulmentKey), book.annulledAfter(position)),
    returnOf: (number, period) => (note(returnKey(number, period)), book.returnOf(number, period)),
    carrierOf: (number, period, position) => {
      note(returnKey(number, period));
      const carrier = book.carrierOf(number, period, position);
      if (book.returnOf(number, period) !== carrier) note(carrier === undefined ? nextReturnKey(number) : foundReturnKey(number));
      return carrier;
    },
    collectionCarrierOf: (number, collectedAt, position) => {
      const carrier = book.collectionCarrierOf(number, collectedAt, position);
      note(carrier === undefined ? nextReturnKey(number) : foundReturnKey(number));
      return carrier;
    },
    granteeIn: (number, period) => (note(numberKey(number)), book.granteeIn(number, period)),
    chargebackOf: (psp, transaction) => (note(chargebackKey(psp, transaction)), book.chargebackOf(psp, transaction)),
    openOfReturn: (filed, beneficiary) => (ofReturn(filed.id, filed.reference), book.openOfReturn(filed, beneficiary)),
    contestedOfReturn: (filed, beneficiary) => (ofReturn(filed.id, filed.reference), book.contestedOfReturn(filed, beneficiary)),
    reversalOfReturn: (filed, beneficiary) => (ofReturn(filed.id, filed.reference), book.reversalOfReturn(filed, beneficiary)),
    dueOf: (statement) => (note(debtKey('statement', statement.reference)), book.dueOf(statement)),
    openOfStatement: (statement) => (note(debtKey('statement', statement.reference)), book.openOfStatement(statement)),
  };
  return watched(book, known, note);
};

/** The keys of what a fact may change. `late`: later facts were known before it, as it is only effective now. */
export const keysOfFact = (fact: PlacedSettlementFact, late: boolean): readonly string[] => [anyFact, ...keysOf(fact, late)];

const keysOf = (fact: PlacedSettlementFact, late: boolean): readonly string[] => {
  switch (fact.kind) {
    case 'granted':
    case 'withdrawn':
      return [numberKey(fact.schemeNumber)];
    case 'return':
      return [
        returnKey(fact.schemeNumber, fact.period),
        nextReturnKey(fact.schemeNumber),
        ...(late ? [foundReturnKey(fact.schemeNumber)] : []),
      ];
    case 'returnCharge':
      return [chargedKey(fact.returnId)];
    case 'returnChargeRedenominated':
      return [chargedKey(fact.returnId), debtKey('return', fact.reference)];
    case 'periodOpened':
    case 'statement':
      return [periodKey(fact.id), accountKey(fact.account)];
    case 'moved':
    case 'redenominated':
      return [...new Set(fact.pairs.map(({ kind, reference }) => debtKey(kind, reference)))];
    case 'chargeback':
      return [chargebackKey(fact.psp, fact.transaction)];
    case 'export':
      return fact.mrns.map(exportKey);
    case 'annulment':
      return [annulmentKey];
    case 'contest':
      return [debtKey(fact.pair.kind, fact.pair.reference)];
    // Only the cases of periods and accounts ask about these.
    case 'received':
    case 'debt':
    case 'cover':
    case 'bankStatement':
    case 'summary':
      return [];
  }
};
