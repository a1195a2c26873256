import { Readable } from 'node:stream';
import { type ArgumentMetadata, Injectable, ValidationPipe, type ValidationError } from '@nestjs/common';
import type { ValidatorOptions } from 'class-validator';
import { faultOfBody, faultOfBodyAt } from './field';
import { problem, problemOfFault, type ProblemError } from './problem';

/** An unknown field of the body itself is the whitelist's to tell; all else is the fault that the shape found. */
const exceptionFactory = (errors: ValidationError[]): ProblemError => {
  const [first] = errors;
  if (first?.property === undefined) return problem('BODY_NOT_OBJECT', 'expected one JSON object');
  const unknown = errors.find(({ constraints }) => constraints !== undefined && 'whitelistValidation' in constraints);
  if (unknown !== undefined) return problem('FIELD_UNKNOWN', 'expected no such field', { field: unknown.property });
  const fault = faultOfBody(first.target ?? {});
  return fault === null ? problem('FIELD_MALFORMED', 'expected another value', { field: first.property }) : problemOfFault(fault);
};

/**
 * The first field, by its path, that was given and is not in what was read: Nest and class-transformer pass over what every object
 * inherits (`toString`, `__proto__`), and then nobody sees that it is unknown.
 */
const fieldLost = (given: unknown, read: unknown): string | undefined => {
  if (typeof given !== 'object' || given === null || typeof read !== 'object' || read === null) return undefined;
  for (const [field, value] of Object.entries(given)) {
    const inside = Object.hasOwn(read, field) ? fieldLost(value, (read as Readonly<Record<string, unknown>>)[field]) : '';
    if (inside === undefined) continue;
    const at = Array.isArray(given) ? `[${field}]` : field;
    return inside === '' || inside.startsWith('[') ? `${at}${inside}` : `${at}.${inside}`;
  }
  return undefined;
};

/**
 * Nest's pipe with every door closed: unknown fields and unknown types are refused, an array where an object is expected is refused before
 * class-transformer sees it, values stay what they were (no implicit conversion, no transformation).
 */
@Injectable()
export class StrictValidationPipe extends ValidationPipe {
  /** `now`: the clock by which what happened is told; without it no day is too far ahead. */
  constructor(private readonly now?: () => Promise<string>) {
    super({
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: true,
      stopAtFirstError: true,
      transform: false,
      validationError: { target: true },
      exceptionFactory,
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'body' && value instanceof Readable)
      throw problem('CONTENT_TYPE_UNSUPPORTED', 'Send application/json here; files are taken by /v1/imports.');
    if (metadata.type === 'body' && (typeof value !== 'object' || value === null || Array.isArray(value)))
      throw value === undefined
        ? problem('BODY_MISSING', 'The request needs a JSON body.')
        : problem('BODY_NOT_OBJECT', 'expected one JSON object');
    // Nest takes some of what it passes over out of the value itself.
    const given = typeof value === 'object' && value !== null ? { ...value } : value;
    const read = (await super.transform(value, metadata)) as unknown;
    const lost = fieldLost(given, read);
    if (lost !== undefined) throw problemOfFault({ code: 'FIELD_UNKNOWN', field: lost, message: 'expected no such field' });
    return read;
  }

  /** What has a shape is held against the clock, too. */
  protected override async validate(body: object, options?: ValidatorOptions): Promise<ValidationError[]> {
    const errors = await super.validate(body, options);
    const fault = errors.length > 0 || this.now === undefined ? undefined : faultOfBodyAt(body, await this.now());
    if (fault !== undefined) throw problemOfFault(fault);
    return errors;
  }
}
