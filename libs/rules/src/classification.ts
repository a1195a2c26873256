import facts from '../facts/classification-keywords.json';
import { Remembered } from '#event-catalogue';

/** The commodity code a description is given, and the phrase that gave it. */
export type Classification = Readonly<{ code: string; matched: string }>;

type Rule = Readonly<{ code: string; phrase: string; parts: readonly string[] }>;

const rules: readonly Rule[] = facts.rows.flatMap((row) =>
  row.words.map((phrase) => ({ code: row.code, phrase, parts: phrase.split(' & ').map((part) => ` ${part} `) })),
);
const remembered = new Remembered<Classification | undefined>();

/**
 * The eight-digit code of goods by their description (facts/classification-keywords.json, first match wins), or undefined: such goods
 * cannot be declared. An H7 states the first six digits.
 */
export const classify = (description: string): Classification | undefined => remembered.answer(description, () => byWords(description));

const byWords = (description: string): Classification | undefined => {
  const words = ` ${description
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/g, ' ')
    .trim()} `;
  const rule = rules.find((r) => r.parts.every((part) => words.includes(part)));
  return rule === undefined ? undefined : { code: rule.code, matched: rule.phrase };
};
