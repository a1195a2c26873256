import { canonicalJson } from '#event-catalogue';
import { accept, type Decider, type Decision } from '#event-store';
import { type BankStatementEvent } from './accounts.events';
import { refuse } from './accounts.rejections';

type Recorded = BankStatementEvent['data'];

/** A statement whose balances were found to agree with its entries; its receipts follow, each in its own stream. */
export type RecordBankStatement = Readonly<{ type: 'RecordBankStatement' } & Recorded>;
export type BankStatementState = Readonly<{ statement?: Recorded }>;

const evolve = (_state: BankStatementState, event: BankStatementEvent): BankStatementState => ({ statement: event.data });

/**
 * The same statement again, in whichever file, changes nothing; other entries or balances under the same identification are refused as a
 * whole.
 */
const decide = (
  { type: _type, ...statement }: RecordBankStatement,
  { statement: known }: BankStatementState,
): Decision<BankStatementEvent> => {
  if (known === undefined) return accept({ type: 'BankStatementRecorded', data: statement });
  if (withoutSource(known) === withoutSource(statement)) return accept();
  const told = ({ entryCount, sum, closing }: Recorded): string =>
    `${String(entryCount)} entries, sum ${sum}${closing === undefined ? '' : `, closing ${closing}`}`;
  return refuse(
    'STATEMENT_ALREADY_RECORDED',
    `${statement.statement} is recorded with ${told(known)}; this one has ${told(statement)} or other words`,
    { field: 'statement' },
  );
};

const withoutSource = ({ source: _source, ...statement }: Recorded): string => canonicalJson(statement);

export const bankStatementDecider: Decider<RecordBankStatement, BankStatementState, BankStatementEvent> = {
  category: 'bankStatement',
  initial: {},
  evolve,
  decide,
};
