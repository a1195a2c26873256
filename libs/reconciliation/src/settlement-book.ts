import { SchemeNumberRegister } from '#collectors';
import { type BankStatementEvent } from '#accounts';
import { DebtBook, type Reversal } from './debt-book';
import { textOf, unitsOf } from './exact-units';
import {
  type AnnulmentFact,
  type PeriodOpenedFact,
  type PlacedSettlementFact,
  type ReturnChargeFact,
  type ReturnFact,
  type StatementFact,
  type SummaryFact,
} from './legs/settlement-fact';

/** A period of an account as its events tell it. */
export interface AccountPeriodState extends Omit<PeriodOpenedFact, 'kind'> {
  statement?: StatementFact;
}
export interface FiledReturn extends ReturnFact {
  readonly position: string;
  readonly at: string;
  readonly charges: ReturnChargeFact[];
}
export interface GrantedNumber {
  readonly collector: string;
  readonly schemeNumber: string;
  /** As returns and declarations name it. */
  readonly scheme: 'EU-IOSS' | 'UK-SUPPLY' | 'EU-SA';
  readonly authority: string;
  readonly validFrom: string;
}
/** Money that a buyer's bank took back of one checkout payment, exact units. */
export interface Chargeback {
  readonly amount: bigint;
  readonly currency: string;
  readonly at: string;
}

const returnKey = (schemeNumber: string, period: string): string => `${schemeNumber}\n${period}`;
const schemeOf = { 'EU-IOSS': 'EU-IOSS', 'UK-VAT': 'UK-SUPPLY', 'EU-SA': 'EU-SA' } as const;

/** Accounts, returns and scheme numbers as of one viewpoint: a fold over the settlement facts in log order. */
export class SettlementBook {
  readonly register = new SchemeNumberRegister();
  readonly numbers: GrantedNumber[] = [];
  readonly periods = new Map<string, AccountPeriodState>();
  readonly debts = new DebtBook();
  readonly bankStatements: BankStatementEvent['data'][] = [];
  readonly summaries: SummaryFact[] = [];
  /** By the MRN of the import whose goods left again. */
  readonly exported = new Set<string>();
  /** The grants of each number, in log order. */
  readonly #grants = new Map<string, GrantedNumber[]>();
  readonly #annulments: (AnnulmentFact & { readonly position: string; readonly at: string })[] = [];
  readonly #returns = new Map<string, FiledReturn>();
  readonly #returnById = new Map<string, FiledReturn>();
  readonly #byNumber = new Map<string, FiledReturn[]>();
  readonly #early: ReturnChargeFact[] = [];
  readonly #chargebacks = new Map<string, Chargeback>();

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
    return this.#byNumber.get(schemeNumber)?.find((filed) => filed.position > position);
  }
  /**
   * The return under special arrangements that covers what was collected at a moment: the first one filed after it was known whose month
   * ends later.
   */
  collectionCarrierOf(schemeNumber: string, collectedAt: string, position: string): FiledReturn | undefined {
    return this.#byNumber
      .get(schemeNumber)
      ?.find((filed) => filed.position > position && collectedAt < (filed.until ?? `${filed.end}T00:00:00.000Z`));
  }
  /** Measures that were annulled after a log position. */
  annulledAfter(position: string): readonly (AnnulmentFact & { readonly at: string })[] {
    return this.#annulments.filter((annulment) => annulment.position > position);
  }
  /** An accounting period by its stream id. */
  accountPeriod(id: string): AccountPeriodState | undefined {
    return this.periods.get(id);
  }
  /** The accounting period of an account that a day falls in. */
  periodOfDay(account: string, day: string): AccountPeriodState | undefined {
    for (const period of this.periods.values()) if (period.account === account && period.start <= day && day < period.end) return period;
    return undefined;
  }
  /** To whom a scheme number was granted last. */
  grantOf(schemeNumber: string): GrantedNumber | undefined {
    return this.#grants.get(schemeNumber)?.at(-1);
  }
  /**
   * The grant under which a return is due of a period (`end` excluded), nil or not: that of whoever held the number on the first of its
   * days in it (VAT Directive Art. 369s, 369zb). Undefined where nobody held it: no return is due of that.
   */
  granteeIn(schemeNumber: string, { start, end }: { readonly start: string; readonly end: string }): GrantedNumber | undefined {
    const firstDay = (granted: GrantedNumber): string => (granted.validFrom > start ? granted.validFrom : start);
    return (this.#grants.get(schemeNumber) ?? [])
      .filter((granted) => firstDay(granted) < end)
      .sort((a, b) => (firstDay(a) < firstDay(b) ? -1 : 1))
      .find((granted) => {
        const holding = this.register.holderOf(schemeNumber, firstDay(granted));
        return holding.kind === 'held' && holding.holder === granted.collector;
      });
  }
  chargebackOf(psp: string, transaction: string): Chargeback | undefined {
    return this.#chargebacks.get(`${psp}\n${transaction}`);
  }
  /** Open amount of a beneficiary's share of a return: its positive balance less what was settled. */
  openOfReturn(filed: FiledReturn, beneficiary: string): bigint {
    const balance = filed.balances.find((b) => b.country === beneficiary);
    const due = balance === undefined ? 0n : unitsOf(balance.balance);
    if (due <= 0n) return 0n;
    const accounts = new Set(filed.charges.filter((c) => c.lines.some((l) => l.beneficiary === beneficiary)).map((c) => c.account));
    let open = due;
    for (const account of accounts) {
      const redenominated = this.debts.redenominationOf(account, 'return', filed.reference, beneficiary);
      if (redenominated !== undefined) open -= redenominated.former - redenominated.now;
      open -= this.debts.settled(account, 'return', filed.reference, beneficiary);
    }
    return open;
  }
  /** What of a beneficiary's share of a return is in dispute. */
  contestedOfReturn({ charges, reference }: FiledReturn, beneficiary: string): bigint {
    return accountsOf(charges).reduce((sum, account) => sum + this.debts.contestedOf(account, 'return', reference, beneficiary), 0n);
  }
  /** What of a beneficiary's share of a return is tolerated. */
  toleratedOfReturn({ charges, reference }: FiledReturn, beneficiary: string): bigint {
    return accountsOf(charges).reduce((sum, account) => sum + this.debts.tolerated(account, 'return', reference, beneficiary), 0n);
  }
  /** What was taken back of payments of a beneficiary's share of a return, where any was. */
  reversalOfReturn({ charges, reference }: FiledReturn, beneficiary: string): Reversal | undefined {
    return accountsOf(charges)
      .map((account) => this.debts.reversalOf(account, 'return', reference, beneficiary))
      .find((found) => found !== undefined);
  }
  /** What the statement's lines come to, less what was settled, given up or reduced. */
  openOfStatement(statement: StatementFact): bigint {
    return this.dueOf(statement) - this.debts.settled(statement.account, 'statement', statement.reference);
  }
  /** What the statement's lines come to: what was open of them when the account went on in the euro, in that. */
  dueOf(statement: StatementFact): bigint {
    const redenominated = this.debts.redenominationOf(statement.account, 'statement', statement.reference);
    return dueOfStatement(statement) - (redenominated === undefined ? 0n : redenominated.former - redenominated.now);
  }

  #apply(fact: PlacedSettlementFact): void {
    switch (fact.kind) {
      case 'granted': {
        const { collector, scheme, schemeNumber, authority, validFrom, validTo } = fact;
        this.register.apply({
          type: 'SchemeNumberGranted',
          data: { collector, scheme, schemeNumber, authority, validFrom, ...(validTo === undefined ? {} : { validTo }) },
        });
        this.#grant({ collector, schemeNumber, scheme: schemeOf[scheme], authority, validFrom });
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
        this.debts.asked(fact.account, 'return', fact.reference, fact.lines);
        return;
      case 'returnChargeRedenominated':
        this.#chargedInEuro(fact);
        return;
      case 'periodOpened':
        this.periods.set(fact.id, { ...fact });
        this.debts.opened(fact);
        return;
      case 'statement': {
        const period = this.periods.get(fact.id);
        if (period !== undefined) period.statement = fact;
        this.debts.asked(fact.account, 'statement', fact.reference, fact.totals);
        return;
      }
      case 'bankStatement':
        this.bankStatements.push(fact.statement);
        return;
      case 'summary':
        this.summaries.push(fact);
        return;
      case 'annulment':
        this.#annulments.push(fact);
        return;
      case 'export':
        for (const mrn of fact.mrns) this.exported.add(mrn);
        return;
      case 'chargeback':
        this.#chargeBack(fact);
        return;
      default:
        this.debts.apply(fact);
    }
  }

  /** The return is charged in its own currency, as it were; what is open of it is open in the euro. */
  #chargedInEuro({
    returnId,
    account,
    reference,
    currency,
    lines,
  }: Extract<PlacedSettlementFact, { kind: 'returnChargeRedenominated' }>): void {
    const less = lines.map(({ beneficiary, former, now }) => ({ beneficiary, amount: textOf(unitsOf(former) - unitsOf(now)) }));
    this.#early.push({
      kind: 'returnCharge',
      returnId,
      account,
      reference,
      currency,
      total: '0',
      dueOn: '',
      lines: less,
      redenominated: true,
    });
    this.debts.asked(account, 'return', reference, less);
    const pairs = lines.map((line) => ({ kind: 'return' as const, reference, ...line }));
    this.debts.apply({ kind: 'redenominated', account, currency, on: '', pairs, lessened: '0', position: '', at: '' });
  }

  #grant(granted: GrantedNumber): void {
    this.numbers.push(granted);
    const known = this.#grants.get(granted.schemeNumber);
    if (known === undefined) this.#grants.set(granted.schemeNumber, [granted]);
    else known.push(granted);
  }

  #chargeBack({ psp, transaction, amount, currency, chargedBackAt }: Extract<PlacedSettlementFact, { kind: 'chargeback' }>): void {
    const key = `${psp}\n${transaction}`;
    const known = this.#chargebacks.get(key);
    this.#chargebacks.set(key, { amount: unitsOf(amount) + (known?.amount ?? 0n), currency, at: known?.at ?? chargedBackAt });
  }

  #file(filed: FiledReturn): void {
    this.#returns.set(returnKey(filed.schemeNumber, filed.period), filed);
    this.#returnById.set(filed.id, filed);
    const known = this.#byNumber.get(filed.schemeNumber);
    // Facts come in the order of the log.
    if (known === undefined) this.#byNumber.set(filed.schemeNumber, [filed]);
    else known.push(filed);
  }
}

/** The accounts that a return was charged to. */
const accountsOf = (charges: readonly ReturnChargeFact[]): readonly string[] => [...new Set(charges.map(({ account }) => account))];

/** What the charges of a statement's window came to, exact units. */
export const dueOfStatement = ({ totals }: StatementFact): bigint => totals.reduce((sum, { amount }) => sum + unitsOf(amount), 0n);

/** Accounts on which each charge is a debt of its own: prepaid ones and desks (UCC Art. 108(1)). */
export const isPaidByItself = (period: Pick<AccountPeriodState, 'accountKind'> | undefined): boolean =>
  period?.accountKind === 'cash' || period?.accountKind === 'consumer';
