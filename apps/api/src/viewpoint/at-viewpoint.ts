import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiQuery } from '@nestjs/swagger';

/** Projections that lists read of where their rows are built for the moment. */
export type ViewedProjection =
  | 'accounts'
  | 'collections'
  | 'declarations'
  | 'evidence-requests'
  | 'journal'
  | 'reconciliation'
  | 'refund-claims'
  | 'return-cases'
  | 'search'
  | 'supplies';

export const viewpointKey = 'tidewaiter:viewpoint';
export const ownViewpointKey = 'tidewaiter:own-viewpoint';
/** The fields of a query that name its moment. */
export const momentFields = ['asOf', 'knownAt'] as const;
type MomentField = (typeof momentFields)[number];

const asOf = {
  name: 'asOf',
  required: false,
  description: 'What was effective by this moment.',
  schema: { type: 'string', format: 'date-time' },
} as const;
const knownAt = {
  name: 'knownAt',
  required: false,
  description: 'As known at this position of the log.',
  schema: { type: 'string' },
} as const;

/**
 * A route that answers as of and as known: it takes `asOf` and `knownAt`, and its pages are all of the moment of the first. `projections`
 * are those whose rows it reads; none where it reads the log alone.
 */
export const AtViewpoint = (...projections: readonly ViewedProjection[]): MethodDecorator => SetMetadata(viewpointKey, projections);

/** As `AtViewpoint`, of a route that takes no other query. */
export const AtViewpointAlone = (...projections: readonly ViewedProjection[]): MethodDecorator =>
  applyDecorators(AtViewpoint(...projections), ApiQuery(asOf), ApiQuery(knownAt));

/**
 * A route whose rows answer for any moment by themselves: it reads these fields of its query. A moment that a route does not read is
 * refused.
 */
export const OwnViewpoint = (...fields: readonly MomentField[]): MethodDecorator =>
  SetMetadata(ownViewpointKey, fields.length === 0 ? momentFields : fields);
