import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { book, code, id, partyCode, reference, type Shape } from '#event-catalogue';

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
export const bookParam = param(book);
export const idParam = param(id);
export const periodParam = param(code);
