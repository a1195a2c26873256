import { subjectOf } from '../break-subject';
import { type Break, type PeriodCase } from '../case';
import { breakOf, type EvaluationContext } from '../evaluation-context';
import { textOf } from '../exact-units';
import { addAll } from '../sums';
import { schemeNumberCaseKey } from './period-key';
import { type ListingFacts, type Sums, type SupplyFacts } from './supply-facts';

/** What was imported under one number without ever having been sold under it. */
interface Misuse {
  readonly supplied: Sums;
  readonly imported: Sums;
  readonly unsold: Sums;
  since: string;
}

/** The cases of scheme numbers under which goods were imported that were sold otherwise (break B29), over all their time. */
export const evaluateSchemeNumbers = (facts: SupplyFacts, context: EvaluationContext): readonly PeriodCase[] =>
  [...misuses(facts.listing)].flatMap(([schemeNumber, misuse]) => {
    const breaks = [...misuse.unsold]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([currency, amount]) => misused(schemeNumber, misuse, currency, amount, context));
    if (breaks.length === 0) return [];
    const granted = context.settlement.grantOf(schemeNumber);
    return [
      {
        key: schemeNumberCaseKey(schemeNumber),
        kind: 'period',
        authority: granted?.authority ?? '-',
        holder: granted?.collector ?? '-',
        schemeNumber,
        period: 'all',
        status: 'broken',
        breaks,
        beneficiaries: [],
      } as const,
    ];
  });

const misuses = (listing: ReadonlyMap<string, ListingFacts>): ReadonlyMap<string, Misuse> => {
  const numbers = new Map<string, Misuse>();
  for (const [key, { supplied, imported, unsold, unsoldSince = '' }] of [...listing].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const number = key.slice(0, key.indexOf('\n'));
    const misuse = numbers.get(number) ?? { supplied: new Map(), imported: new Map(), unsold: new Map(), since: '' };
    numbers.set(number, misuse);
    addAll(misuse.supplied, supplied);
    addAll(misuse.imported, imported);
    addAll(misuse.unsold, unsold);
    if (unsoldSince !== '' && (misuse.since === '' || unsoldSince < misuse.since)) misuse.since = unsoldSince;
  }
  return numbers;
};

const misused = (
  schemeNumber: string,
  { supplied, imported, since }: Misuse,
  currency: string,
  amount: bigint,
  context: EvaluationContext,
): Break =>
  breakOf(context, 'B29', {
    subject: subjectOf(schemeNumberCaseKey(schemeNumber), currency),
    amount,
    currency,
    since,
    criterion: `imports under ${schemeNumber} of all time`,
    expected: `goods sold under it, ${textOf(supplied.get(currency) ?? 0n)} ${currency} so far`,
    found: `${textOf(imported.get(currency) ?? 0n)} ${currency} imported, ${textOf(amount)} of it sold otherwise`,
    distance: textOf(amount),
  });
