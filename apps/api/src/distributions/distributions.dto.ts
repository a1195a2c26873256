import { book, code, currency, day, optional, record, reference } from '#event-catalogue';
import { bodyOf } from '../http/field';
import { viewpoint } from '../http/page-cursor';

/** What was collected in [from, to) becomes due; `distribution` names the share. */
export class EstablishShareDto extends bodyOf(
  record({ authority: book, beneficiary: code, currency, distribution: reference, from: day, to: day }),
) {}
export class DistributeDto extends bodyOf(
  record({ authority: book, beneficiary: code, currency, distribution: reference, paidOn: day, paymentReference: reference }),
) {}
export class SharesQuery extends bodyOf(record({ authority: book, beneficiary: optional(code), ...viewpoint })) {}
