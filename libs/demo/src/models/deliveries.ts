import { consignmentDecider, type ConsignmentCommand, consignmentStream } from '#advance-data';
import { declarationDecider, type DeclarationEvent, declarationStream } from '#declarations';
import { legalDayOf, sha256Hex } from '#event-catalogue';
import { Exact, formatMoney, moneyOf, parseMoney, round } from '#money';
import { zoneOfAuthority } from '#rules';
import type { Ledger } from '#runtime';
import { moneyOn } from '../bank';
import { addDays, dayOf } from '../days';
import type { Telling } from '../telling';
import { consignmentNumberOf, contextOfMessage, declarantOf, isUndeliverable, lrnOf } from '../messages';
import { authorityOf, officer, parties } from '../parties';
import { runCommands } from '../stage';
import { type Parcel, skips } from '../told-parcel';

/** What a declaration under special arrangements leaves to be collected from the recipient, by tax type and rate. */
interface Expected {
  readonly mrn: string;
  readonly currency: string;
  readonly lines: readonly { readonly taxType: string; readonly rate: string; readonly taxable: string; readonly amount: string }[];
}

/** The assessment of a parcel's declaration, read from its stream; undefined where nothing is left to be collected. */
const expectedOf = async ({ store, catalogue }: Ledger, stream: string): Promise<Expected | undefined> => {
  let duty: Extract<DeclarationEvent, { readonly type: 'DutyAssessed' }>['data'] | undefined;
  const sums = new Map<string, { taxType: string; rate: string; taxable: bigint; amount: bigint }>();
  for await (const stored of store.read(stream)) {
    const event = catalogue.decode<DeclarationEvent>(stored);
    if (event.type === 'DutyAssessed') duty = event.data;
    if (event.type !== 'AssessmentLinesRecorded' || duty === undefined) continue;
    for (const { taxType, rate, base, accountedElsewhere } of event.data.lines) {
      const amount = parseMoney(accountedElsewhere, duty.currency).minor;
      if (amount === 0n) continue;
      const percent = /(\d+(?:\.\d+)?)%$/.exec(rate)?.[1] ?? '0';
      const sum = sums.get(`${taxType} ${percent}`) ?? { taxType, rate: percent, taxable: 0n, amount: 0n };
      sums.set(`${taxType} ${percent}`, {
        ...sum,
        taxable: sum.taxable + round(Exact.parse(base), duty.currency, 'half-even').minor,
        amount: sum.amount + amount,
      });
    }
  }
  if (duty === undefined || sums.size === 0) return undefined;
  const { mrn, currency } = duty;
  const text = (minor: bigint): string => formatMoney(moneyOf(minor, currency));
  return { mrn, currency, lines: [...sums.values()].map((sum) => ({ ...sum, taxable: text(sum.taxable), amount: text(sum.amount) })) };
};

/** A recipient pays in the money of the day. */
const onDay = ({ mrn, currency, lines }: Expected, day: string): Expected => {
  const money = (amount: string): string => moneyOn({ amount, currency, bookedOn: day }).amount;
  return {
    mrn,
    currency: moneyOn({ amount: '0.00', currency, bookedOn: day }).currency,
    lines: lines.map((line) => ({ ...line, taxable: money(line.taxable), amount: money(line.amount) })),
  };
};

const legalDayAt = ({ rules }: Ledger, parcel: Parcel): string =>
  legalDayOf(parcel.deliveredAt, zoneOfAuthority(rules.current(), authorityOf(parcel.order.header.destination ?? '')) ?? 'utc');

const streamOf = (parcel: Parcel): string =>
  declarationStream(authorityOf(parcel.order.header.destination ?? ''), declarantOf(parcel), lrnOf(parcel));

const collection = (parcel: Parcel, { mrn, currency, lines }: Expected) => {
  const { orderNumber, destination } = parcel.order.header;
  const number = consignmentNumberOf(orderNumber);
  const total = formatMoney(
    moneyOf(
      lines.reduce((sum, { amount }) => sum + parseMoney(amount, currency).minor, 0n),
      currency,
    ),
  );
  const command: ConsignmentCommand = {
    type: 'RecordCollection',
    collection: {
      carrier: parties.carrier,
      consignmentNumber: number,
      collectedAt: parcel.deliveredAt,
      consumptionCountry: destination ?? '',
      currency,
      lines,
      total,
      mrn,
    },
  };
  return {
    decider: consignmentDecider,
    stream: consignmentStream(parties.carrier, number),
    command,
    context: contextOfMessage({ book: '-', issuer: parties.carrier, kind: 'collection', reference: number, at: parcel.deliveredAt }),
  };
};

const failure = (parcel: Parcel) => {
  const number = consignmentNumberOf(parcel.order.header.orderNumber);
  const command: ConsignmentCommand = {
    type: 'ReportUndeliverable',
    carrier: parties.carrier,
    undeliverable: { attemptedAt: parcel.deliveredAt, reason: 'RECIPIENT_NOT_FOUND' },
  };
  return {
    decider: consignmentDecider,
    stream: consignmentStream(parties.carrier, number),
    command,
    context: contextOfMessage({ book: '-', issuer: parties.carrier, kind: 'undeliverable', reference: number, at: parcel.deliveredAt }),
  };
};

/** Days after a failed delivery on which the parcel is on its way back and its declaration is invalidated. */
const daysToInvalidation = 10;

const invalidation = (parcel: Parcel) => {
  const at = addDays(parcel.deliveredAt, daysToInvalidation);
  const document = sha256Hex(`return label ${parcel.order.header.orderNumber}`);
  return {
    decider: declarationDecider,
    stream: streamOf(parcel),
    command: {
      type: 'InvalidateDeclaration' as const,
      ground: 'undelivered',
      appliedOn: dayOf(parcel.deliveredAt),
      invalidatedOn: dayOf(at),
      requestedBy: declarantOf(parcel),
      approvedBy: officer,
      evidence: [{ kind: 'AirWayBill', document, mediaType: 'application/pdf', receivedOn: dayOf(parcel.deliveredAt) }],
    },
    context: contextOfMessage({
      book: authorityOf(parcel.order.header.destination ?? ''),
      issuer: declarantOf(parcel),
      kind: 'invalidation',
      reference: lrnOf(parcel),
      at,
    }),
  };
};

/**
 * The carrier at the door: it collects what is due from the recipient; a parcel that cannot be delivered goes back, and its declaration is
 * invalidated, so that neither VAT nor duty is owed.
 */
export const deliver = async ({ ledger, stages }: Telling, parcels: readonly Parcel[]): Promise<void> => {
  const declared = parcels.filter((parcel) => parcel.sent && !skips(parcel, 'declaration'));
  const failed = declared.filter(isUndeliverable);
  const delivered = declared.filter(
    (parcel) => parcel.collection.kind === 'arrangement' && !isUndeliverable(parcel) && !skips(parcel, 'collection'),
  );
  if (failed.length + delivered.length === 0) return;
  const collections: ReturnType<typeof collection>[] = [];
  for (const parcel of delivered) {
    const expected = await expectedOf(ledger, streamOf(parcel));
    if (expected !== undefined) collections.push(collection(parcel, onDay(expected, legalDayAt(ledger, parcel))));
  }
  await stages.run('collections', () => runCommands(ledger, stages, 'collections', collections));
  await stages.run('undeliverable parcels', async () => {
    await runCommands(ledger, stages, 'undeliverable parcels', failed.map(failure));
    await runCommands(ledger, stages, 'invalidations', failed.filter((parcel) => !skips(parcel, 'invalidation')).map(invalidation));
    await ledger.settle();
  });
};
