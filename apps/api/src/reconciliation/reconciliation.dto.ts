import { breakCodes, dimensionShapes, figureShapes } from '#reconciliation';
import { oneOf, optional, record, reference } from '#event-catalogue';
import { bodyOf } from '../http/field';
import { listQuery, viewpoint } from '../http/page-cursor';

export class BridgeQuery extends bodyOf(record({ ...viewpoint, ...dimensionShapes })) {}
/** A figure of the bridge, of all cases or of those within dimensions. */
export class FigureQuery extends bodyOf(record({ ...viewpoint, ...dimensionShapes, ...figureShapes })) {}
export class ViewpointQuery extends bodyOf(record(viewpoint)) {}
export class CaseQuery extends bodyOf(record(viewpoint)) {}
export class CasesQuery extends bodyOf(
  listQuery({
    code: optional(oneOf(...breakCodes)),
    status: optional(oneOf('matched', 'inTransit', 'broken', 'outside')),
    ...dimensionShapes,
    /** How many cases pass and the money of their root breaks, beside the page. */
    totals: optional(oneOf('true', 'false')),
    /** An order number, consignment number or MRN; the next three say which, and one of the four is enough. */
    term: optional(reference),
    mrn: optional(reference),
    tracking: optional(reference),
    order: optional(reference),
    /** The cases behind a figure of the bridge. */
    ...figureShapes,
  }),
) {}
