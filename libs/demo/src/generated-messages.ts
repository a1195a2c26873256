import type { OrderDispatch } from '#advance-data';
import type { RuleBook } from '#rules';
import type { Ledger } from '#runtime';
import { dayAfter, monthOf } from './days';
import { foreseen } from './foreseen';
import { generatedDocuments } from './generated-documents';
import { actor, advise, capture, lodgements } from './messages';
import { parcelOf } from './parcel';
import { settingsOf, type DemoRequest, type Horizon } from './settings';
import { begin, setUp } from './setup';
import { Stages } from './stage';

/** The files in which a parcel's parties tell of it, in the order of its way. */
export const messageKinds = ['orders', 'payments', 'consignments', 'declarations'] as const;

/** One parcel in the canonical forms of docs/formats: one message of each kind. */
export type ParcelMessages = Readonly<Record<(typeof messageKinds)[number], object>>;

/** Ten days of July 2026, all of whose parcels are delivered before the month's returns and statements are made. */
const month = { from: '2026-07-01', days: 10 } as const;
const judgedAfterDays = 25;
/**
 * Some parcels of a generated trade do not go the whole way: cancelled, sent back, outside of every scheme, told late. So many more are
 * drawn.
 */
const drawn = 1.5;

const request = { orders: [], rebase: month.from, dispatch: 'CN', currency: 'EUR', seed: 1, noise: '0', model: 'vendor' } as const;

/**
 * Begins a demonstration in a new ledger and sets its parties and accounts up, so that it can take in the messages of a generated trade.
 * Gives the moment (RFC 3339 UTC) as of which every parcel has arrived and nothing is due yet. Rejects as `runDemo` does.
 */
export const readyForMessages = async (ledger: Ledger, parcels: number): Promise<string> => {
  const first = monthOf(month.from);
  const horizon: Horizon = { firstMonth: first, lastMonth: first, legalNow: dayAfter(month.from, judgedAfterDays) };
  const asked: DemoRequest = { ...request, parcels };
  await begin(ledger, settingsOf(asked, [], horizon));
  await setUp(
    ledger,
    new Stages(
      () => process.hrtime.bigint(),
      () => undefined,
    ),
    horizon,
  );
  return `${horizon.legalNow}T23:59:59.999Z`;
};

/** The messages of so many parcels, each of which is ordered, paid, shipped and declared. */
export function* generatedMessages(parcels: number, rules: RuleBook): Generator<ParcelMessages> {
  const plan = { seed: request.seed, parcels: Math.ceil(parcels * drawn) + 20, ...month };
  const trade = generatedDocuments(plan, { rules, dispatchCountry: request.dispatch, installationKey: Buffer.alloc(32), actor });
  let left = parcels;
  for (const { dispatch, announcedMonthsLate, cancellations, returns } of trade.documents()) {
    if (left === 0) return;
    const messages = announcedMonthsLate > 0 || cancellations.length > 0 || returns.length > 0 ? undefined : messagesOf(dispatch, rules);
    if (messages === undefined) continue;
    left -= 1;
    yield messages;
  }
}

const messagesOf = (dispatch: OrderDispatch, rules: RuleBook): ParcelMessages | undefined => {
  const [{ command }, known] = [dispatch, foreseen(dispatch)];
  if (command.type !== 'RecordOrder' || known === undefined) return undefined;
  const parcel = parcelOf(known, 0, { rules, seed: request.seed, model: request.model });
  const [paid, advised, declared] = [capture(parcel)?.command, advise(parcel)?.command, lodgements(parcel, rules)[0]?.command];
  if (paid?.type !== 'CapturePayment' || advised?.type !== 'AdviseConsignment' || declared === undefined) return undefined;
  const { buyer, ...header } = command.order;
  const { prefilledFrom: _prefilledFrom, ...declaration } = declared.header;
  return {
    orders: {
      ...header,
      ...(buyer === undefined ? {} : { buyerId: buyer }),
      lines: command.lines.map(({ ordinal: _ordinal, ...line }) => line),
    },
    payments: paid.payment,
    consignments: { ...advised.consignment, ...advised.arrival, ...advised.delivery },
    declarations: { format: 'tidewaiter/declaration/1', ...declaration, items: declared.items },
  };
};
