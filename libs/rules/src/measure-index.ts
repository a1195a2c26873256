import { type Day } from '#money';
import { formatExpression } from './expression';
import { isInForce } from './jurisdiction';
import { type Measure } from './measure';

export type MeasureFound = Readonly<{ kind: 'found'; measure: Measure }>;
export type MeasureNotFound = Readonly<{ kind: 'missing' }> | Readonly<{ kind: 'ambiguous'; measures: readonly Measure[] }>;

const NO_MEASURE: MeasureNotFound = { kind: 'missing' };

/** Measures of one jurisdiction and tax type, found by code: by the prefixes above a code, and by what lies beneath a short one. */
export class MeasureIndex {
  readonly #byPrefix = new Map<string, Measure[]>();
  readonly #beneath = new Map<string, Measure[]>();
  readonly #candidates = new Map<string, readonly Measure[]>();

  constructor(measures: Iterable<Measure>) {
    for (const measure of measures) {
      push(this.#byPrefix, measure.codePrefix, measure);
      for (const length of [4, 6, 8])
        if (measure.codePrefix.length > length) push(this.#beneath, measure.codePrefix.slice(0, length), measure);
    }
  }

  /**
   * The measure for goods of a code and origin on a day. Where the code is shorter than the tariff and the lines beneath it differ, the
   * answer is `ambiguous`: a break, never a choice. A measure for the origin goes before one for all origins.
   */
  find(code: string, origin: string, on: Day): MeasureFound | MeasureNotFound {
    const inForce = this.#of(code).filter((m) => (m.origin === '*' || m.origin === origin) && isInForce(m, on));
    const [only] = inForce;
    if (only !== undefined && inForce.length === 1) return { kind: 'found', measure: only };
    const own = inForce.filter((m) => m.origin !== '*');
    const used = own.length > 0 ? own : inForce;
    const beneath = used.filter((m) => m.codePrefix.length > code.length);
    const longest = used.reduce((length, m) => (m.codePrefix.length <= code.length ? Math.max(length, m.codePrefix.length) : length), -1);
    const above = used.filter((m) => m.codePrefix.length === longest);
    // A later publication of the same line replaces the earlier; lists are short, so a pass over them is the cheapest way.
    const competing = [...newest(above), ...newest(beneath)];
    const first = competing[0];
    if (first === undefined) return NO_MEASURE;
    const text = formatExpression(first.expression);
    if (competing.length > 1 && competing.some((m) => formatExpression(m.expression) !== text))
      return { kind: 'ambiguous', measures: competing };
    return { kind: 'found', measure: first };
  }

  #of(code: string): readonly Measure[] {
    const known = this.#candidates.get(code);
    if (known !== undefined) return known;
    const found: Measure[] = [...(this.#beneath.get(code) ?? [])];
    for (let length = code.length; length >= 0; length -= 1) found.push(...(this.#byPrefix.get(code.slice(0, length)) ?? []));
    found.sort((a, b) => (a.id < b.id ? -1 : 1));
    this.#candidates.set(code, found);
    return found;
  }
}

const newest = (measures: readonly Measure[]): readonly Measure[] => {
  if (measures.length < 2) return measures;
  const latest = new Map<string, Measure>();
  for (const m of measures) if ((latest.get(m.codePrefix)?.from ?? '') <= m.from) latest.set(m.codePrefix, m);
  return [...latest.values()];
};

const push = (map: Map<string, Measure[]>, key: string, measure: Measure): void => {
  const list = map.get(key);
  if (list === undefined) map.set(key, [measure]);
  else list.push(measure);
};
