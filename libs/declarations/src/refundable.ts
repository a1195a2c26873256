import { formatMoney, parseMoney } from '#money';
import { type AssessedLine } from './assessment.events';
import { type LodgedDeclaration } from './declarations.state';
import { refundedUnits, type RefundLedger, returnedUnits } from './refund-ledger';

type TaxOfItem = Readonly<{ seq: number; taxType: string; beneficiary: string }>;
/**
 * A tax of an item: what was assessed as payable, what is taken of it, what can still be given back, minor units. `rate`: the rule as text.
 */
export type Refundable = TaxOfItem & Readonly<{ rate: string; payable: bigint; reserved: bigint; left: bigint }>;

export const taxKey = ({ seq, taxType, beneficiary }: TaxOfItem): string => `${String(seq)} ${taxType} ${beneficiary}`;

/** What is payable by item, tax type and beneficiary: a tax type may have several lines (two duties A20). */
export const refundableTaxes = (
  refunds: RefundLedger,
  lines: readonly AssessedLine[],
  currency: string,
  on: string,
): ReadonlyMap<string, Refundable> => {
  const taken = new Map<string, bigint>();
  for (const { lines: reserved } of refunds.reservations.values())
    for (const line of reserved) taken.set(taxKey(line), (taken.get(taxKey(line)) ?? 0n) + parseMoney(line.amount, currency, on).minor);
  const taxes = new Map<string, Refundable>();
  for (const { seq, taxType, beneficiary, rate, payable } of lines) {
    const key = taxKey({ seq, taxType, beneficiary });
    const reserved = taken.get(key) ?? 0n;
    const sum = (taxes.get(key)?.payable ?? 0n) + parseMoney(payable, currency, on).minor;
    taxes.set(key, { seq, taxType, beneficiary, rate, payable: sum, reserved, left: sum > reserved ? sum - reserved : 0n });
  }
  return taxes;
};

/** The first tax of which more is reserved than `lines` make payable: nobody would get the difference back twice. */
export const overRefunded = (
  refunds: RefundLedger,
  lines: readonly AssessedLine[],
  currency: string,
  on: string,
): TaxOfItem | undefined => {
  if (refunds.reservations.size === 0) return undefined;
  const taxes = refundableTaxes(refunds, lines, currency, on);
  for (const { lines: reserved } of refunds.reservations.values())
    for (const line of reserved) {
      const tax = taxes.get(taxKey(line));
      if (tax === undefined || tax.reserved > tax.payable) return line;
    }
  return undefined;
};

/** What can still be given back and sent back of an import, as an officer or a claimant is shown it. */
export type RefundPosition = Readonly<{
  currency: string;
  taxes: readonly (TaxOfItem & Readonly<{ payable: string; reserved: string; left: string }>)[];
  units: readonly Readonly<{ seq: number; imported: number; refunded: number; returned: number }>[];
}>;

/** Undefined while the current version is not assessed. */
export const refundPosition = ({ header, items, assessment, refunds }: LodgedDeclaration): RefundPosition | undefined => {
  if (assessment?.kind !== 'assessed') return undefined;
  const { currency } = assessment.duty;
  const text = (minor: bigint): string => formatMoney({ minor, currency }, header.acceptedOn);
  const [refunded, sentBack] = [refundedUnits(refunds), returnedUnits(refunds)];
  return {
    currency,
    taxes: [...refundableTaxes(refunds, assessment.lines, currency, header.acceptedOn).values()].map(
      ({ seq, taxType, beneficiary, payable, reserved, left }) => ({
        seq,
        taxType,
        beneficiary,
        payable: text(payable),
        reserved: text(reserved),
        left: text(left),
      }),
    ),
    units: items.map(({ seq, quantity }) => ({
      seq,
      imported: quantity,
      refunded: refunded.get(seq) ?? 0,
      returned: sentBack.get(seq) ?? 0,
    })),
  };
};
