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
    return (await super.transform(value, metadata)) as unknown;
  }

  /** What has a shape is held against the clock, too. */
  protected override async validate(body: object, options?: ValidatorOptions): Promise<ValidationError[]> {
    const errors = await super.validate(body, options);
    const fault = errors.length > 0 || this.now === undefined ? undefined : faultOfBodyAt(body, await this.now());
    if (fault !== undefined) throw problemOfFault(fault);
    return errors;
  }
}
