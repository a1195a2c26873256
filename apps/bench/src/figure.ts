/** One measured figure against the limit measured in the same run. Absolutes swing on shared machines; ratios hold. */
export interface Figure {
  readonly name: string;
  /** What is compared, in words. */
  readonly unit: string;
  readonly value: number;
  readonly goal: number;
  readonly better: 'more' | 'less';
  /** Absolutes of the same run, for orientation only. */
  readonly details: Readonly<Record<string, number>>;
}

export const reached = ({ value, goal, better }: Figure): boolean => (better === 'more' ? value >= goal : value <= goal);

const short = (n: number): string => (Math.abs(n) >= 100 ? String(Math.round(n)) : n.toFixed(2));

export const lineOf = (figure: Figure): string => {
  const sign = figure.better === 'more' ? '>=' : '<=';
  const details = Object.entries(figure.details).map(([name, value]) => `${name} ${short(value)}`);
  const verdict = reached(figure) ? 'ok  ' : 'MISS';
  const value = short(figure.value).padStart(8);
  return `${verdict}  ${figure.name.padEnd(38)} ${value} ${sign} ${short(figure.goal)} ${figure.unit}   (${details.join(', ')})`;
};
