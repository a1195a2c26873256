import { oneOf, optional, partyCode, textUpTo } from '#event-catalogue';
import { monthText } from '#reconciliation';
import { indicatorCodes } from '#risk';
import { bodyOf } from '../http/field';
import { listQuery } from '../http/page-cursor';

/** `subject`: the id of what a finding is about, as findings name it. */
export class FindingsQuery extends bodyOf(listQuery({ code: optional(oneOf(...indicatorCodes)), subject: optional(textUpTo(300)) })) {}
export class QualityQuery extends bodyOf(listQuery({ provider: optional(partyCode), month: optional(monthText) })) {}
