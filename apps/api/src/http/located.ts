import type { ApiResponseNoStatusOptions } from '@nestjs/swagger';

/** Says in the API description that an answer names a place: `what` lies there. */
export const located = (what: string): ApiResponseNoStatusOptions => ({
  headers: { Location: { required: true, description: what, schema: { type: 'string', format: 'uri-reference' } } },
});
