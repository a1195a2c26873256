import { ApiProperty } from '@nestjs/swagger';
import { registerDecorator, ValidateIf, type ValidationArguments } from 'class-validator';
import { day, inputFaultOf, instant, MalformedValueError, type InputFault, type Shape } from '#event-catalogue';
import { AmountError, parseMoney, UnknownCurrencyError } from '#money';
import { aheadFault, dateFault } from '#rules';

/** The part of JSON Schema that a record shape prints. */
interface RecordSchema {
  readonly properties: Readonly<Record<string, Record<string, unknown>>>;
  readonly required: readonly string[];
}

/** A day or moment in a body, by the path of its field; whether it says when something happened. */
interface Dated {
  readonly field: string;
  readonly value: string;
  readonly happened: boolean;
}
/** What a shape has against a request, found once for all its fields, and the days and moments in it. */
interface ReadBody {
  readonly fault: InputFault | null;
  readonly dates: readonly Dated[];
}
const known = new WeakMap<object, ReadBody>();

/** The fault of a body that a DTO of `bodyOf` has read, or null. */
export const faultOfBody = (body: object): InputFault | null => known.get(body)?.fault ?? null;

/** What in a body that a DTO of `bodyOf` has read is said to have happened too far ahead of a moment, or undefined. */
export const faultOfBodyAt = (body: object, at: string): InputFault | undefined =>
  firstOf(known.get(body)?.dates ?? [], ({ field, value, happened }) => (happened ? aheadFault(value, field, at) : undefined));

const findFault = (shape: Shape<unknown>, body: object): InputFault | null => {
  const found = known.get(body) ?? readBody(shape, body);
  known.set(body, found);
  return found.fault;
};

const readBody = (shape: Shape<unknown>, body: object): ReadBody => {
  const fault = faultOfShape(shape, body);
  if (fault !== undefined) return { fault, dates: [] };
  const dates = [...datesIn(shape.schema, body, '')];
  // The shape of a day knows the pattern; the calendar knows the day.
  return { fault: firstOf(dates, ({ field, value }) => dateFault(value, field)) ?? rangeFault(dates) ?? null, dates };
};

/** A time that ends before it begins would be answered with nothing, as if there were nothing. */
const rangeFault = (dates: readonly Dated[]): InputFault | undefined => {
  const [from, to] = ['from', 'to'].map((name) => dates.find(({ field }) => field === name)?.value);
  return from === undefined || to === undefined || to >= from
    ? undefined
    : { code: 'FIELD_MALFORMED', field: 'to', message: 'a day that is not before from' };
};

const firstOf = (dates: readonly Dated[], faultOf: (date: Dated) => InputFault | undefined): InputFault | undefined => {
  for (const date of dates) {
    const fault = faultOf(date);
    if (fault !== undefined) return fault;
  }
  return undefined;
};

const faultOfShape = (shape: Shape<unknown>, body: object): InputFault | undefined => {
  try {
    shape.parse({ ...body }, '$');
    checkMoney(body);
    return undefined;
  } catch (error) {
    const fault = inputFaultOf(error, '$');
    if (fault === undefined) throw error;
    return fault;
  }
};

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

const [dayPattern, momentPattern] = [day.schema['pattern'], instant.schema['pattern']];
/**
 * When something happened is said by moments that are named so (`orderedAt`), others are asked about; and by the days of a booking, others are
 * due, valid, meant or counted from, and may be to come.
 */
const [momentOfHappening, daysOfBooking] = [/[a-z]At$/, new Set(['bookedOn', 'valueOn'])];

/** The days and moments that a value of this schema names, however deep. */
function* datesIn(schema: unknown, value: unknown, at: string): Generator<Dated> {
  const {
    pattern,
    properties = {},
    items,
  } = (schema ?? {}) as { readonly pattern?: unknown; readonly properties?: Readonly<Record<string, unknown>>; readonly items?: unknown };
  if (typeof value === 'string') {
    const isMoment = pattern === momentPattern;
    if (isMoment || pattern === dayPattern)
      yield { field: at, value, happened: isMoment ? momentOfHappening.test(at) : daysOfBooking.has(at) };
  } else if (Array.isArray(value)) {
    for (const [i, one] of value.entries()) yield* datesIn(items, one, `${at}[${String(i)}]`);
  } else
    for (const [field, one] of Object.entries(value ?? {})) yield* datesIn(properties[field], one, at === '' ? field : `${at}.${field}`);
}

/** `lines[0].sku` lies in the field `lines`. */
const liesIn = (fault: InputFault | null, field: string): boolean => fault !== null && fault.field.split(/[.[]/, 1)[0] === field;

/**
 * A class whose fields are those of a record shape, to be extended by a named DTO. Shape, validation (class-validator, with the shape's own
 * words and limits) and OpenAPI schema are thus one declaration; what comes through is what the canonical message allows, and nothing else.
 * `without` names optional fields that only this installation fills in (where a fact was imported from): no request may carry them.
 */
export const bodyOf = <T extends object, const W extends keyof T & string = never>(
  shape: Shape<T>,
  without: readonly W[] = [],
): new () => Omit<T, W> => {
  // eslint-disable-next-line @typescript-eslint/no-extraneous-class -- its fields are declared below, by decorators
  class Body {}
  const { properties, required: ofBody } = shape.schema as unknown as RecordSchema;
  const hidden = new Set<string>(without);
  for (const [field, schema] of Object.entries(properties)) {
    if (hidden.has(field)) continue;
    const needed = ofBody.includes(field);
    ValidateIf((body: Record<string, unknown>) => needed || body[field] !== undefined)(Body.prototype, field);
    registerDecorator({
      name: 'shape',
      target: Body,
      propertyName: field,
      validator: {
        validate: (_value, args) => !liesIn(findFault(shape, args?.object ?? {}), field),
        defaultMessage: (args?: ValidationArguments) => findFault(shape, args?.object ?? {})?.message ?? field,
      },
    });
    // Under `required` an object tells its own fields.
    const required = Array.isArray((schema as Partial<RecordSchema>).required) ? { selfRequired: needed } : { required: needed };
    ApiProperty({ ...required, ...(schema as Record<string, never>) })(Body.prototype, field);
  }
  return Body as new () => Omit<T, W>;
};

/**
 * The shape of a message without the fields that its route says; `stated` are values of those that fit the shape, so that it can still
 * check the rest. What comes with one of them in its body is refused.
 */
export const besides = <T extends object, const W extends Partial<T>>(shape: Shape<T>, stated: W): Shape<Omit<T, keyof W>> => {
  const { properties, required, ...rest } = shape.schema as unknown as RecordSchema;
  const isStated = (field: string): boolean => Object.hasOwn(stated, field);
  const own = <V>(fields: Readonly<Record<string, V>>): Readonly<Record<string, V>> =>
    Object.fromEntries(Object.entries(fields).filter(([field]) => !isStated(field)));
  return {
    parse: (value, at) => {
      const given = typeof value === 'object' && value !== null ? Object.keys(value).find(isStated) : undefined;
      if (given !== undefined) throw new MalformedValueError(`${at}.${given}`, 'no such field');
      const parsed = shape.parse(
        typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value, ...stated } : value,
        at,
      );
      return own({ ...parsed } as Readonly<Record<string, unknown>>) as Omit<T, keyof W>;
    },
    schema: { ...rest, properties: own(properties), required: required.filter((field) => !isStated(field)) },
  };
};

/** The fields of a request, as a plain object. */
export const plain = <T extends object>(body: T): { readonly [K in keyof T]: T[K] } => ({ ...body });
