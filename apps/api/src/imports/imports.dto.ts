import { oneOf, optional, record } from '#event-catalogue';
import { bodyOf } from '../http/field';

export class ImportQuery extends bodyOf(
  record({ kind: oneOf('orders', 'payments', 'consignments', 'declarations'), dryRun: optional(oneOf('true', 'false')) }),
) {}
