import { code, country, decimal, instant, oneOf, optional, record, reference } from '#event-catalogue';
import { bodyOf } from '../http/field';
import { viewpoint } from '../http/page-cursor';

export class FileReturnDto extends bodyOf(record({ schemeNumber: reference, period: code })) {}
export class ReturnsQuery extends bodyOf(record({ schemeNumber: optional(reference), ...viewpoint })) {}
export class ReturnExportQuery extends bodyOf(record({ format: oneOf('json', 'csv') })) {}
/** One row of a return (country, rate) or one correction (country, originalPeriod); all of it where none is given. */
export class SuppliesQuery extends bodyOf(
  record({ country: optional(country), rate: optional(decimal), originalPeriod: optional(code), ...viewpoint }),
) {}
export class ExcludedQuery extends bodyOf(record({ from: instant, to: instant, ...viewpoint })) {}
