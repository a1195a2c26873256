import { type ReturnMatchedData, type ReturnReportedData, type ReturnUnmatchedData } from '../return-case.state';
import { type ReturnCandidate } from './candidate';
import { byPlace, type Criterion, differing, named, nearest, placeOf, statedGoods } from './criteria';

type Line = ReturnReportedData['lines'][number];
type Unit = ReturnMatchedData['units'][number];

/** Units for all lines, or the first line that has none with the reason. */
export type Allotment = Readonly<{ kind: 'allotted'; units: readonly Unit[] }> | Failure;
type Failure = Readonly<{ kind: 'failed'; reason: ReturnUnmatchedData['reason']; nearest: ReturnUnmatchedData['candidates'] }>;

const failed = (reason: Failure['reason'], candidates: Failure['nearest']): Failure => ({ kind: 'failed', reason, nearest: candidates });

/** Lines that say more of their goods choose first, so that one that says little takes nothing from them. */
export const allotLines = (lines: readonly Line[], candidates: readonly ReturnCandidate[]): Allotment => {
  const pool = new Pool([...candidates].sort(byPlace));
  const asked = lines.map((line, index) => ({ line, index, criteria: statedGoods(line) }));
  asked.sort((a, b) => b.criteria.length - a.criteria.length || a.index - b.index);
  for (const { line, criteria } of asked) {
    const failure = pool.allot(line, criteria);
    if (failure !== undefined) return failure;
  }
  return { kind: 'allotted', units: pool.units() };
};

/** An item without a place of its own (an order line that no declaration covers) is its line. */
const itemOf = (candidate: ReturnCandidate): string =>
  candidate.mrn === undefined ? placeOf(candidate) : JSON.stringify([candidate.mrn, candidate.seq]);

/** Candidates with what earlier lines left of them. An item is shared by the order lines that it covers: they take from one count. */
class Pool {
  readonly #taken = new Map<ReturnCandidate, number>();
  readonly #takenOfItem = new Map<string, number>();
  readonly #units = new Map<string, Unit>();
  constructor(private readonly candidates: readonly ReturnCandidate[]) {}

  allot(line: Line, criteria: readonly Criterion[]): Failure | undefined {
    const fitting = this.candidates.filter((candidate) => differing(candidate, criteria).length === 0);
    if (fitting.length === 0) return failed('NO_CANDIDATE', nearest(this.candidates, criteria));
    const best = bestOf(fitting, criteria);
    // What went back before cannot go back again, so it does not make the rest ambiguous.
    const open = best.filter((candidate) => this.#free(candidate) > 0);
    const free = this.#freeOfAll(open);
    if (free < line.quantity)
      return failed(
        'QUANTITY_EXCEEDED',
        named(best.map((c) => [c, 'quantity', `asked ${String(line.quantity)}, free ${String(this.#free(c))} of ${String(c.quantity)}`])),
      );
    if (open.length > 1 && free > line.quantity)
      return failed(
        'AMBIGUOUS',
        named(open.map((c) => [c, 'several', `${String(this.#free(c))} units fit equally, asked ${String(line.quantity)}`])),
      );
    let left = line.quantity;
    for (const candidate of open) {
      const quantity = Math.min(left, this.#free(candidate));
      this.#take(candidate, quantity, line.serial);
      left -= quantity;
    }
    return undefined;
  }

  units(): readonly Unit[] {
    return [...this.#units.values()];
  }

  #free(candidate: ReturnCandidate): number {
    const own = candidate.free - (this.#taken.get(candidate) ?? 0);
    return candidate.itemFree === undefined ? own : Math.min(own, candidate.itemFree - (this.#takenOfItem.get(itemOf(candidate)) ?? 0));
  }

  #freeOfAll(candidates: readonly ReturnCandidate[]): number {
    const byItem = new Map<string, { free: number; most: number }>();
    for (const candidate of candidates) {
      const item = itemOf(candidate);
      const { free, most } = byItem.get(item) ?? {
        free: 0,
        most: candidate.itemFree === undefined ? Infinity : candidate.itemFree - (this.#takenOfItem.get(item) ?? 0),
      };
      byItem.set(item, { free: free + this.#free(candidate), most });
    }
    return [...byItem.values()].reduce((total, { free, most }) => total + Math.min(free, most), 0);
  }

  #take(candidate: ReturnCandidate, quantity: number, serial: string | undefined): void {
    if (quantity <= 0) return;
    this.#taken.set(candidate, (this.#taken.get(candidate) ?? 0) + quantity);
    this.#takenOfItem.set(itemOf(candidate), (this.#takenOfItem.get(itemOf(candidate)) ?? 0) + quantity);
    const key = JSON.stringify([placeOf(candidate), serial ?? '']);
    const { declaration, mrn, seq, order } = candidate;
    const before = this.#units.get(key)?.quantity ?? 0;
    this.#units.set(key, {
      ...(declaration === undefined ? {} : { declaration }),
      ...(mrn === undefined ? {} : { mrn }),
      ...(seq === undefined ? {} : { seq }),
      ...(order === undefined ? {} : { order }),
      quantity: before + quantity,
      ...(serial === undefined ? {} : { serial }),
    });
  }
}

/** Of candidates that contradict nothing, those that say the most of what is stated themselves. */
const bestOf = (fitting: readonly ReturnCandidate[], criteria: readonly Criterion[]): readonly ReturnCandidate[] => {
  const agreements = fitting.map((candidate) => criteria.filter(({ agrees }) => agrees?.(candidate) === true).length);
  const most = agreements.reduce((a, b) => Math.max(a, b), 0);
  return fitting.filter((_, i) => agreements[i] === most);
};
