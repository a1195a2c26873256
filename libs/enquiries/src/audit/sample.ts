import { sha256Hex } from '#event-catalogue';
import { absolute, textOf } from '#reconciliation';

/** One of what is sampled. `amount` in 10^-12 units of its currency, signed. */
export interface SampleUnit {
  readonly id: string;
  readonly reference: string;
  readonly day: string;
  readonly amount: bigint;
  readonly currency: string;
  readonly authority: string;
}
export type Stratify = 'none' | 'currency' | 'authority';
export interface SampleAsked {
  readonly seed: string;
  /** How many are to be drawn. */
  readonly size: number;
  readonly stratify: Stratify;
  /**
   * Monetary-unit sampling: each unit of money has the same chance, whatever document it lies in. Per currency, since currencies do not add
   * up.
   */
  readonly monetaryUnit: boolean;
}
export interface SampledUnit extends Omit<SampleUnit, 'amount'> {
  readonly amount: string;
  readonly stratum: string;
  /** Under monetary-unit sampling: how many of the points drawn lie in it, and whether it is so large that one had to. */
  readonly points?: number;
  readonly certain?: true;
}
export interface Stratum {
  readonly stratum: string;
  readonly count: number;
  /** Signed sums by currency. */
  readonly sums: Readonly<Record<string, string>>;
  readonly drawn: number;
  /**
   * Under monetary-unit sampling: total of absolute amounts, the interval between points (cut to 12 digits), the first point, and units
   * without an amount, which cannot be drawn.
   */
  readonly total?: string;
  readonly interval?: string;
  readonly start?: string;
  readonly withoutAmount?: number;
}
export interface Sample {
  readonly population: { readonly count: number; readonly sums: Readonly<Record<string, string>> };
  readonly strata: readonly Stratum[];
  readonly units: readonly SampledUnit[];
  readonly howChosen: string;
}

/** Reads the population anew each time it is called, always in the same order. */
export type Population = () => AsyncIterable<SampleUnit>;

/** A number below `limit` that follows from the seed: 512 bits of it, so that no remainder is favoured by more than 2^-256. */
const numberBelow = (seed: string, limit: bigint): bigint =>
  limit === 0n ? 0n : BigInt(`0x${sha256Hex(`${seed}\n1`)}${sha256Hex(`${seed}\n2`)}`) % limit;
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

interface Counted {
  count: number;
  absolute: bigint;
  withoutAmount: number;
  readonly sums: Map<string, bigint>;
}
const textsOf = (sums: ReadonlyMap<string, bigint>): Readonly<Record<string, string>> =>
  Object.fromEntries([...sums].sort(([a], [b]) => byText(a, b)).map(([currency, sum]) => [currency, textOf(sum)]));

/**
 * Draws a sample that whoever has the log and the seed can draw again. Simple: the units whose SHA-256 of seed and id is smallest, so that
 * each has the same chance and the order of reading has none. Monetary unit: points at equal intervals of the money in order of the
 * population, the first one drawn by the seed (AICPA, Audit Sampling; ISA 530, appendix 4). Two passes; memory follows the size and the
 * number of strata.
 */
export const drawSample = async (population: Population, asked: SampleAsked): Promise<Sample> => {
  const strata = new Map<string, Counted>();
  const all: Counted = { count: 0, absolute: 0n, withoutAmount: 0, sums: new Map() };
  for await (const unit of population()) {
    count(all, unit);
    const stratum = strata.get(stratumOf(unit, asked)) ?? { count: 0, absolute: 0n, withoutAmount: 0, sums: new Map<string, bigint>() };
    strata.set(stratumOf(unit, asked), stratum);
    count(stratum, unit);
  }
  const sizes = sizesOf(strata, asked);
  const drawn = asked.monetaryUnit ? await byMoney(population, asked, strata, sizes) : await byHash(population, asked, sizes);
  return {
    population: { count: all.count, sums: textsOf(all.sums) },
    strata: [...strata]
      .sort(([a], [b]) => byText(a, b))
      .map(([stratum, counted]) =>
        stratumText(stratum, counted, sizes.get(stratum) ?? 0, drawn.filter((unit) => unit.stratum === stratum).length, asked),
      ),
    units: drawn,
    howChosen: sentenceOf(asked),
  };
};

const stratumOf = ({ currency, authority }: SampleUnit, { stratify, monetaryUnit }: SampleAsked): string => {
  if (stratify === 'authority') return monetaryUnit ? `${authority} ${currency}` : authority;
  return stratify === 'currency' || monetaryUnit ? currency : 'all';
};

const count = (counted: Counted, { amount, currency }: SampleUnit): void => {
  counted.count += 1;
  counted.absolute += absolute(amount);
  if (amount === 0n) counted.withoutAmount += 1;
  counted.sums.set(currency, (counted.sums.get(currency) ?? 0n) + amount);
};

/**
 * Each stratum's part of the size, in proportion to its units: whole parts first, then the largest remainders; no stratum more than it has.
 */
const sizesOf = (strata: ReadonlyMap<string, Counted>, { size, monetaryUnit }: SampleAsked): ReadonlyMap<string, number> => {
  const usable = [...strata]
    .map(([stratum, { count: of, withoutAmount }]): readonly [string, number] => [stratum, monetaryUnit ? of - withoutAmount : of])
    .sort(([a], [b]) => byText(a, b));
  const total = usable.reduce((sum, [, of]) => sum + of, 0);
  const wanted = Math.min(size, total);
  const sizes = new Map(usable.map(([stratum, of]) => [stratum, total === 0 ? 0 : Math.floor((of * wanted) / total)]));
  const remainders = usable
    .map(([stratum, of]): readonly [string, number] => [stratum, total === 0 ? 0 : (of * wanted) % total])
    .sort(([a, x], [b, y]) => y - x || byText(a, b));
  let left = wanted - [...sizes.values()].reduce((sum, of) => sum + of, 0);
  for (const [stratum] of remainders) {
    if (left === 0) break;
    sizes.set(stratum, (sizes.get(stratum) ?? 0) + 1);
    left -= 1;
  }
  return sizes;
};

const sampled = ({ amount, ...unit }: SampleUnit, stratum: string): SampledUnit => ({ ...unit, amount: textOf(amount), stratum });

const byHash = async (population: Population, asked: SampleAsked, sizes: ReadonlyMap<string, number>): Promise<readonly SampledUnit[]> => {
  const kept = new Map<string, { readonly hash: string; readonly unit: SampleUnit }[]>();
  for await (const unit of population()) {
    const stratum = stratumOf(unit, asked);
    const size = sizes.get(stratum) ?? 0;
    const own = kept.get(stratum) ?? [];
    kept.set(stratum, own);
    const hash = sha256Hex(`${asked.seed}\n${unit.id}`);
    if (size === 0 || (own.length === size && hash >= (own.at(-1)?.hash ?? ''))) continue;
    own.push({ hash, unit });
    own.sort((a, b) => byText(a.hash, b.hash));
    if (own.length > size) own.pop();
  }
  return [...kept].sort(([a], [b]) => byText(a, b)).flatMap(([stratum, own]) => own.map(({ unit }) => sampled(unit, stratum)));
};

/**
 * Points are whole numbers of `total / size` parts: start + k * total, compared with size times the money so far, so that nothing is
 * rounded.
 */
const byMoney = async (
  population: Population,
  asked: SampleAsked,
  strata: ReadonlyMap<string, Counted>,
  sizes: ReadonlyMap<string, number>,
): Promise<readonly SampledUnit[]> => {
  const found: SampledUnit[] = [];
  const walked = new Map<string, { sum: bigint; taken: bigint }>();
  for await (const unit of population()) {
    const stratum = stratumOf(unit, asked);
    const [size, total] = [BigInt(sizes.get(stratum) ?? 0), strata.get(stratum)?.absolute ?? 0n];
    if (size === 0n || unit.amount === 0n) continue;
    const walk = walked.get(stratum) ?? { sum: 0n, taken: 0n };
    walked.set(stratum, walk);
    walk.sum += absolute(unit.amount);
    const start = numberBelow(`${asked.seed}\n${stratum}`, total);
    let points = 0;
    while (walk.taken < size && start + walk.taken * total < walk.sum * size) {
      walk.taken += 1n;
      points += 1;
    }
    if (points > 0) found.push({ ...sampled(unit, stratum), points, ...(absolute(unit.amount) * size >= total ? { certain: true } : {}) });
  }
  return found.sort((a, b) => byText(a.stratum, b.stratum));
};

const stratumText = (
  stratum: string,
  { count: of, absolute: total, withoutAmount, sums }: Counted,
  size: number,
  drawn: number,
  { monetaryUnit, seed }: SampleAsked,
): Stratum => {
  const plain = { stratum, count: of, sums: textsOf(sums), drawn };
  if (!monetaryUnit) return plain;
  const points = BigInt(size === 0 ? 1 : size);
  return {
    ...plain,
    total: textOf(total),
    interval: textOf(total / points),
    start: textOf(numberBelow(`${seed}\n${stratum}`, total) / points),
    withoutAmount,
  };
};

const sentenceOf = ({ seed, size, monetaryUnit, stratify }: SampleAsked): string => {
  const strata = stratify === 'none' ? '' : ` in each stratum (${stratify}), in proportion to its units`;
  return monetaryUnit
    ? `Monetary-unit sampling${strata || ' in each currency'}: ${String(size)} points at equal intervals of the absolute amounts, ` +
        `in order of day and id, the first by SHA-256 of the seed "${seed}".`
    : `Simple random sampling${strata}: the ${String(size)} units whose SHA-256 of the seed "${seed}" and their id is smallest.`;
};
