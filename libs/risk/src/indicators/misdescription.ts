import { type Declared, type ProductLine } from '../facts';
import { counted, type Finding, findingOf } from '../finding';
import { type RiskRules } from '../risk-rules';

/** Letters of any alphabet make words; a text without any names nothing. */
const wordsOf = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '');

/** R07: items that are described in general words alone. */
export const misdescription = (declared: Declared, rules: RiskRules): readonly Finding[] => {
  const generic = new Set(rules.misdescription.genericWords);
  const found = declared.items.filter(({ description }) => wordsOf(description).every((word) => generic.has(word)));
  if (found.length === 0) return [];
  const { stream, position, mrn, acceptedOn, items } = declared;
  return [
    findingOf('R07', rules, {
      subject: { kind: 'declaration', id: stream },
      from: acceptedOn,
      to: acceptedOn,
      aspect: 'description',
      figure: { name: 'described in general words', value: String(found.length), unit: 'items' },
      threshold: { name: 'described in general words', value: '1', unit: 'items' },
      measured: [{ name: 'items', value: String(items.length), unit: 'items' }],
      sentence: `${String(found.length)} of ${counted(items.length, 'item')} of ${mrn} described in general words only, like "${found[0]?.description ?? ''}"`,
      evidence: found.map(({ seq, description, hs6 }) => ({ stream, position, values: { item: String(seq), description, hs6 } })),
    }),
  ];
};

/** R07: lines of one product identifier under several headings of six digits. */
export const severalCodes = (product: string, lines: readonly ProductLine[], rules: RiskRules): readonly Finding[] => {
  const coded = lines.filter(({ hs6 }) => hs6 !== undefined);
  const codes = [...new Set(coded.map(({ hs6 }) => hs6 ?? ''))].sort();
  if (codes.length < rules.misdescription.codes) return [];
  const moments = coded.map(({ at }) => at).sort();
  return [
    findingOf('R07', rules, {
      subject: { kind: 'product', id: product },
      from: moments[0] ?? '',
      to: moments[moments.length - 1] ?? '',
      aspect: 'codes',
      figure: { name: 'codes of six digits', value: String(codes.length), unit: 'codes' },
      threshold: { name: 'codes of six digits', value: String(rules.misdescription.codes), unit: 'codes' },
      measured: [{ name: 'lines', value: String(coded.length), unit: 'lines' }],
      sentence: `product ${product} was announced under ${counted(codes.length, 'code')}: ${codes.join(', ')}`,
      evidence: coded.map(({ stream, position, at, ordinal, hs6 = '' }) => ({
        stream,
        position,
        values: { at, line: String(ordinal), hs6 },
      })),
    }),
  ];
};
