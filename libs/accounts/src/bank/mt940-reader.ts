import { BankFault, excerpt, type BankBalance, type BankEntry, type BankItem, type BankStatement, type OpenBankFile } from './bank-file';
import { type SwiftField, swiftFields } from './mt940-fields';
import { informationOf } from './mt940-information';

/**
 * Reads MT940 (SWIFT user handbook, category 9) as banks write it: entries as they end, a statement after its entries.
 * @throws BankFault MT940_MALFORMED, STATEMENT_MISSING, ENCODING_MALFORMED
 */
export async function* readMt940(open: OpenBankFile): AsyncGenerator<BankItem> {
  const reader = new Mt940Statements();
  for await (const field of swiftFields(open)) yield* reader.push(field);
  yield* reader.end();
}

interface OpenEntry {
  readonly field: Line;
  readonly information: string[];
}
type Line = Extract<SwiftField, { tag: string }>;

class Mt940Statements {
  #begun: Line | undefined;
  #account = '';
  #number = '';
  #balances: BankBalance[] = [];
  #entry: OpenEntry | undefined;
  #position = 0;
  #closed = false;
  #statements = 0;

  *push(field: SwiftField): Generator<BankItem> {
    if ('end' in field) {
      yield* this.#finish();
      return;
    }
    const { tag, lines, line } = field;
    if (tag === '20') {
      yield* this.#finish();
      this.#begun = field;
      return;
    }
    if (this.#begun === undefined)
      throw new BankFault('MT940_MALFORMED', 'file', `:${tag}: stands outside of a statement, which begins with :20:`, line);
    if (tag === '86') {
      if (!this.#closed) this.#entry?.information.push(...lines);
      return;
    }
    yield* this.#endEntry();
    if (tag === '25' || tag === '25P') this.#account = (lines[0] ?? '').trim();
    else if (tag === '28C' || tag === '28') this.#number = (lines[0] ?? '').trim();
    else if (tag.startsWith('60') || tag.startsWith('62')) this.#balance(field);
    else if (tag === '61') this.#entry = { field, information: [] };
  }

  *end(): Generator<BankItem> {
    yield* this.#finish();
    if (this.#statements === 0) throw new BankFault('STATEMENT_MISSING', 'file', 'expected at least one statement, which begins with :20:');
  }

  /** 60F and 62F are of a day, 60M and 62M of a page: each page agrees with its own entries. */
  #balance({ tag, lines, line }: Line): void {
    const found = /^([CD])(\d{6})([A-Z]{3})([\d,.]{1,40})$/.exec((lines[0] ?? '').trim());
    if (found === null)
      throw new BankFault('MT940_MALFORMED', 'file', `:${tag}: ${excerpt(lines[0] ?? '')}: expected a balance like C260131EUR12,34`, line);
    const [, mark, day = '', currency = '', amount = ''] = found;
    const code = tag.startsWith('60') ? 'OPBD' : 'CLBD';
    this.#balances.push({ code, amount: { text: amount.replace(',', '.'), currency }, credit: mark === 'C', day: dayOf(day) });
    this.#closed ||= code === 'CLBD';
  }

  *#endEntry(): Generator<BankItem> {
    if (this.#entry === undefined) return;
    const { field, information } = this.#entry;
    this.#entry = undefined;
    this.#position += 1;
    yield { kind: 'entry', entry: entryOf(field, information, this.#position, this.#balances[0]?.amount.currency ?? '') };
  }

  *#finish(): Generator<BankItem> {
    yield* this.#endEntry();
    if (this.#begun !== undefined) {
      this.#statements += 1;
      yield { kind: 'statement', statement: this.#statement(this.#begun) };
    }
    this.#begun = undefined;
    this.#account = '';
    this.#number = '';
    this.#balances = [];
    this.#position = 0;
    this.#closed = false;
  }

  /** Banks write the same :20: on every statement, and some the same :28C: too: the days tell them apart. */
  #statement({ line, lines }: Line): BankStatement {
    const id = [(lines[0] ?? '').trim(), this.#number, ...this.#balances.map(({ day }) => day)].filter((part) => part !== '').join('/');
    return { line, kind: 'MT940', id, account: this.#account, balances: this.#balances };
  }
}

/** YYMMDD; statements are younger than 1980. */
const dayOf = (text: string): string =>
  `${Number(text.slice(0, 2)) < 80 ? '20' : '19'}${text.slice(0, 2)}-${text.slice(2, 4)}-${text.slice(4, 6)}`;

/**
 * Value day, entry day without its year, mark (a reversed credit is a debit), funds code, amount, type, the owner's reference, the bank's.
 */
const statementLine = /^(\d{6})(\d{4})?(R?[CD]|E[CD])([A-Z])?([\d,.]{1,40})([A-Z][A-Z0-9]{3})(.*)$/;

/** What stands beside the references and below the line is left out: banks put names and accounts of the other party there. */
const entryOf = ({ line, lines }: Line, information: readonly string[], position: number, currency: string): BankEntry => {
  const text = (lines[0] ?? '').trimEnd();
  const found = statementLine.exec(text);
  if (found === null) throw new BankFault('MT940_MALFORMED', 'file', `:61: ${excerpt(text)}: expected a statement line`, line);
  const [, value = '', booked, mark = '', , amount = '', type = ''] = found;
  const { detail, businessCode } = informationOf(information);
  const valueOn = dayOf(value);
  // EC and ED announce what is expected; they are no bookings.
  const isBooked = !mark.startsWith('E');
  return {
    line,
    position,
    booked: isBooked,
    status: isBooked ? 'BOOK' : mark,
    reversal: mark.startsWith('R'),
    valueOn,
    amount: { text: amount.replace(',', '.'), currency },
    credit: mark === 'C' || mark === 'RD' || mark === 'EC',
    bookedOn: booked === undefined ? valueOn : nearest(booked, valueOn),
    transactionCode: businessCode === undefined ? type : `${type} ${businessCode}`,
    details: [detail],
  };
};

/** A day without its year lies in the year that brings it nearest to the value day. */
const nearest = (monthDay: string, valueOn: string): string => {
  const year = Number(valueOn.slice(0, 4));
  const months = Number(monthDay.slice(0, 2)) - Number(valueOn.slice(5, 7));
  const shifted = months > 6 ? year - 1 : months < -6 ? year + 1 : year;
  return `${String(shifted)}-${monthDay.slice(0, 2)}-${monthDay.slice(2, 4)}`;
};
