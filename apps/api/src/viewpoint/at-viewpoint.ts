import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiQuery } from '@nestjs/swagger';

/** Projections that lists read of, besides those whose rows answer for any moment by themselves. */
export type ViewedProjection = 'accounts' | 'collections' | 'declarations' | 'refund-claims' | 'return-cases' | 'supplies';

export const viewpointKey = 'tidewaiter:viewpoint';

const asOf = { name: 'asOf', required: false, description: 'What was effective by this moment.', schema: { type: 'string', format: 'date-time' } } as const;
const knownAt = { name: 'knownAt', required: false, description: 'As known at this position of the log.', schema: { type: 'string' } } as const;

/**
 * A route that answers as of and as known: it takes `asOf` and `knownAt`, and its pages are all of the moment of the first. `projections` are those
 * whose rows it reads; none where it reads the log alone.
 */
export const AtViewpoint = (...projections: readonly ViewedProjection[]): MethodDecorator => SetMetadata(viewpointKey, projections);

/** As `AtViewpoint`, of a route that takes no other query. */
export const AtViewpointAlone = (...projections: readonly ViewedProjection[]): MethodDecorator => applyDecorators(AtViewpoint(...projections), ApiQuery(asOf), ApiQuery(knownAt));
