import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { book, code, day, id, instant, optional, partyCode, reference, type OptionalField, type Shape } from '#event-catalogue';

/** A path or query parameter read by a shape; the fault names the parameter. */
class ShapePipe<T> implements PipeTransform<unknown, T> {
  constructor(private readonly shape: Shape<T>) {}

  transform(value: unknown, { data }: ArgumentMetadata): T {
    return this.shape.parse(value, `$.${data ?? ''}`);
  }
}

class OptionalPipe<T> implements PipeTransform<unknown, T | undefined> {
  readonly #present: ShapePipe<T>;
  constructor({ optional: shape }: OptionalField<T>) {
    this.#present = new ShapePipe(shape);
  }

  transform(value: unknown, metadata: ArgumentMetadata): T | undefined {
    return value === undefined ? undefined : this.#present.transform(value, metadata);
  }
}

export const param = <T>(shape: Shape<T>): PipeTransform<unknown, T> => new ShapePipe(shape);
export const optionalParam = <T>(shape: Shape<T>): PipeTransform<unknown, T | undefined> => new OptionalPipe(optional(shape));

export const partyCodeParam = param(partyCode);
export const referenceParam = param(reference);
export const bookParam = param(book);
export const idParam = param(id);
export const periodParam = param(code);
export const optionalDay = optionalParam(day);
export const optionalInstant = optionalParam(instant);
export const optionalText = optionalParam(reference);
