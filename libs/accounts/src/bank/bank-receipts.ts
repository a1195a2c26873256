import type { InputFault } from '#event-catalogue';
import { formatMoney, isZero } from '#money';
import { type BankEntry, BankFault, type BankItem, excerpt, type OpenBankFile } from './bank-file';
import { readCamt } from './camt-reader';
import { type CashEntry, cashEntryOf } from './cash-entry';
import { readMt940 } from './mt940-reader';
import { type CheckedStatement, checkStatements, type StatementVerdict } from './statement-check';
import type { RecordReceipt } from '../receipt.decider';

/** How a bank's file is written: camt.053 and camt.054 tell themselves apart. */
export const bankFileFormats = { camt: readCamt, mt940: readMt940 } as const;
export type BankFileFormat = keyof typeof bankFileFormats;

/** A receipt but for whose ledger it is in and where it was read. */
export type ToldReceipt = Omit<RecordReceipt, 'type' | 'authority' | 'source'>;

/**
 * What a file says, in its order: a statement comes before its receipts, and one that is refused has none. A batch is told part by part.
 */
export type BankReading =
  | { readonly kind: 'refused'; readonly line: number; readonly reference?: string; readonly fault: InputFault }
  | { readonly kind: 'statement'; readonly line: number; readonly statement: CheckedStatement }
  | { readonly kind: 'receipt'; readonly line: number; readonly receipt: ToldReceipt };

/**
 * Reads a bank's file twice: first every statement is checked (opening + entries = closing, exactly), then the receipts of those that agree
 * are told. A file that is damaged anywhere tells nothing but its fault. Memory holds one entry, the verdicts, and the references of one
 * statement.
 * @throws whatever `open` throws
 */
export async function* readBankFile(format: BankFileFormat, open: OpenBankFile): AsyncGenerator<BankReading> {
  const read = bankFileFormats[format];
  let verdicts: readonly StatementVerdict[];
  try {
    verdicts = await checkStatements(read(open));
  } catch (error) {
    if (!(error instanceof BankFault)) throw error;
    yield { kind: 'refused', line: error.line ?? 1, fault: error.fault };
    return;
  }
  yield* receiptsOf(read(open), verdicts);
}

async function* receiptsOf(items: AsyncIterable<BankItem>, verdicts: readonly StatementVerdict[]): AsyncGenerator<BankReading> {
  let index = 0;
  let references: EntryReferences | undefined;
  const begin = function* (): Generator<BankReading> {
    const verdict = verdicts[index];
    if (references !== undefined || verdict === undefined) return;
    references = new EntryReferences();
    const { line } = verdict;
    yield 'checked' in verdict
      ? { kind: 'statement', line, statement: verdict.checked }
      : { kind: 'refused', line, ...(verdict.id === '' ? {} : { reference: verdict.id }), fault: verdict.fault };
  };
  for await (const item of items) {
    yield* begin();
    const verdict = verdicts[index];
    if (item.kind === 'statement') {
      index += 1;
      references = undefined;
    } else if (verdict !== undefined && 'checked' in verdict && references !== undefined) yield* told(item, verdict.checked, references);
  }
}

function* told(
  { entry }: Extract<BankItem, { kind: 'entry' }>,
  statement: CheckedStatement,
  references: EntryReferences,
): Generator<BankReading> {
  const { line } = entry;
  const cash = entry.booked ? cashEntryOf(entry) : undefined;
  const reference = cash === undefined || isZero(cash.amount) ? undefined : references.of(cash, statement);
  if (cash === undefined || reference === undefined)
    yield { kind: 'refused', line, reference: statement.statement, fault: whySkipped(entry, cash) };
  else for (const receipt of receiptsOfEntry(cash, statement, reference)) yield { kind: 'receipt', line, receipt };
}

/** Why an entry of an accepted statement is no receipt: a verdict of its own, so that nothing disappears. */
const whySkipped = ({ status }: BankEntry, cash: CashEntry | undefined): InputFault => {
  if (cash === undefined)
    return {
      code: 'ENTRY_NOT_BOOKED',
      field: 'status',
      message: `skipped: its status is ${status === '' ? 'not told' : excerpt(status)}, only BOOK is cash`,
    };
  if (isZero(cash.amount)) return { code: 'RECEIPT_AMOUNT_ZERO', field: 'amount', message: 'skipped: a bank entry moves money' };
  return {
    code: 'ENTRY_REFERENCE_MISSING',
    field: 'AcctSvcrRef',
    message: 'skipped: without the reference of the account servicer nothing tells this booking from the same one in the statement',
  };
};

/** One receipt for each payment; the first one of a batch carries the reference of the entry itself. */
function* receiptsOfEntry(
  entry: CashEntry,
  { kind, statement, bankAccount }: CheckedStatement,
  entryReference: string,
): Generator<ToldReceipt> {
  const { amount: whole, bookedOn, valueOn, reversal, transactionCode, parts } = entry;
  const entryAmount = formatMoney(whole, bookedOn);
  for (const [i, { amount, ...said }] of parts.entries())
    yield {
      bankAccount,
      entryReference: i === 0 ? entryReference : `${entryReference}~${String(i + 1)}`,
      amount: formatMoney(amount, bookedOn),
      currency: whole.currency,
      bookedOn,
      valueOn,
      ...said,
      ...(reversal ? { reversal } : {}),
      ...(transactionCode === undefined ? {} : { bankTransactionCode: transactionCode }),
      statement: { kind, id: statement },
      ...(parts.length > 1 ? { part: { index: i + 1, of: parts.length, entryAmount } } : {}),
    };
}

/**
 * The reference that an entry is known by, for ever. Where the account servicer gives one (camt AcctSvcrRef) it names the booking in
 * statements and notifications alike; else the entry is named within its statement, by NtryRef or by its place. What a bank repeats is
 * numbered, never dropped.
 */
class EntryReferences {
  readonly #seen = new Map<string, number>();

  /** Undefined where a notification tells a booking that nothing names. */
  of({ servicerReference, entryReference, position }: CashEntry, { kind, statement }: CheckedStatement): string | undefined {
    if (servicerReference === undefined && kind === 'camt.054') return undefined;
    if (servicerReference === undefined && entryReference === undefined) return `${statement}/#${String(position)}`;
    const name = servicerReference ?? `${statement}/${String(entryReference)}`;
    const times = (this.#seen.get(name) ?? 0) + 1;
    this.#seen.set(name, times);
    return times === 1 ? name : `${name}#${String(times)}`;
  }
}
