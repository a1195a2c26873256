import { canonicalJson } from '#event-catalogue';
import { accept, type Decision } from '#event-store';
import { formatMoney, isDay, parseMoney, partialShare } from '#money';
import { type DeclarationEvent, type QuantityReturnedData, type RefundReservedData } from './declarations.events';
import { refuse, type Refused } from './declarations.rejections';
import { type LodgedDeclaration } from './declarations.state';
import { refundedUnits, returnedUnits } from './refund-ledger';
import { type Refundable, refundableTaxes, taxKey } from './refundable';

type Units = RefundReservedData['quantities'];
type ReservedLine = RefundReservedData['lines'][number];

/**
 * What is to be given back. `amounts`: as stated, with the units they stand for where there are any. `units`: the tax of so many units,
 * computed here: pro rata, the remainder with the last unit. `taxTypes` limits it; a flat duty per tariff item (EUR 3) goes back with the
 * last unit of its item unless `flatDuty` says `pro_rata` or `never`: it is owed for the item, not for a unit (Regulation (EU) 2026/382).
 */
export type RefundRequest =
  | Readonly<{ kind: 'amounts'; lines: readonly ReservedLine[]; quantities: Units }>
  | Readonly<{ kind: 'units'; quantities: Units; taxTypes?: readonly string[]; flatDuty?: 'whole_item' | 'pro_rata' | 'never' }>;
/** Takes a part of what can still be given back of this import, for one claim. `claim` is the id of the claim, offset or correction. */
export type ReserveRefund = Readonly<{
  type: 'ReserveRefund';
  claim: string;
  channel: RefundReservedData['channel'];
  refund: RefundRequest;
}>;
/** Gives back what a claim had taken: it was rejected or withdrawn. */
export type ReleaseReservation = Readonly<{ type: 'ReleaseReservation'; claim: string; reason: string }>;
/** Units of items that went back, told by one return case. */
export type ReturnQuantity = Readonly<{ type: 'ReturnQuantity' }> & QuantityReturnedData;

/** Never more than was assessed as payable by item and tax type, nor more units than were imported, over all claims and channels. */
export const reserveRefund = ({ claim, channel, refund }: ReserveRefund, state: LodgedDeclaration): Decision<DeclarationEvent> => {
  const { header, assessment, refunds } = state;
  if (assessment?.kind !== 'assessed')
    return refuse('DECLARATION_NOT_ASSESSED', `${header.mrn} version ${String(header.version)} is not assessed`);
  const known = refunds.reservations.get(claim);
  const { currency } = assessment.duty;
  const faultOfUnits = faultOfQuantities(
    refund.quantities,
    withoutClaim(refundedUnits(refunds), known?.quantities ?? []),
    state,
    'refund.quantities',
  );
  if (faultOfUnits !== undefined) return faultOfUnits;
  const reservations = new Map(refunds.reservations);
  reservations.delete(claim);
  const others = { ...refunds, reservations };
  const taxes = refundableTaxes(others, assessment.lines, currency, header.acceptedOn);
  const lines = refund.kind === 'amounts' ? refund.lines : linesOfUnits(refund, { ...state, refunds: others }, taxes, currency);
  const fault = faultOfLines(lines, taxes, currency, header.acceptedOn);
  if (fault !== undefined) return fault;
  const total = lines.reduce((sum, { amount }) => sum + parseMoney(amount, currency, header.acceptedOn).minor, 0n);
  const data: RefundReservedData = {
    claim,
    channel,
    lines,
    total: formatMoney({ minor: total, currency }, header.acceptedOn),
    currency,
    quantities: refund.quantities,
  };
  if (known === undefined) return accept({ type: 'RefundReserved', data });
  return canonicalJson(known) === canonicalJson(data)
    ? accept()
    : refuse('REFUND_ALREADY_RESERVED', `claim ${claim} has reserved ${known.total} ${currency}`, 'claim');
};

const withoutClaim = (units: ReadonlyMap<number, number>, own: Units): ReadonlyMap<number, number> => {
  const others = new Map(units);
  for (const { seq, quantity } of own) others.set(seq, (others.get(seq) ?? 0) - quantity);
  return others;
};

const faultOfQuantities = (
  quantities: Units,
  taken: ReadonlyMap<number, number>,
  { items }: LodgedDeclaration,
  at: string,
): Refused | undefined => {
  const seen = new Set<number>();
  for (const [i, { seq, quantity }] of quantities.entries()) {
    const field = `${at}[${String(i)}]`;
    const item = items.find((it) => it.seq === seq);
    if (item === undefined) return refuse('ITEM_UNKNOWN', `the declaration has no item ${String(seq)}`, `${field}.seq`);
    if (seen.has(seq)) return refuse('ITEM_NUMBER_REPEATED', `item number ${String(seq)} stands twice`, `${field}.seq`);
    seen.add(seq);
    const left = item.quantity - (taken.get(seq) ?? 0);
    if (quantity > left)
      return refuse(
        'QUANTITY_EXCEEDED',
        `${String(left)} of ${String(item.quantity)} units of item ${String(seq)} are left`,
        `${field}.quantity`,
      );
  }
  return undefined;
};

const faultOfLines = (
  lines: readonly ReservedLine[],
  taxes: ReadonlyMap<string, Refundable>,
  currency: string,
  on: string,
): Refused | undefined => {
  if (lines.length === 0) return refuse('NOTHING_TO_REFUND', 'nothing that was payable goes back with these units', 'refund');
  const seen = new Set<string>();
  for (const [i, line] of lines.entries()) {
    const field = `refund.lines[${String(i)}]`;
    const key = taxKey(line);
    const tax = taxes.get(key);
    if (tax === undefined)
      return refuse('ITEM_UNKNOWN', `no ${line.taxType} of ${line.beneficiary} was assessed on item ${String(line.seq)}`, field);
    if (seen.has(key)) return refuse('ITEM_NUMBER_REPEATED', `${line.taxType} of item ${String(line.seq)} stands twice`, field);
    seen.add(key);
    const { minor } = parseMoney(line.amount, currency, on);
    if (minor <= 0n) return refuse('AMOUNT_NEGATIVE', 'a refund is more than nothing', `${field}.amount`);
    if (minor > tax.left)
      return refuse(
        'REFUND_EXCEEDS_ASSESSED',
        `${formatMoney({ minor: tax.left, currency }, on)} ${currency} of ${line.taxType} on item ${String(line.seq)} can still be given back`,
        `${field}.amount`,
      );
  }
  return undefined;
};

const linesOfUnits = (
  refund: Extract<RefundRequest, { kind: 'units' }>,
  state: LodgedDeclaration,
  taxes: ReadonlyMap<string, Refundable>,
  currency: string,
): readonly ReservedLine[] => {
  const { items, refunds, header } = state;
  const before = refundedUnits(refunds);
  const wanted = new Map(refund.quantities.map(({ seq, quantity }) => [seq, quantity]));
  const given = givenForUnits(state, currency);
  const lines: ReservedLine[] = [];
  for (const tax of taxes.values()) {
    const units = wanted.get(tax.seq);
    const imported = items.find(({ seq }) => seq === tax.seq)?.quantity ?? 0;
    if (units === undefined || imported === 0 || refund.taxTypes?.includes(tax.taxType) === false) continue;
    const through = (before.get(tax.seq) ?? 0) + units;
    const share =
      tax.rate.endsWith('/hs6') && refund.flatDuty !== 'pro_rata'
        ? flatShare(tax, through === imported, refund.flatDuty)
        : shareOf(tax.payable, through, imported, given.get(taxKey(tax)) ?? 0n, currency);
    const minor = share < tax.left ? share : tax.left;
    if (minor > 0n)
      lines.push({
        seq: tax.seq,
        taxType: tax.taxType,
        beneficiary: tax.beneficiary,
        amount: formatMoney({ minor, currency }, header.acceptedOn),
      });
  }
  return lines;
};

const flatShare = (tax: Refundable, whole: boolean, rule: 'whole_item' | 'never' = 'whole_item'): bigint =>
  whole && rule === 'whole_item' ? tax.left : 0n;

/**
 * What is due for all units up to these, less what their predecessors have had: nothing is lost or given twice, in whatever order claims
 * come and go.
 */
const shareOf = (payable: bigint, through: number, imported: number, given: bigint, currency: string): bigint =>
  partialShare({ minor: payable, currency }, BigInt(through), BigInt(imported), { minor: given, currency }).minor;

/** Amounts that were reserved together with units: what the shares of later units are computed after. */
const givenForUnits = ({ refunds, header }: LodgedDeclaration, currency: string): ReadonlyMap<string, bigint> => {
  const given = new Map<string, bigint>();
  for (const { lines, quantities } of refunds.reservations.values())
    for (const line of lines) {
      if (!quantities.some(({ seq }) => seq === line.seq)) continue;
      given.set(taxKey(line), (given.get(taxKey(line)) ?? 0n) + parseMoney(line.amount, currency, header.acceptedOn).minor);
    }
  return given;
};

export const releaseReservation = ({ claim, reason }: ReleaseReservation, { refunds }: LodgedDeclaration): Decision<DeclarationEvent> =>
  refunds.reservations.has(claim)
    ? accept({ type: 'RefundReservationReleased', data: { claim, reason } })
    : refuse('RESERVATION_UNKNOWN', `claim ${claim} has reserved nothing`, 'claim');

export const returnQuantity = ({ type: _, ...data }: ReturnQuantity, state: LodgedDeclaration): Decision<DeclarationEvent> => {
  const known = state.refunds.returns.get(data.returnCase);
  if (known !== undefined)
    return canonicalJson(known) === canonicalJson(data)
      ? accept()
      : refuse('RETURN_ALREADY_RECORDED', `return case ${data.returnCase} has told its units`, 'returnCase');
  if (!isDay(data.returnedOn) || data.returnedOn < state.header.acceptedOn)
    return refuse('DAY_INVALID', 'expected a day that exists, from acceptance on', 'returnedOn');
  return faultOfQuantities(data.items, returnedUnits(state.refunds), state, 'items') ?? accept({ type: 'QuantityReturned', data });
};
