import { accountKind, receiptRecorded } from '#accounts';
import { book, code, currency, day, id, oneOf, optional, partyCode, record } from '#event-catalogue';
import { bodyOf } from '../http/field';
import { listQuery } from '../http/page-cursor';

export class OpenAccountDto extends bodyOf(
  record({ authority: book, holder: partyCode, kind: accountKind, currency, cycle: code, openedOn: day }),
) {}
/** An entry as a cashier states it; what only a bank's own file tells of one is not taken here. */
export class RecordReceiptDto extends bodyOf(receiptRecorded.data, [
  'source',
  'statement',
  'part',
  'reversal',
  'returnReason',
  'bankTransactionCode',
]) {}

export class AccountsQuery extends bodyOf(listQuery({ authority: optional(book), kind: optional(accountKind) })) {}
export class PageQuery extends bodyOf(listQuery({})) {}
export class StatementsQuery extends bodyOf(listQuery({ authority: book })) {}
export class ToleratedDifferencesQuery extends bodyOf(listQuery({ account: optional(id) })) {}
export class ReceiptsQuery extends bodyOf(
  listQuery({ authority: optional(book), status: optional(oneOf('suspense', 'identified', 'credited')) }),
) {}
