import { type AccountEvent, type AccountPeriodEvent } from '#accounts';
import { sha256Hex, sha256OfSet } from '#event-catalogue';
import { parseMoney } from '#money';
import { add, type Debt, keyOf, totalOf } from './open-amounts';
import { fromFormer, NowHeld } from './redenominated';
import { equationTerms, noTerms, type Term } from './statement-terms';

type Redenominated = Extract<AccountEvent, { readonly type: 'AccountRedenominated' }>;
type Data<Name extends AccountPeriodEvent['type']> = Extract<AccountPeriodEvent, { readonly type: Name }>['data'];
/** Says what should have been and what is. */
export type Tell = (expected: string, found: string) => void;

/**
 * What one account owes and holds as far as the log has come, in minor units: debt by debt, receipt by receipt, what its guarantee holds,
 * and the terms of the statement equation since the period began. Memory follows what is open, and 32 bytes for each charge of an open
 * period.
 */
export class AccountHolding {
  #kind = '';
  #currency = '';
  readonly #open = new Map<string, bigint>();
  /** What a deferment account was charged and no statement has made a debt of, by tax type and beneficiary. */
  readonly #window = new Map<string, bigint>();
  /** Cash not yet applied by receipt; settled ones are gone. */
  readonly #unapplied = new Map<string, bigint>();
  /** Written off and still owed. */
  readonly #lost = new Map<string, bigint>();
  /** Tolerated and not owed again. */
  readonly #tolerated = new Map<string, bigint>();
  #terms = noTerms();
  #opening = 0n;
  #exposure = 0n;
  /** SHA-256 of each charge of the period, 32 characters of one byte. */
  #charges: string[] = [];
  /** What the closing chunks hand on, debt by debt, and what is secured of it. */
  #handedOn = new Map<string, bigint>();
  #securedOn = 0n;
  /** What the parts of a redenomination tell, until the last one does. */
  #now = new NowHeld();
  #tell: Tell = () => undefined;

  /** Takes the next event of the account; `text` is its data as stored. */
  follow(event: AccountPeriodEvent | Redenominated, text: string, tell: Tell): void {
    this.#tell = tell;
    switch (event.type) {
      case 'PeriodOpened':
        this.#opened(event.data);
        break;
      case 'AccountRedenominated':
        this.#redenominated(event.data);
        break;
      case 'OpenItemsCarried':
        this.#carried(event.data);
        break;
      case 'ChargePosted':
        this.#charged(event.data, text);
        break;
      case 'ChargeAdjusted':
        this.#adjusted(event.data);
        break;
      case 'PaymentReceived':
        this.#received(event.data);
        break;
      case 'PaymentAllocated':
        this.#allocated(event.data);
        break;
      case 'PaymentReversed':
        this.#reversed(event.data);
        break;
      case 'AllocationUndone':
        this.#undone(event.data);
        break;
      case 'PaymentTransferred':
        this.#transferred(event.data);
        break;
      case 'GuaranteeShareApplied':
        this.#equal('exposure', this.#exposure, event.data.security.exposure);
        break;
      case 'PeriodClosed':
        this.#closed(event.data);
        break;
      default:
        this.#debtChanged(event);
    }
  }

  /** What becomes of debts, beside what is charged and paid. */
  #debtChanged(event: AccountPeriodEvent): void {
    switch (event.type) {
      case 'InterestCharged':
        this.#owed(
          'interest',
          { ...event.data.on, kind: 'interest', reference: event.data.interestReference },
          (event.data.kind === 'reversed' ? -1n : 1n) * this.#minor(event.data.amount),
        );
        break;
      case 'PenaltyImposed':
      case 'PenaltyReduced':
        this.#owed(
          'penalties',
          { kind: 'penalty', reference: event.data.penaltyReference, taxType: '', beneficiary: event.data.beneficiary },
          (event.type === 'PenaltyReduced' ? -1n : 1n) * this.#minor(event.data.amount),
        );
        break;
      case 'RefundOffset':
        for (const { debt } of event.data.pairs) this.#settled('offset', debt, this.#minor(debt.amount));
        this.#secure(-this.#minor(event.data.released));
        break;
      case 'DebtRemitted':
        this.#settled('remitted', event.data.debt, this.#minor(event.data.debt.amount));
        this.#secure(-this.#minor(event.data.released));
        break;
      case 'DebtWrittenOff':
        this.#settled('writtenOff', event.data.debt, this.#minor(event.data.debt.amount));
        add(this.#lost, keyOf(event.data.debt), this.#minor(event.data.debt.amount));
        this.#secure(-this.#minor(event.data.released));
        break;
      case 'DebtRecovered':
        this.#settled('writtenOff', event.data.debt, -this.#minor(event.data.debt.amount));
        this.#atLeast(
          `written off of ${event.data.debt.reference}`,
          add(this.#lost, keyOf(event.data.debt), -this.#minor(event.data.debt.amount)),
        );
        break;
      case 'ShortPaymentTolerated':
        this.#toleratedRests(event.data, 1n);
        this.#secure(-this.#minor(event.data.released));
        if (this.#minor(event.data.total) > this.#minor(event.data.allowed))
          this.#tell(`at most ${event.data.allowed} tolerated`, event.data.total);
        break;
      case 'ToleratedRestReopened':
        this.#toleratedRests(event.data, -1n);
        this.#secure(this.#minor(event.data.reserved));
        break;
      case 'DebtContested':
      case 'DebtContestEnded':
      case 'DebtContestLapsed':
        this.#atLeast(
          `open debt of ${event.data.debt.taxType} for ${event.data.debt.beneficiary}`,
          (this.#open.get(keyOf(event.data.debt)) ?? 0n) - this.#minor(event.data.debt.amount),
        );
        break;
      default:
    }
  }

  #opened({ kind, currency, opening, unapplied, security }: Data<'PeriodOpened'>): void {
    this.#kind = kind;
    this.#currency = currency;
    this.#equal('opening', totalOf(this.#open), opening);
    this.#equal('unapplied cash', totalOf(this.#unapplied), unapplied);
    if (security !== undefined) this.#equal('exposure', this.#exposure, security.exposure);
    this.#opening = this.#minor(opening);
    this.#terms = noTerms();
  }

  /** Each debt and each cash as it was, nothing missing and nothing new; from then on what it is in the new currency. */
  #redenominated(data: Redenominated['data']): void {
    for (const { former, ...debt } of data.openItems)
      this.#equal(`${debt.reference} ${debt.taxType} ${debt.beneficiary}`, this.#open.get(keyOf(debt)) ?? 0n, former.open);
    for (const { receipt, former } of data.unapplied) this.#equal(`cash of ${receipt}`, this.#unapplied.get(receipt) ?? 0n, former);
    this.#now.add(data, this.#tell);
    if (data.part < data.parts) return;
    const { open, cash, secured, formerlyOpen, formerlyUnapplied, formerlySecured } = this.#now.held(data, this.#tell);
    if (formerlyOpen !== totalOf(this.#open)) this.#tell(`debts of ${String(totalOf(this.#open))} minor units`, String(formerlyOpen));
    if (formerlyUnapplied !== totalOf(this.#unapplied))
      this.#tell(`cash of ${String(totalOf(this.#unapplied))} minor units`, String(formerlyUnapplied));
    if (formerlySecured !== this.#exposure) this.#tell(`exposure of ${String(this.#exposure)} minor units`, String(formerlySecured));
    replace(this.#open, open);
    replace(this.#unapplied, cash);
    for (const amounts of [this.#lost, this.#tolerated])
      replace(amounts, new Map([...amounts].map(([key, amount]) => [key, fromFormer(amount, data)])));
    this.#exposure = secured;
    this.#currency = data.currency;
    this.#now = new NowHeld();
  }

  #carried({ moment, openItems, unapplied }: Data<'OpenItemsCarried'>): void {
    for (const item of openItems) {
      const open = this.#minor(item.open);
      if (moment === 'opening')
        this.#equal(`${item.reference} ${item.taxType} ${item.beneficiary}`, this.#open.get(keyOf(item)) ?? 0n, item.open);
      else add(this.#handedOn, keyOf(item), open);
      if (moment === 'closing') this.#securedOn += this.#minor(item.secured);
      if (this.#minor(item.contested) > open) this.#tell(`a disputed part of at most ${item.open}`, item.contested ?? '');
    }
    for (const { receipt, amount } of unapplied) this.#equal(`cash of ${receipt}`, this.#unapplied.get(receipt) ?? 0n, amount);
  }

  #charged(data: Data<'ChargePosted'>, text: string): void {
    let total = 0n;
    for (const { taxType, beneficiary, amount } of data.lines) {
      total += this.#minor(amount);
      this.#owe({ reference: data.reference, taxType, beneficiary }, this.#minor(amount));
    }
    this.#terms.charged += total;
    this.#equal('total', total, data.total);
    this.#charges.push(Buffer.from(sha256Hex(text), 'hex').toString('latin1'));
    if (data.security === undefined) return;
    this.#secure(this.#minor(data.security.reserved));
    this.#equal('exposure', this.#exposure, data.security.exposure);
  }

  #adjusted(data: Data<'ChargeAdjusted'>): void {
    let total = 0n;
    for (const { taxType, beneficiary, amount, reducesOpen, refundable } of data.lines) {
      const reduced = this.#minor(reducesOpen);
      const increase = this.#minor(amount) + reduced + this.#minor(refundable);
      total += this.#minor(amount);
      this.#atLeast('increase', increase);
      this.#terms.adjusted += increase - reduced;
      const debt = { reference: data.reference, taxType, beneficiary };
      const { statement } = data.original;
      this.#owe(debt, increase);
      if (statement !== undefined && this.#kind === 'deferment')
        this.#atLeast(
          `open debt of ${taxType} for ${beneficiary}`,
          add(this.#open, keyOf({ kind: 'statement', ...debt, reference: statement }), -reduced),
        );
      else this.#owe(debt, -reduced);
    }
    this.#equal('total', total, data.total);
    this.#secure(this.#minor(data.reserved));
  }

  #received({ receipt, amount }: Data<'PaymentReceived'>): void {
    add(this.#unapplied, receipt, this.#minor(amount));
    this.#terms.received += this.#minor(amount);
  }

  #allocated({ receipt, pairs, released }: Data<'PaymentAllocated'>): void {
    for (const pair of pairs) {
      this.#settled('applied', pair, this.#minor(pair.amount));
      this.#atLeast(`cash of ${receipt}`, add(this.#unapplied, receipt, -this.#minor(pair.amount)));
    }
    this.#secure(-this.#minor(released));
  }

  #reversed({ receipt, amount, reopened, unapplied, reserved }: Data<'PaymentReversed'>): void {
    this.#equal('amount', this.#minor(unapplied) + this.#openAgain(reopened), amount);
    this.#terms.returned += this.#minor(amount);
    this.#atLeast(`cash of ${receipt}`, add(this.#unapplied, receipt, -this.#minor(unapplied)));
    this.#secure(this.#minor(reserved));
  }

  #undone({ receipt, reopened, reserved }: Data<'AllocationUndone'>): void {
    add(this.#unapplied, receipt, this.#openAgain(reopened));
    this.#secure(this.#minor(reserved));
  }

  /** All of it, or an entry would be on two accounts. */
  #transferred({ receipt, amount }: Data<'PaymentTransferred'>): void {
    this.#equal(`cash of ${receipt}`, this.#unapplied.get(receipt) ?? 0n, amount);
    this.#terms.returned += this.#minor(amount);
    this.#unapplied.delete(receipt);
  }

  /** What that comes to, minor units. */
  #openAgain(reopened: Data<'PaymentReversed'>['reopened']): bigint {
    let sum = 0n;
    for (const { debt } of reopened) {
      const open = this.#minor(debt.amount);
      sum += open;
      add(this.#open, keyOf(debt), open);
    }
    this.#terms.reversed += sum;
    return sum;
  }

  #closed(data: Data<'PeriodClosed'>): void {
    for (const [key, amount] of this.#window) {
      const [taxType = '', beneficiary = ''] = key.split(' ');
      add(this.#open, keyOf({ kind: 'statement', reference: data.statementReference, taxType, beneficiary }), amount);
    }
    this.#window.clear();
    this.#equal('opening', this.#opening, data.opening);
    for (const [term, sign] of equationTerms) if (data[term] !== undefined || sign !== 0n) this.#equal(term, this.#terms[term], data[term]);
    const closing = equationTerms.reduce((sum, [term, sign]) => sum + sign * this.#terms[term], this.#opening);
    this.#equal('closing', closing, data.closing);
    this.#equal('closing', totalOf(this.#open), data.closing);
    this.#equal('unapplied cash', totalOf(this.#unapplied), data.unapplied);
    for (const key of new Set([...this.#open.keys(), ...this.#handedOn.keys()]))
      if (this.#open.get(key) !== this.#handedOn.get(key))
        this.#tell(`${key} of ${String(this.#open.get(key) ?? 0n)} minor units handed on`, String(this.#handedOn.get(key) ?? 0n));
    if (data.security !== undefined) {
      this.#equal('exposure', this.#exposure, data.security.exposure);
      this.#equal('exposure', this.#securedOn, data.security.exposure);
    }
    if (data.chargeCount !== this.#charges.length) this.#tell(`${String(this.#charges.length)} charges stated`, String(data.chargeCount));
    const digest = sha256OfSet(this.#charges.map((hash) => Buffer.from(hash, 'latin1').toString('hex')));
    if (digest !== data.chargeDigest) this.#tell(`charges of digest ${digest}`, data.chargeDigest);
    this.#charges = [];
    this.#handedOn = new Map();
    this.#securedOn = 0n;
  }

  /** A debt of this account by its kind: on a deferment account it waits for the statement that sums it up. */
  #owe({ reference, taxType, beneficiary }: Omit<Debt, 'kind'>, amount: bigint): void {
    const after =
      this.#kind === 'deferment'
        ? add(this.#window, `${taxType} ${beneficiary}`, amount)
        : add(this.#open, keyOf({ kind: this.#kind === 'scheme' ? 'return' : 'charge', reference, taxType, beneficiary }), amount);
    this.#atLeast(`open debt of ${taxType} for ${beneficiary}`, after);
  }

  #toleratedRests({ rests, total }: Data<'ShortPaymentTolerated' | 'ToleratedRestReopened'>, sign: 1n | -1n): void {
    let sum = 0n;
    for (const { debt } of rests) {
      const amount = this.#minor(debt.amount);
      sum += amount;
      this.#settled('tolerated', debt, sign * amount);
      this.#atLeast(`tolerated of ${debt.reference}`, add(this.#tolerated, keyOf(debt), sign * amount));
    }
    this.#equal('total', sum, total);
  }

  #owed(term: Term, debt: Debt, amount: bigint): void {
    this.#terms[term] += amount;
    this.#atLeast(`open debt of ${debt.taxType} for ${debt.beneficiary}`, add(this.#open, keyOf(debt), amount));
  }

  #settled(term: Term, debt: Debt, amount: bigint): void {
    this.#terms[term] += amount;
    this.#atLeast(`open debt of ${debt.taxType} for ${debt.beneficiary}`, add(this.#open, keyOf(debt), -amount));
  }

  #secure(amount: bigint): void {
    this.#exposure += amount;
    if (amount !== 0n) this.#atLeast('exposure', this.#exposure);
  }

  #atLeast(what: string, amount: bigint): void {
    if (amount < 0n) this.#tell(`${what} of at least 0`, String(amount));
  }

  #equal(what: string, expected: bigint, found: string | undefined): void {
    if (this.#minor(found) !== expected) this.#tell(`${what} of ${String(expected)} minor units`, String(this.#minor(found)));
  }

  /** Minor units; nothing said is nothing. */
  #minor(amount: string | undefined): bigint {
    return amount === undefined ? 0n : parseMoney(amount, this.#currency).minor;
  }
}

const replace = (amounts: Map<string, bigint>, by: ReadonlyMap<string, bigint>): void => {
  amounts.clear();
  for (const [key, amount] of by) if (amount !== 0n) amounts.set(key, amount);
};
