import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { code, id, MalformedValueError, partyCode, reference, type Shape } from '#event-catalogue';

/** A path parameter read by a shape; the fault names the parameter. */
class ShapePipe<T> implements PipeTransform<unknown, T> {
  constructor(private readonly shape: Shape<T>) {}

  transform(value: unknown, { data }: ArgumentMetadata): T {
    return this.shape.parse(value, `$.${data ?? ''}`);
  }
}

export const param = <T>(shape: Shape<T>): PipeTransform<unknown, T> => new ShapePipe(shape);

export const partyCodeParam = param(partyCode);
export const referenceParam = param(reference);
export const idParam = param(id);
export const periodParam = param(code);
const streamOf = (value: unknown, at: string): string => {
  if (typeof value !== 'string' || !/^(order|consignment|declaration|returnCase|refundClaim)-[0-9A-HJKMNP-TV-Z]{26}$/.test(value))
    throw new MalformedValueError(at, 'order-, consignment-, declaration-, returnCase- or refundClaim- and an identifier');
  return value;
};
/** A stream that a case may be known by. */
export const streamParam = param<string>({ parse: streamOf, schema: { type: 'string' } });
/** The key of any case, or a stream that a case of a parcel may be known by. */
export const caseParam = param<string>({
  parse: (value, at) => {
    if (
      typeof value === 'string' &&
      /^(return|accountPeriod|account|bankAccount|summary|schemeNumber|receipt)-[\x20-\x7e]{1,200}$/.test(value)
    )
      return value;
    return streamOf(value, at);
  },
  schema: { type: 'string' },
});
