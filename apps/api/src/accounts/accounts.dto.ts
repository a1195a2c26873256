import { accountKind, receiptRecorded } from '#accounts';
import { book, code, currency, day, optional, partyCode, record } from '#event-catalogue';
import { bodyOf } from '../http/field';

export class OpenAccountDto extends bodyOf(record({ authority: book, holder: partyCode, kind: accountKind, currency, cycle: code, openedOn: day })) {}
export class RecordReceiptDto extends bodyOf(receiptRecorded.data, ['source']) {}
export class AccountsQuery extends bodyOf(record({ authority: optional(book) })) {}
