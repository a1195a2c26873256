import { type ArgumentMetadata, Injectable, ValidationPipe, type ValidationError } from '@nestjs/common';
import { problem, type ProblemError } from './problem';

interface Fault {
  readonly path: string;
  readonly unknown: boolean;
  readonly message: string;
}

const joined = (parent: string, property: string): string => {
  if (parent === '') return property;
  return /^\d+$/.test(property) ? `${parent}[${property}]` : `${parent}.${property}`;
};

/** The first fault of a tree of validation errors, depth first: the answer names one field. */
const firstFault = (errors: readonly ValidationError[], parent = ''): Fault | undefined => {
  for (const error of errors) {
    const path = joined(parent, error.property);
    const [kind, message] = Object.entries(error.constraints ?? {})[0] ?? [];
    if (kind !== undefined) return faultAt(path, kind, message ?? '');
    const inner = firstFault(error.children ?? [], path);
    if (inner !== undefined) return inner;
  }
  return undefined;
};

/** A shape's message begins with the path inside the field (`roles[1]: expected one of ...`). */
const faultAt = (path: string, kind: string, message: string): Fault => {
  if (kind === 'whitelistValidation') return { path, unknown: true, message: 'no such field' };
  const split = kind === 'shape' ? message.indexOf(': ') : -1;
  if (split === -1) return { path, unknown: false, message };
  const inner = message.slice(0, split).replace(/^[^.[]*/, '');
  return { path: path + inner, unknown: false, message: message.slice(split + 2) };
};

const exceptionFactory = (errors: ValidationError[]): ProblemError => {
  const fault = firstFault(errors);
  if (fault === undefined) return problem('BODY_NOT_OBJECT', 'expected one JSON object');
  return problem(fault.unknown ? 'FIELD_UNKNOWN' : 'FIELD_INVALID', fault.message, { field: fault.path });
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
