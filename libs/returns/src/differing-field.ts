import { canonicalJson } from '#event-catalogue';

/** The first of the fields in which two facts differ, or undefined: the same message again is no news. */
export const differingField = <T extends object>(recorded: T, again: T, fields: readonly (keyof T & string)[]): string | undefined =>
  fields.find((field) => textOf(recorded[field]) !== textOf(again[field]));

const textOf = (value: unknown): string => (value === undefined ? '' : canonicalJson(value));
