import { applyDecorators, type Type } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Type as Typed } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsDefined, IsOptional, registerDecorator, ValidateNested } from 'class-validator';
import { MalformedValueError, type Fields, type OptionalField, type RecordOf, type Shape } from '#event-catalogue';

/** What a shape has against a value, as `path: expected what`, or undefined. */
const faultOf = (shape: Shape<unknown>, value: unknown, at: string): string | undefined => {
  try {
    shape.parse(value, at);
    return undefined;
  } catch (error) {
    if (error instanceof MalformedValueError) return error.message;
    throw error;
  }
};

const fits = (shape: Shape<unknown>): PropertyDecorator => (target, key) => {
  const name = String(key);
  registerDecorator({
    name: 'shape',
    target: target.constructor,
    propertyName: name,
    validator: {
      validate: (value) => faultOf(shape, value, name) === undefined,
      defaultMessage: (args) => faultOf(shape, args?.value, name) ?? name,
    },
  });
};

/** A field of a request, checked by a shape of the event catalogue: the same words, limits and messages as in events, and the OpenAPI schema. */
export const Field = (shape: Shape<unknown>, options: { optional?: boolean; description?: string } = {}): PropertyDecorator =>
  applyDecorators(
    options.optional === true ? IsOptional() : IsDefined({ message: 'expected a value; the field is missing' }),
    fits(shape),
    ApiProperty({
      required: options.optional !== true,
      ...(options.description === undefined ? {} : { description: options.description }),
      ...(shape.schema as Record<string, never>),
    }),
  );

/** An object inside a request. @IsDefined always: @ValidateNested alone accepts a missing object. */
export const Nested = (type: () => Type): PropertyDecorator =>
  applyDecorators(IsDefined({ message: 'expected a value; the field is missing' }), ValidateNested({ message: 'expected an object' }), Typed(type), ApiProperty({ type }));

/** A list of objects inside a request. */
export const NestedList = (type: () => Type, limits: { min: number; max: number }): PropertyDecorator =>
  applyDecorators(
    IsDefined({ message: 'expected a value; the field is missing' }),
    IsArray({ message: 'expected a list' }),
    ArrayMinSize(limits.min, { message: `expected at least ${String(limits.min)} entries` }),
    ArrayMaxSize(limits.max, { message: `expected at most ${String(limits.max)} entries` }),
    ValidateNested({ each: true, message: 'expected a list of objects' }),
    Typed(type),
    ApiProperty({ type, isArray: true, minItems: limits.min, maxItems: limits.max }),
  );

const isOptional = (field: Shape<unknown> | OptionalField<unknown>): field is OptionalField<unknown> => 'optional' in field;

/** A class whose fields are those of a canonical message: extended by a named DTO, so that shape, validation and OpenAPI are one declaration. */
export const bodyOf = <F extends Fields>(fields: F): new () => RecordOf<F> => {
  class Body {}
  for (const [name, field] of Object.entries(fields))
    Field(isOptional(field) ? field.optional : field, { optional: isOptional(field) })(Body.prototype, name);
  return Body as new () => RecordOf<F>;
};
