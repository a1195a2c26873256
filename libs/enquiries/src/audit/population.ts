import { type DeclarationRow } from '#declarations';
import { JournalQueries } from '#journal';
import { type ReadModel } from '#read-model';
import { type OrderLeg, type StoredLegs, unitsOf, wholeSubject } from '#reconciliation';
import { unitsOfMinor } from './ledger-of-account';
import { type Population, type SampleUnit } from './sample';

/** What can be sampled: declarations by what is payable, orders by the value of their goods, journal entries by their debits. */
export const sampledThings = ['declarations', 'orders', 'entries'] as const;
export type SampledThing = (typeof sampledThings)[number];

/** Half-open days [from, before). */
export interface SampleDays {
  readonly from: string;
  readonly before: string;
}

/** The population of a time, in order of day and id. */
export const populationOf = (views: ReadModel, thing: SampledThing, days: SampleDays): Population => {
  if (thing === 'declarations') return () => declarations(views, days);
  return thing === 'orders' ? () => orders(views, days) : () => entries(views, days);
};

type Declared = Pick<DeclarationRow, 'declaration' | 'mrn' | 'accepted_on' | 'authority' | 'currency' | 'status'> & {
  readonly payable: string | null;
  readonly assessed_currency: string | null;
};

async function* declarations(views: ReadModel, { from, before }: SampleDays): AsyncGenerator<SampleUnit> {
  const sql =
    'SELECT declaration, mrn, accepted_on, authority, currency, status, payable, assessed_currency FROM declarations WHERE accepted_on >= ? AND accepted_on < ? ORDER BY accepted_on, declaration';
  for await (const row of views.iterate<Declared>(sql, [from, before]))
    yield {
      id: `declaration-${row.declaration}`,
      reference: row.mrn,
      day: row.accepted_on,
      // The row keeps what was assessed before it was taken back, of which nothing is payable any more.
      amount: row.status === 'invalidated' ? 0n : unitsOf(row.payable ?? '0'),
      currency: row.assessed_currency ?? row.currency,
      authority: row.authority,
    };
}

/** By the day (UTC) on which they were placed; the authority is that of the destination, as far as it is known. */
async function* orders(views: ReadModel, { from, before }: SampleDays): AsyncGenerator<SampleUnit> {
  const sql = "SELECT subject, CAST(legs AS TEXT) AS legs FROM case_leg WHERE kind = 'order' AND at >= ? AND at < ? ORDER BY at, subject";
  for await (const { subject, legs } of views.iterate<{ readonly subject: string; readonly legs: string }>(sql, [from, before])) {
    const [, first] = JSON.parse(legs) as StoredLegs;
    const { orderedAt, goods, currency, destination, number } = first as OrderLeg;
    yield {
      id: wholeSubject(subject),
      reference: number,
      day: orderedAt.slice(0, 10),
      amount: unitsOf(goods),
      currency,
      authority: destination ?? '-',
    };
  }
}

/** An entry in each of its currencies, by the day (UTC) from which it counts. */
async function* entries(views: ReadModel, { from, before }: SampleDays): AsyncGenerator<SampleUnit> {
  for await (const { position, entry, effectiveAt, book, stream, revision, template, lines } of new JournalQueries(views).read({
    asOf: before,
  })) {
    if (effectiveAt < from || effectiveAt >= before) continue;
    const debits = new Map<string, bigint>();
    for (const { currency, debit } of lines) debits.set(currency, (debits.get(currency) ?? 0n) + unitsOfMinor(debit, currency));
    for (const [currency, amount] of [...debits].sort(([a], [b]) => (a < b ? -1 : 1)))
      yield {
        id: `${position}/${String(entry)} ${currency}`,
        reference: `${template} ${stream}@${revision}`,
        day: effectiveAt.slice(0, 10),
        amount,
        currency,
        authority: book,
      };
  }
}
