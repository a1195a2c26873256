import { type ReadModel } from '#read-model';
import { textOf } from '../exact-units';
import { type SummaryFact } from '../legs/settlement-fact';
import { assembleFacts } from '../parcel/parcel-facts';
import {
  type DeclaredByDay,
  declaredNames,
  declaredOn,
  type DeclaredSums,
  declareIn,
  holderOf,
  oneDeclaration,
} from '../period/declared-sums';
import { isSummaryKey, summaryCaseKey } from '../period/period-key';
import { lackingIn } from '../period/summary-criteria';
import { type ReconciliationQuestion } from '../reconciliation-question';
import { CaseReader } from '../views/case-reader';
import { amountCriterion, bestFirst, massCriterion, weighed } from './criteria';
import { type MatchingRules } from './matching-rules';
import { type Missing } from './missing-legs';
import { mostSets, setsOf, type Together } from './several';

/** A declaration in the days of a summary, and what it came to when that was submitted. */
interface Declared {
  readonly subject: string;
  readonly name: string;
  readonly sums: DeclaredSums;
}

/**
 * Which declarations a consolidated summary left out: those whose number, values and mass are exactly what it lacks. One pass over all
 * cases, as for any answer about periods.
 */
export class LeftOut {
  constructor(
    private readonly views: ReadModel,
    private readonly question: ReconciliationQuestion,
    private readonly matching: MatchingRules,
  ) {}

  /** Nothing for what is no summary, for one that lacks nothing, and for one that says more than there is. */
  async of(key: string): Promise<readonly Missing[]> {
    if (!isSummaryKey(key)) return [];
    const reader = new CaseReader(this.views, this.question);
    const summary = (await reader.settlement()).summaries.find((one) => summaryCaseKey(one) === key);
    if (summary === undefined) return [];
    const all: DeclaredByDay = new Map();
    const declared: Declared[] = [];
    for await (const { legs } of reader.cases())
      for (const { declarations, invalidated } of assembleFacts(legs.filter(({ at }) => at <= this.question.asOf)).parcels)
        for (const one of [...declarations, ...invalidated]) {
          declareIn(all, one);
          const own: DeclaredByDay = new Map();
          declareIn(own, one);
          const sums = declaredOn(own, holderOf(summary), summary, (change) => change <= summary.submittedOn);
          if (sums.get(declaredNames.count) === oneDeclaration)
            declared.push({ subject: one.id, name: `declaration ${one.head?.mrn ?? one.id}`, sums });
        }
    return this.#found(key, summary, lackingIn(summary, all), declared);
  }

  #found(key: string, summary: SummaryFact, lacking: DeclaredSums, declared: readonly Declared[]): readonly Missing[] {
    const few = Number((lacking.get(declaredNames.count) ?? 0n) / oneDeclaration);
    const currencies = [...lacking.keys()].filter((name) => name !== declaredNames.count && name !== declaredNames.mass);
    if (few < 1 || currencies.length === 0 || [...lacking.values()].some((amount) => amount < 0n)) return [];
    const missing = { leg: 'declaration', of: key } as const;
    if (few === 1)
      return [
        {
          ...missing,
          candidates: bestFirst(
            declared.map((one) => weighedOne(one, lacking, currencies, this.matching)),
            this.matching,
          ),
        },
      ];
    const { sets: rule } = this.matching;
    const fitting = declared.filter(
      ({ sums }) =>
        [...lacking].every(([name, most]) => (sums.get(name) ?? 0n) <= most) &&
        currenciesOf(sums).every((currency) => currencies.includes(currency)),
    );
    if (few > rule.members)
      return [
        {
          ...missing,
          candidates: [],
          unsearchable: `${String(few)} declarations of summary ${summary.reference} are lacking: sets of at most ${String(rule.members)} are looked for`,
        },
      ];
    const pool = fitting.slice(0, rule.pool);
    const sets = setsOf(
      joint(lacking, lacking),
      pool.map(({ subject, name, sums }) => ({ subject, name, amount: joint(sums, lacking) })),
      few,
    );
    const whole = fitting.length <= rule.pool;
    const together = {
      sets: sets.slice(0, mostSets).map((set) =>
        togetherOf(
          set.map(({ subject }) => subject),
          pool,
          lacking,
          currencies,
          rule,
        ),
      ),
      unique: sets.length === 1 && whole,
      complete: whole && sets.length <= mostSets,
      searched: pool.length,
    };
    return [{ ...missing, candidates: [], ...(sets.length === 0 ? {} : { together }) }];
  }
}

const currenciesOf = (sums: DeclaredSums): readonly string[] =>
  [...sums.keys()].filter((name) => !(Object.values(declaredNames) as readonly string[]).includes(name));

const weighedOne = (
  { subject, name, sums }: Declared,
  lacking: DeclaredSums,
  currencies: readonly string[],
  matching: MatchingRules,
): ReturnType<typeof weighed> => {
  const mass = lacking.get(declaredNames.mass);
  const values = [...new Set([...currencies, ...currenciesOf(sums)])].map((currency) =>
    amountCriterion(lacking.get(currency) ?? 0n, sums.get(currency) ?? 0n, 0n, currency),
  );
  return weighed(
    subject,
    name,
    [...values, ...(mass === undefined ? [] : [massCriterion(mass, sums.get(declaredNames.mass) ?? 0n, 0n)])],
    matching,
  );
};

/** Wider than any sum of a few amounts: so wide apart none reaches into the next. */
const width = 160n;
/** All that is compared as one number: sums of such numbers are equal where each of the amounts is. */
const joint = (sums: DeclaredSums, asked: DeclaredSums): bigint =>
  [...asked.keys()].sort().reduce((number, name) => (number << width) + (sums.get(name) ?? 0n), 0n);

const togetherOf = (
  subjects: readonly string[],
  pool: readonly Declared[],
  lacking: DeclaredSums,
  [currency = '', ...others]: readonly string[],
  { id, version }: MatchingRules['sets'],
): Together => {
  const members = pool.filter(({ subject }) => subjects.includes(subject)).sort((a, b) => (a.name < b.name ? -1 : 1));
  const mass = lacking.get(declaredNames.mass);
  const all = [
    ...[currency, ...others].map((one) => `${textOf(lacking.get(one) ?? 0n)} ${one}`),
    ...(mass === undefined ? [] : [`${textOf(mass)} kg`]),
  ].join(' and ');
  return {
    rule: `${id}@${String(version)}`,
    amount: textOf(lacking.get(currency) ?? 0n),
    currency,
    tolerance: '0',
    distance: '0',
    score: 100,
    members: members.map(({ subject, name, sums }) => ({ subject, name, amount: textOf(sums.get(currency) ?? 0n) })),
    sentence: `${members.map(({ name, sums }) => `${name} (${textOf(sums.get(currency) ?? 0n)})`).join(', ')}: together exactly ${all}.`,
  };
};
