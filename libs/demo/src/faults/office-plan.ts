import { type AccountCycles, accountId, accountPeriodId } from '#accounts';
import { periodCaseKey, statementCaseKey, subjectOf } from '#reconciliation';
import { returnPeriod, returnReference } from '#scheme-returns';
import type { RuleBook, SchemeId } from '#rules';
import { dayAfter, dayOf, firstDay, monthOf, nextMonth } from '../days';
import { ownCurrency } from '../generated-trade';
import { accountCycles, authorityOf, iossNumber, parties, ukVatNumber } from '../parties';
import { isPaidBy } from './fitting';
import { type StrayCharge, subjectOfCharge } from './office-faults';
import { isWellInside, isWorthwhile, periodAfter, place, returnOf, type ReturnPlace } from './return-place';
import { codeOfPayment, faultyEntry, lastEntryDay, paidHow } from './payments';
import type { Fault, NotPlanted } from './truth';
import type { Parcel, PaymentFault } from '../told-parcel';

/**
 * What of a return's figures is wrong: tax of a country's supplies left out, a correction that no credit explains, or collected tax kept.
 */
type WrongFigures = 'tooLittle' | 'takesBack' | 'kept';
export type WrongReturn = ReturnPlace & { readonly how: WrongFigures };
/** A deferment account of the representative, and a parcel that is charged to it. */
interface DefermentAccount {
  readonly parcel: Parcel;
  readonly authority: string;
  readonly collector: string;
  readonly id: string;
  readonly cycle: string;
}

/** What the plan of the back office follows from. */
interface OfficeSettings {
  readonly rules: RuleBook;
  readonly cycles: AccountCycles;
  readonly legalNow: string;
  /** Last day on which a parcel can be accepted. */
  readonly lastAcceptance: string;
}

/** Days over which goods that were delayed arrive. */
export const daysOfArrivals = 5;

const defermentOf = (parcel: Parcel): string => authorityOf(parcel.order.header.destination ?? '');
/**
 * What goes wrong in the back office: statements, returns, bank entries. Each fault rests on an ordinary parcel that makes sure that there
 * is something to go wrong with; that parcel stays as it is. One fault for an account, and for a return.
 */
export class OfficePlan {
  readonly known: Fault[] = [];
  readonly notPlanted: NotPlanted[] = [];
  /** By the stream id of the accounting period whose statement it is. */
  readonly statements = new Map<string, PaymentFault | 'disputed'>();
  /** Authorities at which the representative’s books are not closed from a month on. */
  readonly unclosed = new Map<string, string>();
  /** By authority and reference of the return. */
  readonly returns = new Map<string, PaymentFault>();
  readonly wrong = new Map<string, WrongReturn>();
  /** First period that is not filed, by scheme number. */
  readonly unfiled = new Map<string, string>();
  /** Supplies whose goods take so long that their import belongs to no listing of their month. */
  delayed: { readonly country: string; readonly period: string; readonly arriveFrom: string } | undefined;
  /** Debts that are entered by hand beside the right ones. */
  readonly charges: StrayCharge[] = [];
  /** Authorities at which the representative is refunded nothing: what a fault leaves open would be set off. */
  readonly withoutRefunds = new Set<string>();
  /** The month in which the bank tells what nobody can place. */
  readonly bankMonth: string;
  readonly #rested = new Set<string>();
  readonly #places = new Set<string>();

  /** Looked at while the plan is made, and then let go. */
  private ordinary: readonly Parcel[];

  constructor(
    ordinary: readonly Parcel[],
    /** Authorities at which the representative is refunded because of other faults. */
    private readonly refundedAt: ReadonlySet<string>,
    private readonly settings: OfficeSettings,
  ) {
    this.ordinary = ordinary;
    this.bankMonth = monthOf(settings.lastAcceptance);
    this.#unfiled();
    this.#delays();
    this.#figures();
    this.#payments();
    this.#statements();
    this.#charges();
    this.ordinary = [];
  }

  /** Whether a parcel has to stay as it is. */
  restsOn(orderNumber: string): boolean {
    return this.#rested.has(orderNumber);
  }

  #leaveOut(name: string, code: string, reason: string): void {
    this.notPlanted.push({ notPlanted: name, code, reason });
  }

  #witness(fits: (parcel: Parcel) => boolean): Parcel | undefined {
    const found = this.ordinary.find((parcel) => !this.restsOn(parcel.order.header.orderNumber) && fits(parcel));
    if (found !== undefined) this.#rested.add(found.order.header.orderNumber);
    return found;
  }

  /** An ordinary parcel whose return has no fault yet, with the return. */
  #return(schemes: readonly SchemeId[], fits: (parcel: Parcel, at: ReturnPlace) => boolean): ReturnPlace | undefined {
    let at: ReturnPlace | undefined;
    this.#witness((parcel) => {
      const possible = returnOf(parcel);
      if (possible === undefined || !schemes.includes(possible.scheme) || this.#places.has(place(possible)) || !fits(parcel, possible))
        return false;
      at = possible;
      return true;
    });
    if (at !== undefined) this.#places.add(place(at));
    return at;
  }

  /** All of one state in the first month: only together are they more than what a listing tolerates. */
  #delays(): void {
    const name = 'goods of a month arrive three months later';
    const first = this.ordinary
      .flatMap((parcel) => returnOf(parcel) ?? [])
      .filter(({ scheme }) => scheme === 'EU-IOSS')
      .map(({ period }) => period)
      .sort()[0];
    const parcel = this.ordinary.find((one) => {
      const at = returnOf(one);
      return (
        at?.scheme === 'EU-IOSS' && at.period === first && one.order.header.currency === 'EUR' && ownCurrency[at.country] === undefined
      );
    });
    const at = parcel === undefined ? undefined : returnOf(parcel);
    const arriveFrom = first === undefined ? '' : firstDay(nextMonth(nextMonth(nextMonth(first))));
    if (at === undefined || arriveFrom > dayAfter(this.settings.lastAcceptance, -daysOfArrivals)) {
      this.#leaveOut(name, 'B52', 'no supply of this trade is old enough');
      return;
    }
    const { schemeNumber, period, country } = at;
    this.delayed = { country, period, arriveFrom };
    this.known.push({
      fault: `B52/${schemeNumber}/${period}/${country}`,
      name,
      code: 'B52',
      subject: subjectOf(periodCaseKey(schemeNumber, period), period, country, 'EUR'),
      of: { schemeNumber, period, country },
      plantedAt: firstDay(period),
    });
  }

  #figures(): void {
    const kinds = [
      { how: 'takesBack', code: 'B78', name: 'a return takes back more than credits explain', schemes: ['EU-IOSS'] },
      { how: 'tooLittle', code: 'B51', name: 'a return leaves out tax of its supplies', schemes: ['EU-IOSS', 'UK-SUPPLY'] },
      { how: 'kept', code: 'B53', name: 'a return leaves out tax that was collected', schemes: ['EU-SA'] },
    ] as const;
    const first = this.ordinary.map(({ suppliedOn }) => suppliedOn).sort()[0] ?? '';
    for (const { how, code, name, schemes } of kinds) {
      const at = this.#return(schemes, (parcel, { period }) => isWorthwhile(parcel) && (how !== 'takesBack' || period > monthOf(first)));
      if (at === undefined) this.#leaveOut(name, code, 'no return of this trade has what it can happen to');
      else this.wrong.set(place(at), { ...at, how });
    }
  }

  #payments(): void {
    const ways: readonly (readonly [PaymentFault, readonly SchemeId[]])[] = [
      ['unpaid', ['EU-SA', 'UK-SUPPLY']],
      ['reversed', ['EU-SA', 'UK-SUPPLY']],
      ['late', ['EU-SA', 'EU-IOSS', 'UK-SUPPLY']],
      ['over', ['EU-SA', 'EU-IOSS', 'UK-SUPPLY']],
      ['twice', ['EU-SA', 'EU-IOSS', 'UK-SUPPLY']],
      ['short', ['EU-SA']],
    ];
    for (const [how, schemes] of ways) {
      const name = `return ${paidHow[how]}`;
      const at = this.#return(schemes, (parcel, possible) => isWorthwhile(parcel) && this.#isDueInTime(possible, how));
      if (at === undefined) this.#leaveOut(name, codeOfPayment[how], 'every return of this trade that it can happen to has another fault');
      else this.#payReturn(at, how, name);
    }
  }

  #payReturn(at: ReturnPlace, how: PaymentFault, name: string): void {
    const { authority, schemeNumber, period, country } = at;
    const reference = returnReference(authority, schemeNumber, period);
    const key = periodCaseKey(schemeNumber, period);
    this.returns.set(`${authority} ${reference}`, how);
    const subject = faultyEntry({ authority, reference }, how) ?? (how === 'late' ? key : subjectOf(key, country));
    this.known.push({
      fault: `${codeOfPayment[how]}/${reference}`,
      name,
      code: codeOfPayment[how],
      subject,
      of: { return: reference },
      plantedAt: this.#dueOn(at),
    });
  }

  #dueOn({ scheme, period, country }: ReturnPlace): string {
    return returnPeriod(this.settings.rules, scheme, period, scheme === 'EU-SA' ? country : undefined)?.dueOn ?? '9999-12-31';
  }

  #isDueInTime(at: ReturnPlace, how: PaymentFault): boolean {
    return dayAfter(lastEntryDay(this.#dueOn(at), how), 7) < this.settings.legalNow;
  }

  #statements(): void {
    for (const how of ['unpaid', 'short', 'late', 'over', 'twice', 'reversed', 'disputed'] as const) {
      const name = how === 'disputed' ? 'statement in dispute' : `statement ${paidHow[how]}`;
      const code = how === 'disputed' ? 'B61' : codeOfPayment[how];
      const account = this.#account(name, code);
      if (account === undefined) continue;
      const { authority, collector, cycle, id: accountOf } = account;
      const { id, dueOn } = this.settings.cycles.periodOf(cycle, dayOf(account.parcel.acceptedAt));
      const period = accountPeriodId(authority, accountOf, id);
      this.statements.set(period, how);
      // What is about a bank entry or a dispute is named by the statement, which has its number from the log.
      if (how === 'disputed' || faultyEntry({ authority, reference: '-' }, how) !== undefined) continue;
      this.known.push({
        fault: `${code}/${authority}/${id}`,
        name,
        code,
        subject: statementCaseKey(period),
        of: { authority, holder: collector, period: id },
        plantedAt: dueOn,
      });
    }
    this.#booksLeftOpen();
  }

  /** An account of the representative without another fault, with a parcel that is charged to it. */
  #account(name: string, code: string): DefermentAccount | undefined {
    const parcel = this.#witness(
      (one) =>
        isPaidBy('representative', one) &&
        isWellInside(one.acceptedAt) &&
        !this.withoutRefunds.has(defermentOf(one)) &&
        !this.refundedAt.has(defermentOf(one)),
    );
    if (parcel === undefined) {
      this.#leaveOut(name, code, 'the representative is charged at too few authorities');
      return undefined;
    }
    const authority = defermentOf(parcel);
    const { collector } = parties.representative;
    this.withoutRefunds.add(authority);
    return {
      parcel,
      authority,
      collector,
      id: accountId(authority, collector, 'deferment'),
      cycle: accountCycles.deferment[authority === 'GB' ? 'uk' : 'eu'],
    };
  }

  #booksLeftOpen(): void {
    const name = 'books never closed';
    const account = this.#account(name, 'B62');
    if (account === undefined) return;
    const { authority, collector, id: accountOf, cycle } = account;
    const { lastAcceptance, cycles } = this.settings;
    const { id, end } = cycles.periodOf(cycle, lastAcceptance);
    this.unclosed.set(authority, monthOf(lastAcceptance));
    this.known.push({
      fault: `B62/${authority}/${id}`,
      name,
      code: 'B62',
      subject: statementCaseKey(accountPeriodId(authority, accountOf, id)),
      of: { authority, holder: collector, period: id },
      plantedAt: end,
    });
  }

  #charges(): void {
    const kinds = [
      { how: 'again', code: 'B41', name: 'a debt entered twice' },
      { how: 'elsewhere', code: 'B43', name: 'a debt entered on somebody else’s account' },
      { how: 'tooEarly', code: 'B44', name: 'a debt entered in the period before its own' },
    ] as const;
    const first = this.ordinary.map(({ acceptedAt }) => monthOf(acceptedAt)).sort()[0] ?? '';
    for (const { how, code, name } of kinds) {
      const parcel = this.#witness(
        (one) => isPaidBy('representative', one) && isWellInside(one.acceptedAt) && (how !== 'tooEarly' || monthOf(one.acceptedAt) > first),
      );
      if (parcel === undefined) {
        this.#leaveOut(name, code, 'the representative is charged with too few parcels');
        continue;
      }
      const { orderNumber } = parcel.order.header;
      this.charges.push({ parcel, how });
      this.known.push({
        fault: `${code}/${orderNumber}`,
        name,
        code,
        subject: subjectOfCharge({ parcel, how }),
        amount: '5',
        of: { order: orderNumber },
        plantedAt: parcel.acceptedAt,
      });
    }
  }

  /** The last return that is due is never filed: none can be filed after a gap. */
  #unfiled(): void {
    const numbers = [
      { scheme: 'EU-IOSS', schemeNumber: iossNumber, parcel: this.ordinary.find((one) => returnOf(one)?.scheme === 'EU-IOSS') },
      { scheme: 'UK-SUPPLY', schemeNumber: ukVatNumber, parcel: this.ordinary.find((one) => returnOf(one)?.scheme === 'UK-SUPPLY') },
      { scheme: 'EU-SA', schemeNumber: undefined, parcel: this.ordinary.find((one) => returnOf(one)?.scheme === 'EU-SA') },
    ] as const;
    for (const { scheme, parcel } of numbers) {
      const known = parcel === undefined ? undefined : returnOf(parcel);
      const last = known === undefined ? undefined : this.#lastDue(known);
      if (known === undefined || last === undefined || this.#places.has(place({ ...known, period: last.id }))) {
        this.#leaveOut(`return under ${scheme} never filed`, 'B50', 'no return of the scheme is due, or it has another fault');
        continue;
      }
      this.#places.add(place({ ...known, period: last.id }));
      this.unfiled.set(known.schemeNumber, last.id);
      this.known.push({
        fault: `B50/${known.schemeNumber}/${last.id}`,
        name: `return under ${scheme} never filed`,
        code: 'B50',
        subject: periodCaseKey(known.schemeNumber, last.id),
        of: { schemeNumber: known.schemeNumber, period: last.id },
        plantedAt: last.dueOn,
      });
    }
  }

  #lastDue(at: ReturnPlace): { readonly id: string; readonly dueOn: string } | undefined {
    const { rules, legalNow } = this.settings;
    const state = at.scheme === 'EU-SA' ? at.country : undefined;
    let last: { readonly id: string; readonly dueOn: string } | undefined;
    for (
      let period = returnPeriod(rules, at.scheme, at.period, state);
      period !== undefined && period.dueOn < legalNow;
      period = periodAfter(rules, at.scheme, period.end, state)
    )
      last = period;
    return last;
  }
}
