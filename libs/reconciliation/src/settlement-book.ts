import { SchemeNumberRegister } from '#collectors';
import { unitsOf } from './exact-units';
import { type PlacedSettlementFact, type ReturnChargeFact, type ReturnFact, type StatementFact } from './legs/settlement-fact';

/** A period of an account as its events tell it. */
export interface AccountPeriodState {
  readonly id: string;
  readonly account: string;
  readonly authority: string;
  readonly holder: string;
  readonly accountKind: string;
  readonly currency: string;
  readonly period: string;
  readonly start: string;
  readonly end: string;
  statement?: StatementFact;
}
export interface FiledReturn extends ReturnFact {
  readonly position: string;
  readonly at: string;
  readonly charges: ReturnChargeFact[];
}
export interface ReceiptState {
  readonly id: string;
  readonly authority: string;
  readonly entryReference: string;
  readonly amount: bigint;
  readonly currency: string;
  readonly bookedOn: string;
  holder?: string;
  allocated: bigint;
}
export interface GrantedNumber {
  readonly collector: string;
  readonly schemeNumber: string;
  /** As returns and declarations name it. */
  readonly scheme: 'EU-IOSS' | 'UK-SUPPLY';
  readonly authority: string;
  readonly validFrom: string;
}

const returnKey = (schemeNumber: string, period: string): string => `${schemeNumber}\n${period}`;
const settledKey = (account: string, kind: string, reference: string, beneficiary?: string): string => [account, kind, reference, ...(beneficiary === undefined ? [] : [beneficiary])].join('\n');

/** Accounts, returns, receipts and scheme numbers as of one viewpoint: a fold over the settlement facts in log order. */
export class SettlementBook {
  readonly register = new SchemeNumberRegister();
  readonly numbers: GrantedNumber[] = [];
  readonly periods = new Map<string, AccountPeriodState>();
  readonly receipts = new Map<string, ReceiptState>();
  readonly #returns = new Map<string, FiledReturn>();
  readonly #returnById = new Map<string, FiledReturn>();
  readonly #lastReturn = new Map<string, string>();
  readonly #settled = new Map<string, bigint>();
  readonly #early: ReturnChargeFact[] = [];

  static of(facts: Iterable<PlacedSettlementFact>): SettlementBook {
    const book = new SettlementBook();
    for (const fact of facts) book.#apply(fact);
    for (const charge of book.#early) book.#returnById.get(charge.returnId)?.charges.push(charge);
    return book;
  }

  returns(): Iterable<FiledReturn> {
    return this.#returns.values();
  }
  returnOf(schemeNumber: string, period: string): FiledReturn | undefined {
    return this.#returns.get(returnKey(schemeNumber, period));
  }
  /**
   * The return that carries a supply or adjustment of a period: that period's own where the fact was known before it was filed, else the
   * next one filed under the number (a correction, VAT Directive Art. 369t).
   */
  carrierOf(schemeNumber: string, period: string, position: string): FiledReturn | undefined {
    const own = this.returnOf(schemeNumber, period);
    if (own === undefined || position < own.position) return own;
    const last = this.#lastReturn.get(schemeNumber);
    if (last === undefined || last < position) return undefined;
    let next: FiledReturn | undefined;
    for (const filed of this.#returns.values())
      if (filed.schemeNumber === schemeNumber && filed.position > position && (next === undefined || filed.position < next.position)) next = filed;
    return next;
  }
  /** Log position of the number's latest return: a supply known later is carried by none yet. */
  lastReturnPosition(schemeNumber: string): string | undefined {
    return this.#lastReturn.get(schemeNumber);
  }
  /** What payments settled of a statement or return, in 10^-12 units; of one beneficiary's share where named. */
  settled(account: string, kind: 'statement' | 'return', reference: string, beneficiary?: string): bigint {
    return this.#settled.get(settledKey(account, kind, reference, beneficiary)) ?? 0n;
  }
  /** Open amount of a beneficiary's share of a return: its positive balance less what was settled. */
  openOfReturn(filed: FiledReturn, beneficiary: string): bigint {
    const balance = filed.balances.find((b) => b.country === beneficiary);
    const due = balance === undefined ? 0n : unitsOf(balance.balance);
    if (due <= 0n) return 0n;
    const accounts = new Set(filed.charges.filter((c) => c.lines.some((l) => l.beneficiary === beneficiary)).map((c) => c.account));
    let open = due;
    for (const account of accounts) open -= this.settled(account, 'return', filed.reference, beneficiary);
    return open;
  }
  openOfStatement(statement: StatementFact): bigint {
    return unitsOf(statement.charged) - this.settled(statement.account, 'statement', statement.reference);
  }

  #apply(fact: PlacedSettlementFact): void {
    switch (fact.kind) {
      case 'granted': {
        const { collector, scheme, schemeNumber, authority, validFrom, validTo } = fact;
        this.register.apply({ type: 'SchemeNumberGranted', data: { collector, scheme, schemeNumber, authority, validFrom, ...(validTo === undefined ? {} : { validTo }) } });
        this.numbers.push({ collector, schemeNumber, scheme: scheme === 'UK-VAT' ? 'UK-SUPPLY' : 'EU-IOSS', authority, validFrom });
        return;
      }
      case 'withdrawn': {
        const { collector, scheme, schemeNumber, withdrawnFrom, reason } = fact;
        this.register.apply({ type: 'SchemeNumberWithdrawn', data: { collector, scheme, schemeNumber, withdrawnFrom, reason } });
        return;
      }
      case 'return':
        this.#file({ ...fact, charges: [] });
        return;
      case 'returnCharge':
        this.#early.push(fact);
        return;
      case 'periodOpened':
        this.periods.set(fact.id, { ...fact });
        return;
      case 'statement': {
        const period = this.periods.get(fact.id);
        if (period !== undefined) period.statement = fact;
        return;
      }
      case 'allocated':
        this.#allocate(fact);
        return;
      case 'receipt':
        this.receipts.set(fact.id, { id: fact.id, authority: fact.authority, entryReference: fact.entryReference, amount: unitsOf(fact.amount), currency: fact.currency, bookedOn: fact.bookedOn, allocated: 0n });
        return;
      case 'identified': {
        const receipt = this.receipts.get(fact.id);
        if (receipt !== undefined) receipt.holder = fact.holder;
      }
    }
  }

  #file(filed: FiledReturn): void {
    this.#returns.set(returnKey(filed.schemeNumber, filed.period), filed);
    this.#returnById.set(filed.id, filed);
    const last = this.#lastReturn.get(filed.schemeNumber);
    if (last === undefined || filed.position > last) this.#lastReturn.set(filed.schemeNumber, filed.position);
  }

  #allocate(fact: Extract<PlacedSettlementFact, { kind: 'allocated' }>): void {
    const receipt = this.receipts.get(fact.receipt);
    for (const { kind, reference, beneficiary, amount } of fact.pairs) {
      const units = unitsOf(amount);
      if (receipt !== undefined) receipt.allocated += units;
      for (const key of [settledKey(fact.account, kind, reference), settledKey(fact.account, kind, reference, beneficiary)]) this.#settled.set(key, (this.#settled.get(key) ?? 0n) + units);
    }
  }
}
