import { excerptOf } from './json-cursor';
import { MalformedValueError } from './shape';
import { MalformedJsonError } from './strict-json';

/** Why a text from outside was refused: a stable code, the field it is about (`$` or empty: the whole), and a sentence for its sender. */
export interface InputFault {
  readonly code: string;
  readonly field: string;
  readonly message: string;
}

/**
 * The fault that an error of `parseStrictJson` or of a shape stands for, or undefined for any other error. `root` is the name that the
 * shape was parsed under. Foreign text is repeated in plain ASCII and only by its beginning.
 */
export const inputFaultOf = (error: unknown, root: string): InputFault | undefined => {
  if (error instanceof MalformedJsonError) return { code: error.code, field: error.at.replace(/^\$\.?/, ''), message: error.message };
  if (!(error instanceof MalformedValueError)) return undefined;
  const field = error.at.startsWith(`${root}.`) ? error.at.slice(root.length + 1) : error.at === root ? '' : error.at;
  return { code: codeOf(error), field: excerptOf(field), message: `expected ${error.expected}` };
};

const codeOf = ({ expected }: MalformedValueError): string => {
  if (expected === 'no such field') return 'FIELD_UNKNOWN';
  if (expected.endsWith('the field is missing')) return 'FIELD_MISSING';
  return 'FIELD_MALFORMED';
};
