import { MalformedValueError, textUpTo } from './shape';

/** What a person writes: one line of at most 2,000 characters, and no personal data in it. */
export const remark = textUpTo(2000);

/** The first of some fields of a command that holds a text and no remark, and what was expected of it; undefined where all do. */
export const faultyRemark = (
  command: object,
  fields: readonly string[],
): { readonly field: string; readonly expected: string } | undefined => {
  for (const field of fields) {
    const said: unknown = Reflect.get(command, field);
    if (said === undefined) continue;
    try {
      remark.parse(said, field);
    } catch (error) {
      if (error instanceof MalformedValueError) return { field, expected: error.expected };
      throw error;
    }
  }
  return undefined;
};
