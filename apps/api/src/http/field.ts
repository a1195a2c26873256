import { ApiProperty } from '@nestjs/swagger';
import { registerDecorator, ValidateIf, type ValidationArguments } from 'class-validator';
import { MalformedValueError, type Shape } from '#event-catalogue';
import { AmountError, parseMoney, UnknownCurrencyError } from '#money';

/** The part of JSON Schema that a record shape prints. */
interface RecordSchema {
  readonly properties: Readonly<Record<string, Record<string, unknown>>>;
  readonly required: readonly string[];
}

/** What a shape has against one request, found once for all its fields. */
class Faults {
  readonly #known = new WeakMap<object, MalformedValueError | null>();
  constructor(private readonly shape: Shape<unknown>) {}

  of(body: object): MalformedValueError | null {
    const known = this.#known.get(body);
    if (known !== undefined) return known;
    const fault = this.#find(body);
    this.#known.set(body, fault);
    return fault;
  }

  #find(body: object): MalformedValueError | null {
    try {
      this.shape.parse({ ...body }, '$');
      checkMoney(body);
      return null;
    } catch (error) {
      if (error instanceof MalformedValueError) return error;
      throw error;
    }
  }
}

/** Where a message has an amount and a currency, the amount has the currency's digits; a shape cannot see both. */
const checkMoney = (body: { readonly amount?: unknown; readonly currency?: unknown }): void => {
  const { amount, currency } = body;
  if (typeof amount !== 'string' || typeof currency !== 'string') return;
  try {
    parseMoney(amount, currency);
  } catch (error) {
    if (error instanceof UnknownCurrencyError) throw new MalformedValueError('$.currency', 'a currency of ISO 4217');
    if (error instanceof AmountError) throw new MalformedValueError('$.amount', `an amount with the digits of ${currency}`);
    throw error;
  }
};

/** `$.lines[0].sku` lies in the field `lines`. */
const liesIn = (fault: MalformedValueError, field: string): boolean => /^\$\.([^.[]+)/.exec(fault.at)?.[1] === field;

/**
 * A class whose fields are those of a record shape, to be extended by a named DTO. Shape, validation (class-validator, with the shape's own
 * words and limits) and OpenAPI schema are thus one declaration; what comes through is what the canonical message allows, and nothing else.
 * `without` names optional fields that only this installation fills in (where a fact was imported from): no request may carry them.
 */
export const bodyOf = <T extends object, const W extends keyof T & string = never>(shape: Shape<T>, without: readonly W[] = []): new () => Omit<T, W> => {
  class Body {}
  const faults = new Faults(shape);
  const { properties, required } = shape.schema as unknown as RecordSchema;
  const hidden = new Set<string>(without);
  for (const [field, schema] of Object.entries(properties)) {
    if (hidden.has(field)) continue;
    const needed = required.includes(field);
    ValidateIf((body: Record<string, unknown>) => needed || body[field] !== undefined)(Body.prototype, field);
    registerDecorator({
      name: 'shape',
      target: Body,
      propertyName: field,
      validator: {
        validate: (_value, args) => !liesIn(faults.of(args?.object ?? {}) ?? new MalformedValueError('', ''), field),
        defaultMessage: (args?: ValidationArguments) => faults.of(args?.object ?? {})?.message ?? field,
      },
    });
    ApiProperty({ ...(schema as Record<string, never>), required: needed })(Body.prototype, field);
  }
  return Body as new () => Omit<T, W>;
};
