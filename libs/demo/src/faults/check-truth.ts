import type { ReadModel } from '#read-model';
import { type Break, Reconciliation, type ReconciliationQuestion, type ReconciliationReport } from '#reconciliation';
import { type NotPlanted, type PlantedFault, type PlantedTruth, readTruth } from './truth';

/** A root break that no fault explains. */
interface Stranger {
  readonly caseKey: string;
  readonly code: string;
  readonly subject: string;
  readonly amount: string;
  readonly currency: string;
  readonly sentence: string;
}
/** What the reconciliation made of the faults that were planted. */
export interface TruthCheck {
  readonly asOf: string;
  readonly planted: number;
  readonly found: number;
  readonly roots: number;
  /** Shares of planted faults that were found, and of root breaks that are planted faults, with four decimals, cut off. */
  readonly recall: string;
  readonly precision: string;
  /** Faults without a break under their code and subject. */
  readonly misses: readonly PlantedFault[];
  readonly strangers: readonly Stranger[];
  /** Faults whose break has another amount at stake than was planted. */
  readonly otherAmounts: readonly { readonly fault: PlantedFault; readonly amount: string; readonly currency: string }[];
  /** Breaks that name a root which is not there. */
  readonly unexplained: readonly Stranger[];
  readonly notPlanted: readonly NotPlanted[];
}

interface Placed {
  readonly caseKey: string;
  readonly found: Break;
}

const strangerOf = ({ caseKey, found: { code, subject, amount, currency, why } }: Placed): Stranger => ({
  caseKey,
  code,
  subject,
  amount,
  currency,
  sentence: why.sentence,
});

/** Cut off, so that one miss in a million is no 1. */
const shareOf = (part: number, whole: number): string => {
  const tenThousandths = whole === 0 ? 10_000 : Math.floor((part * 10_000) / whole);
  return `${String(Math.floor(tenThousandths / 10_000))}.${String(tenThousandths % 10_000).padStart(4, '0')}`;
};

/** Root breaks by id, and the breaks that others explain by what they name. Memory follows the number of breaks. */
export class FoundBreaks {
  readonly roots = new Map<string, Placed>();
  /** A break of one id in two cases would be counted twice. */
  readonly repeated: Placed[] = [];
  readonly #derived = new Map<string, Placed>();
  readonly #rooted = new Set<string>();

  take(caseKey: string, breaks: readonly Break[]): void {
    for (const found of breaks) {
      const { causedBy, code, id } = found;
      if (causedBy !== undefined) this.#derived.set(`${causedBy.caseKey} ${causedBy.code}`, { caseKey, found });
      else {
        if (this.roots.has(id)) this.repeated.push({ caseKey, found });
        this.roots.set(id, { caseKey, found });
        this.#rooted.add(`${caseKey} ${code}`);
      }
    }
  }

  /** One of the breaks that name each root which is not there. */
  unexplained(): readonly Placed[] {
    return [...this.#derived].flatMap(([cause, one]) => (this.#rooted.has(cause) ? [] : [one]));
  }
}

/** Compares the root breaks of a moment with what was planted. `report` is the answer to the same question. */
export const checkTruth = async (
  dataDirectory: string,
  views: ReadModel,
  question: ReconciliationQuestion,
  { periods, receipts }: Pick<ReconciliationReport, 'periods' | 'receipts'>,
): Promise<TruthCheck> => {
  const all = new FoundBreaks();
  for await (const { key, breaks } of new Reconciliation(views).broken(question)) all.take(key, breaks);
  for (const { key, breaks } of [...periods, ...receipts]) all.take(key, breaks);
  return compared(question.asOf, readTruth(dataDirectory), all);
};

/** The same of breaks that are at hand. */
export const compared = (asOf: string, { planted, notPlanted }: PlantedTruth, all: FoundBreaks): TruthCheck => {
  const lasting = planted.filter(({ heals }) => heals === undefined);
  const wanted = new Set(lasting.map((fault) => fault.break));
  const misses = lasting.filter((fault) => !all.roots.has(fault.break));
  const strangers = [...[...all.roots].flatMap(([id, one]) => (wanted.has(id) ? [] : [one])), ...all.repeated];
  const roots = all.roots.size + all.repeated.length;
  return {
    asOf,
    planted: lasting.length,
    found: lasting.length - misses.length,
    roots,
    recall: shareOf(lasting.length - misses.length, lasting.length),
    precision: shareOf(roots - strangers.length, roots),
    misses,
    strangers: strangers.map(strangerOf),
    otherAmounts: otherAmounts(lasting, all),
    unexplained: all.unexplained().map(strangerOf),
    notPlanted,
  };
};

const otherAmounts = (planted: readonly PlantedFault[], { roots }: FoundBreaks): TruthCheck['otherAmounts'] =>
  planted.flatMap((fault) => {
    const found = roots.get(fault.break)?.found;
    if (
      found === undefined ||
      fault.amount === undefined ||
      (found.amount === fault.amount && (fault.currency ?? found.currency) === found.currency)
    )
      return [];
    return [{ fault, amount: found.amount, currency: found.currency }];
  });

/** Whether every fault was found, and nothing else. */
export const holds = ({ misses, strangers, otherAmounts: others, unexplained }: TruthCheck): boolean =>
  misses.length + strangers.length + others.length + unexplained.length === 0;

/** The check as text for people. */
export const formatTruthCheck = (check: TruthCheck): string =>
  [
    `Planted faults on ${check.asOf.slice(0, 10)}`,
    `  ${String(check.planted)} planted, ${String(check.found)} found: recall ${check.recall}; ` +
      `${String(check.roots)} root breaks, ${String(check.strangers.length)} of them strangers: precision ${check.precision}`,
    ...check.misses.map(({ fault, name, subject }) => `  missed: ${fault}, ${name}: ${subject}`),
    ...check.strangers.map(({ code, subject, sentence }) => `  stranger: ${code} ${subject}: ${sentence}`),
    ...check.otherAmounts.map(
      ({ fault, amount, currency }) =>
        `  other amount: ${fault.fault}: ${amount} ${currency}, planted ${fault.amount ?? ''} ${fault.currency ?? ''}`,
    ),
    ...check.unexplained.map(({ code, subject, sentence }) => `  names a root that is not there: ${code} ${subject}: ${sentence}`),
    ...check.notPlanted.map(({ notPlanted, code, reason }) => `  not planted: ${code} ${notPlanted}: ${reason}`),
  ].join('\n');
