import { type AccountCycles, type AccountDirectory, accountId } from '#accounts';
import { signOf } from '#money';
import { periodCaseKey, subjectOf } from '#reconciliation';
import type { Ledger } from '#runtime';
import { type BankEntry, bankEntry } from '../bank';
import { monthBefore, monthOf } from '../days';
import type { Due, Dues } from '../dues';
import { parties } from '../parties';
import { runCommands } from '../stage';
import type { Telling } from '../telling';
import { brokenChain, dispute, disputed, enter, monthOfCharge, strayEntries } from './office-faults';
import type { OfficePlan, WrongReturn } from './office-plan';
import { codeOfPayment, faultyEntry, paidHow, paymentsOf } from './payments';
import { faultStage } from './sending';
import type { Truth } from './truth';
import { alteredRate } from './wrong-returns';
import type { PaymentFault } from '../told-parcel';

/** What the back office does otherwise where a fault is planted, month by month. */
export class OfficeFaults {
  /** Accounts whose books are not closed from a month on. */
  readonly #unclosed: ReadonlyMap<string, string>;

  constructor(
    private readonly plan: OfficePlan,
    private readonly truth: Truth,
    private readonly cycles: AccountCycles,
    /** Bank entries that nobody knows. */
    private readonly strays: number,
  ) {
    this.#unclosed = new Map(
      [...plan.unclosed].map(([authority, from]) => [accountId(authority, parties.representative.collector, 'deferment'), from]),
    );
  }

  isFiled(schemeNumber: string, period: string): boolean {
    const first = this.plan.unfiled.get(schemeNumber);
    return first === undefined || period < first;
  }

  figuresOf(schemeNumber: string, period: string): WrongReturn | undefined {
    return this.plan.wrong.get(`${schemeNumber} ${period}`);
  }

  /** The accounts whose books are closed at the beginning of a month. */
  closing(directory: AccountDirectory, month: string): Pick<AccountDirectory, 'all'> {
    if (this.#unclosed.size === 0) return directory;
    return { all: () => directory.all().filter(({ account }) => month <= (this.#unclosed.get(account) ?? month)) };
  }

  /** What is in dispute before it is due, and what the bank tells of nobody. */
  async beforePayments(telling: Telling, month: string, dues: Dues): Promise<void> {
    const disputes = dues.inMonth(month).flatMap((due) => (this.#how(due) === 'disputed' ? (dispute(due, month, this.cycles) ?? []) : []));
    const chain = this.strays > 0 && month === this.plan.bankMonth ? brokenChain(month) : undefined;
    const stray = month === this.plan.bankMonth ? strayEntries(this.strays, month) : [];
    if (chain !== undefined) this.truth.plant(chain.fault);
    for (const { fault } of stray) this.truth.plant(fault);
    for (const send of [...disputes, ...(chain?.sendings ?? [])]) await send(telling);
    await runCommands(
      telling.ledger,
      telling.stages,
      faultStage,
      stray.map(({ fault: _fault, ...entry }) => bankEntry(entry)),
    );
  }

  /** Debts that are entered by hand. */
  async afterClosing(telling: Telling, month: string): Promise<void> {
    for (const stray of this.plan.charges) if (monthOfCharge(stray) === month) await enter(stray, this.cycles)(telling);
  }

  /** The bank entries of a month, by which what was due in it and shortly before is paid. */
  entries(month: string, dues: Dues): readonly BankEntry[] {
    const told = dues.inMonth(month);
    for (const due of told) this.#told(due);
    return [...dues.inMonth(monthBefore(month)), ...told]
      .flatMap((due) => this.#paymentsOf(due))
      .filter(({ bookedOn }) => monthOf(bookedOn) === month);
  }

  /** Returns that were filed with other figures than they should have. */
  async finish({ store, catalogue }: Ledger): Promise<void> {
    for (const [place, { how, country, authority, schemeNumber, period }] of this.plan.wrong) {
      const rate = await alteredRate({ store, catalogue }, { authority, schemeNumber, period, country });
      const code = ({ tooLittle: 'B51', takesBack: 'B78', kept: 'B53' } as const)[how];
      const name = {
        tooLittle: 'a return leaves out tax of its supplies',
        takesBack: 'a return takes back more than credits explain',
        kept: 'a return leaves out tax that was collected',
      }[how];
      if (rate === undefined) this.truth.leaveOut({ notPlanted: name, code, reason: `the return of ${place} has no row for ${country}` });
      else
        this.truth.plant({
          fault: `${code}/${place}`,
          name,
          code,
          subject: subjectOf(periodCaseKey(schemeNumber, period), country, how === 'takesBack' ? 'corrections' : rate),
          of: { schemeNumber, period, country },
          plantedAt: period,
        });
    }
  }

  #how({ authority, reference, statement }: Due): PaymentFault | 'disputed' | undefined {
    return statement === undefined ? this.plan.returns.get(`${authority} ${reference}`) : this.plan.statements.get(statement.period);
  }

  #paymentsOf(due: Due): readonly BankEntry[] {
    const { authority, reference, amount, currency, dueOn: bookedOn } = due;
    const entry = { authority, reference, amount, currency, bookedOn };
    const how = this.#how(due);
    if (how !== 'disputed') return paymentsOf(entry, how);
    const rest = disputed(due)?.undisputed ?? amount;
    return signOf(rest) > 0 ? [{ ...entry, amount: rest }] : [];
  }

  /** Faults whose names only the log has. */
  #told(due: Due): void {
    const how = this.#how(due);
    if (how === undefined || due.statement === undefined) return;
    if (how === 'disputed') {
      const found = disputed(due);
      if (found !== undefined) this.truth.plant(found.fault);
      return;
    }
    const subject = faultyEntry(due, how);
    if (subject !== undefined)
      this.truth.plant({
        fault: `${codeOfPayment[how]}/${due.reference}`,
        name: `statement ${paidHow[how]}`,
        code: codeOfPayment[how],
        subject,
        of: { authority: due.authority, statement: due.reference },
        plantedAt: due.dueOn,
      });
  }
}
