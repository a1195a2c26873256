import { percentText } from '../exact-figures';
import { type ProductLine } from '../facts';
import { counted, type Finding, findingOf } from '../finding';
import { grouped } from '../grouped';
import { type RiskRules } from '../risk-rules';

/** R08: lines of a product whose origin is not the one that most of its lines tell. */
export const originShift = (product: string, lines: readonly ProductLine[], rules: RiskRules): readonly Finding[] => {
  const { lines: least, usualPercent } = rules.originShift;
  const told = lines.filter(({ origin }) => origin !== undefined);
  const origins = [...grouped(told, ({ origin }) => origin ?? '')].sort(
    ([a, one], [b, other]) => other.length - one.length || (a < b ? -1 : 1),
  );
  const [usual, usualLines = []] = origins[0] ?? [];
  if (usual === undefined || origins.length < 2 || usualLines.length < least || usualLines.length * 100 < told.length * usualPercent)
    return [];
  const other = told.filter(({ origin }) => origin !== usual);
  const moments = other.map(({ at }) => at).sort();
  const share = percentText(BigInt(usualLines.length), BigInt(told.length));
  const others = [...new Set(other.map(({ origin }) => origin ?? ''))].sort().join(', ');
  return [
    findingOf('R08', rules, {
      subject: { kind: 'product', id: product },
      from: moments[0] ?? '',
      to: moments[moments.length - 1] ?? '',
      figure: { name: 'of another origin', value: String(other.length), unit: 'lines' },
      threshold: { name: 'of the usual origin', value: String(usualPercent), unit: '%' },
      measured: [{ name: 'of the usual origin', value: share, unit: '%' }],
      sentence:
        `product ${product} is of origin ${usual} in ${share} % of its lines, ` +
        `and of another one in ${counted(other.length, 'line')}: ${others}`,
      evidence: other.map(({ stream, position, at, ordinal, origin = '' }) => ({
        stream,
        position,
        values: { at, line: String(ordinal), origin, usual },
      })),
    }),
  ];
};
