import { formatMoney, parseMoney } from '#money';
import { type DutyAssessedData } from './assessment.events';

type Changes = NonNullable<DutyAssessedData['changes']>;
type Assessed = Pick<DutyAssessedData, 'version' | 'currency' | 'totals' | 'relief' | 'payable'>;
/** Why the amounts changed: another version of the data, the full declaration after a provisional one, or another law for the same data. */
export type ChangeReason = 'amended' | 'final' | 'reassessed';

const parts = ['assessed', 'relieved', 'accountedElsewhere', 'secured', 'payable'] as const;

/**
 * What an assessment changes against the one before it: signed, per tax type and beneficiary, rows without a difference left out. The first
 * assessment and all changes after it add up to the latest one: a later version is the first where no earlier one was assessed, and changes
 * all.
 */
export const changesBetween = (before: Assessed | undefined, now: Assessed, reason: ChangeReason, on: string): Changes => {
  const difference = (was: string | undefined, is: string | undefined): string =>
    formatMoney({ minor: minorOf(is, now.currency, on) - minorOf(was, now.currency, on), currency: now.currency }, on);
  const isZero = (amount: string): boolean => parseMoney(amount, now.currency, on).minor === 0n;
  const totals = pairs(before?.totals ?? [], now.totals, ({ taxType, beneficiary }) => `${taxType} ${beneficiary}`)
    .map(({ was, is, row: { taxType, beneficiary } }) => ({
      taxType,
      beneficiary,
      assessed: difference(was?.assessed, is?.assessed),
      relieved: difference(was?.relieved, is?.relieved),
      accountedElsewhere: difference(was?.accountedElsewhere, is?.accountedElsewhere),
      secured: difference(was?.secured, is?.secured),
      payable: difference(was?.payable, is?.payable),
    }))
    .filter((row) => parts.some((part) => !isZero(row[part])));
  const relief = pairs(before?.relief ?? [], now.relief, ({ kind, taxType }) => `${kind} ${taxType}`)
    .map(({ was, is, row: { kind, taxType } }) => ({ kind, taxType, amount: difference(was?.amount, is?.amount) }))
    .filter(({ amount }) => !isZero(amount));
  return { from: before?.version ?? now.version - 1, totals, relief, payable: difference(before?.payable, now.payable), reason };
};

const minorOf = (amount: string | undefined, currency: string, on: string): bigint =>
  amount === undefined ? 0n : parseMoney(amount, currency, on).minor;

/** Rows of both sides by their key, in the order of the keys. */
const pairs = <T>(
  before: readonly T[],
  now: readonly T[],
  keyOf: (row: T) => string,
): readonly Readonly<{ was: T | undefined; is: T | undefined; row: T }>[] => {
  const was = new Map(before.map((row) => [keyOf(row), row]));
  const is = new Map(now.map((row) => [keyOf(row), row]));
  const rows = new Map([...was, ...is]);
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, row]) => ({ was: was.get(key), is: is.get(key), row }));
};
