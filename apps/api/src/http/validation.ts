import { type ArgumentMetadata, Injectable, ValidationPipe, type ValidationError } from '@nestjs/common';
import { problem, type ProblemError } from './problem';

/** The message of a shape is `$.lines[0].sku: expected a reference`; whatever else class-validator says is about the property itself. */
const faultOf = (error: ValidationError): ProblemError => {
  const [kind, message] = Object.entries(error.constraints ?? {})[0] ?? [];
  if (kind === 'whitelistValidation') return problem('FIELD_UNKNOWN', 'expected no such field', { field: error.property });
  const [, path, expected] = /^\$\.(\S+): (.*)$/s.exec(message ?? '') ?? [];
  if (path === undefined || expected === undefined) return problem('FIELD_INVALID', message ?? 'expected another value', { field: error.property });
  return problem(expected === 'expected no such field' ? 'FIELD_UNKNOWN' : 'FIELD_INVALID', expected, { field: path });
};

const exceptionFactory = (errors: ValidationError[]): ProblemError => {
  const [first] = errors;
  return first?.property === undefined ? problem('BODY_NOT_OBJECT', 'expected one JSON object') : faultOf(first);
};

/**
 * Nest's pipe with every door closed: unknown fields and unknown types are refused, an array where an object is expected is refused before
 * class-transformer sees it, values stay what they were (no implicit conversion, no transformation).
 */
@Injectable()
export class StrictValidationPipe extends ValidationPipe {
  constructor() {
    super({ whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true, stopAtFirstError: true, transform: false, exceptionFactory });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'body' && (typeof value !== 'object' || value === null || Array.isArray(value)))
      throw value === undefined ? problem('BODY_MISSING', 'The request needs a JSON body.') : problem('BODY_NOT_OBJECT', 'expected one JSON object');
    return (await super.transform(value, metadata)) as unknown;
  }
}
