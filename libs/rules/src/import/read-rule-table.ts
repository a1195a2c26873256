import { readEcbRates } from './ecb';
import { type TableOrigin, type TableReading } from './table-reading';
import { readTariff } from './tariff';
import { readTolerances } from './tolerances';
import { readVatRates } from './vat';

/** Kinds of tables that are read. */
export const ruleTableKinds = ['ecb', 'vat', 'tariff', 'tolerances'] as const;
export type RuleTableKind = (typeof ruleTableKinds)[number];

/**
 * A public table as text or in pieces of any size (the caller opens and unpacks the file; the largest, the ECB's history, is 3 MB).
 * @throws TableFormatError where the file is not of its kind; a bad line is a verdict
 */
export const readRuleTable = async (
  kind: RuleTableKind,
  content: string | Iterable<string> | AsyncIterable<string>,
  origin: TableOrigin,
): Promise<TableReading> => {
  const text = typeof content === 'string' ? content : await joined(content);
  switch (kind) {
    case 'ecb':
      return readEcbRates(text, origin);
    case 'vat':
      return readVatRates(text, origin);
    case 'tariff':
      return readTariff(text, origin);
    case 'tolerances':
      return readTolerances(text, origin);
  }
};

const joined = async (pieces: Iterable<string> | AsyncIterable<string>): Promise<string> => {
  const parts: string[] = [];
  for await (const piece of pieces) parts.push(piece);
  return parts.join('');
};
