import type { OrderEvent } from '#advance-data';
import type { DeclarationEvent, DutyAssessedData } from '#declarations';
import type { Recorded } from '#event-catalogue';
import { parseMoney } from '#money';

/** Amounts in minor units by name: source, authority, tax type, currency, amount. */
export type Sums = Readonly<Record<string, bigint>>;

const stand = new Set(['assessed', 'accountedElsewhere', 'secured', 'payable'] as const);

/**
 * What a ledger determined, added up straight from its events: the last assessment of each declaration that stands, and each supply with
 * its corrections.
 */
export const sumsOf = (events: readonly Recorded[]): Sums => {
  const sums: Record<string, bigint> = {};
  const add = (name: string, minor: bigint): void => {
    if (minor !== 0n) sums[name] = (sums[name] ?? 0n) + minor;
  };
  for (const event of events as readonly Recorded<OrderEvent>[]) {
    if (event.type !== 'SupplyAttributed' && event.type !== 'SupplyAdjusted') continue;
    const { consumptionCountry, currency, rows } = event.data;
    for (const { vat } of rows)
      for (const field of ['assessed', 'payable'])
        add(`checkout ${consumptionCountry} B00 ${currency} ${field}`, parseMoney(vat, currency).minor);
  }
  for (const { authority, currency, totals, relief, accountedIn } of standing(events)) {
    for (const total of totals) {
      for (const field of stand) add(`import ${authority} ${total.taxType} ${currency} ${field}`, parseMoney(total[field], currency).minor);
      if (accountedIn?.scheme === 'EU-SA')
        for (const field of ['assessed', 'payable'])
          add(`delivery ${authority} ${total.taxType} ${currency} ${field}`, parseMoney(total.accountedElsewhere, currency).minor);
    }
    for (const { kind, taxType, amount } of relief)
      add(
        `import ${authority} ${taxType} ${currency} ${kind === 'forgone' ? 'forgone' : 'otherRelief'}`,
        parseMoney(amount, currency).minor,
      );
  }
  return Object.fromEntries(
    Object.entries(sums)
      .filter(([, minor]) => minor !== 0n)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
};

/** Payable at importation by tax type and currency: zero rows too. */
export const payableOf = (events: readonly Recorded[]): Sums => {
  const sums: Record<string, bigint> = {};
  for (const { currency, totals } of standing(events))
    for (const { taxType, payable } of totals)
      sums[`${taxType} ${currency}`] = (sums[`${taxType} ${currency}`] ?? 0n) + parseMoney(payable, currency).minor;
  return sums;
};

/** The last assessment of each declaration that was not invalidated. */
const standing = (events: readonly Recorded[]): Iterable<DutyAssessedData> => {
  const duties = new Map<string, DutyAssessedData>();
  for (const event of events as readonly Recorded<DeclarationEvent>[]) {
    if (event.type === 'DutyAssessed') duties.set(event.stream, event.data);
    if (event.type === 'DeclarationInvalidated') duties.delete(event.stream);
  }
  return duties.values();
};
