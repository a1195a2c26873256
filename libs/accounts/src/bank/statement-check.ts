import { canonicalJson, sha256Hex, type InputFault } from '#event-catalogue';
import { add, AmountError, formatMoney, type Money, negate, zero } from '#money';
import { bankAmount, bankDay } from './bank-amount';
import { type BankBalance, BankFault, excerpt, type BankItem, type BankMessageKind, type BankStatement } from './bank-file';
import { type CashEntry, cashEntryOf, factsOf } from './cash-entry';
import { plainReference } from './remittance-text';

/** A statement that may be recorded: what it says of itself, and that its balances agree with its entries. */
export interface CheckedStatement {
  readonly kind: Exclude<BankMessageKind, 'camt.052'>;
  readonly statement: string;
  /** IBAN or the bank's own number, as a party code. */
  readonly bankAccount: string;
  readonly currency: string;
  /** Absent for a notification: it has no balances, so nothing was checked against them. */
  readonly opening?: string;
  readonly closing?: string;
  /** The day of the closing balance; of a notification the last booking day. */
  readonly closedOn: string;
  /** Sum of the booked entries, signed. */
  readonly sum: string;
  readonly entryCount: number;
  /** SHA-256 over the facts of the booked entries and the balances, in the order of the bank. */
  readonly digest: string;
}

/** What became of a statement of a file, in the file's order. */
export type StatementVerdict = { readonly line: number; readonly id: string } & (
  { readonly checked: CheckedStatement } | { readonly fault: InputFault }
);

/** Reads a file to its end and says of each statement whether it may be recorded, as a whole. @throws BankFault of the file itself */
export const checkStatements = async (items: AsyncIterable<BankItem>): Promise<readonly StatementVerdict[]> => {
  const verdicts: StatementVerdict[] = [];
  let tally = new StatementTally();
  for await (const item of items) {
    if (item.kind === 'entry') {
      tally.count(item);
      continue;
    }
    verdicts.push(tally.verdict(item.statement));
    tally = new StatementTally();
  }
  return verdicts;
};

class StatementTally {
  #fault: BankFault | undefined;
  #sum: Money | undefined;
  #entries = 0;
  #booked = 0;
  #lastBookedOn = '';
  #digest = sha256Hex('');

  count({ entry }: Extract<BankItem, { kind: 'entry' }>): void {
    this.#entries += 1;
    if (!entry.booked || this.#fault !== undefined) return;
    this.#guard(() => {
      this.#add(cashEntryOf(entry));
    });
  }

  #add(entry: CashEntry): void {
    this.#booked += 1;
    const { amount, bookedOn, line } = entry;
    if (this.#sum !== undefined && this.#sum.currency !== amount.currency)
      throw new BankFault('STATEMENT_CURRENCY_MIXED', 'currency', `${amount.currency} in a statement in ${this.#sum.currency}`, line);
    this.#sum = this.#sum === undefined ? amount : add(this.#sum, amount);
    if (bookedOn > this.#lastBookedOn) this.#lastBookedOn = bookedOn;
    this.#digest = sha256Hex(this.#digest + canonicalJson(factsOf(entry)));
  }

  verdict(statement: BankStatement): StatementVerdict {
    const at = { line: statement.line, id: excerpt(statement.id) };
    if (!isAccounting(statement))
      return {
        ...at,
        fault: {
          code: 'BANK_MESSAGE_INTRADAY',
          field: 'statement',
          message: 'camt.052 is an intraday report: its entries come again, booked, in a statement',
        },
      };
    const checked = this.#guard(() => this.#check(statement));
    if (checked !== undefined) return { ...at, checked };
    return { ...at, fault: this.#fault?.fault ?? { code: 'STATEMENT_MALFORMED', field: 'statement', message: 'expected a statement' } };
  }

  #guard<T>(read: () => T): T | undefined {
    try {
      if (this.#fault === undefined) return read();
    } catch (error) {
      if (error instanceof BankFault) this.#fault = error;
      else if (error instanceof AmountError) this.#fault = new BankFault(error.code, 'amount', error.message);
      else throw error;
    }
    return undefined;
  }

  #check(statement: AccountingStatement): CheckedStatement {
    const { kind, line, statedEntries } = statement;
    const id = plainReference(statement.id, 'statement', line);
    const bankAccount = bankAccountOf(statement);
    if (statedEntries !== undefined && statedEntries !== String(this.#entries))
      throw new BankFault(
        'STATEMENT_COUNT_DIFFERS',
        'statement',
        `${excerpt(statedEntries)} entries are stated, ${String(this.#entries)} are there`,
        line,
      );
    const balances = kind === 'camt.054' ? undefined : balancesOf(statement);
    const sum = this.#sum ?? (balances === undefined ? undefined : zero(balances.opening.currency));
    if (sum === undefined) throw new BankFault('STATEMENT_EMPTY', 'statement', 'expected a booked entry in a notification', line);
    if (balances !== undefined) agree(balances, sum, line);
    const closedOn = balances?.closedOn ?? this.#lastBookedOn;
    const figures =
      balances === undefined ? {} : { opening: formatMoney(balances.opening, closedOn), closing: formatMoney(balances.closing, closedOn) };
    const said = {
      kind,
      statement: id,
      bankAccount,
      currency: sum.currency,
      ...figures,
      closedOn,
      sum: formatMoney(sum, closedOn),
      entryCount: this.#booked,
    };
    return { ...said, digest: sha256Hex(this.#digest + canonicalJson(said)) };
  }
}

type AccountingStatement = BankStatement & Pick<CheckedStatement, 'kind'>;
const isAccounting = (statement: BankStatement): statement is AccountingStatement => statement.kind !== 'camt.052';

interface Balances {
  readonly opening: Money;
  readonly closing: Money;
  readonly closedOn: string;
}

/**
 * Booked balances alone: what is available or forward is no cash. The closing balance of the day before opens where the bank tells no
 * other.
 */
const balancesOf = ({ balances, line }: BankStatement): Balances => {
  const named = (code: string): BankBalance | undefined => balances.find((balance) => balance.code === code);
  const opening = named('OPBD') ?? named('PRCD');
  const closing = named('CLBD');
  if (opening === undefined || closing === undefined)
    throw new BankFault(
      'STATEMENT_BALANCE_MISSING',
      'statement',
      `expected an opening and a closing booked balance; ${opening === undefined ? 'no opening' : 'no closing'} one is there`,
      line,
    );
  const closedOn = bankDay(closing.day, 'closing', line);
  return { opening: moneyIn(opening, line), closing: moneyIn(closing, line), closedOn };
};

const moneyIn = ({ amount, credit, day }: BankBalance, line: number): Money => {
  const money = bankAmount(amount, bankDay(day, 'balance', line), line);
  return credit ? money : negate(money);
};

const agree = ({ opening, closing, closedOn }: Balances, sum: Money, line: number): void => {
  const other = [opening, closing].find(({ currency }) => currency !== sum.currency);
  if (other !== undefined)
    throw new BankFault('STATEMENT_CURRENCY_MIXED', 'currency', `a balance in ${other.currency}, entries in ${sum.currency}`, line);
  const expected = add(opening, sum);
  if (expected.minor === closing.minor) return;
  const told = (money: Money): string => formatMoney(money, closedOn);
  throw new BankFault(
    'STATEMENT_NOT_BALANCED',
    'closing',
    `opening ${told(opening)} + entries ${told(sum)} = ${told(expected)} ${sum.currency}, the bank says ${told(closing)}`,
    line,
  );
};

/** White space goes, letters become capitals, a slash between bank and account a dash. */
const bankAccountOf = ({ account, line }: BankStatement): string => {
  const code = account.replace(/\s+/g, '').toUpperCase().replaceAll('/', '-');
  if (!/^[A-Z0-9][A-Z0-9._-]{0,39}$/.test(code))
    throw new BankFault('BANK_ACCOUNT_MALFORMED', 'bankAccount', `${excerpt(account)}: expected an IBAN or the number of an account`, line);
  return code;
};
