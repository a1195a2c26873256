import { type AccountPeriodEvent } from '#accounts';
import { type ConsignmentEvent, type OrderEvent, type PaymentEvent } from '#advance-data';
import { type DeclarationEvent } from '#declarations';
import { categoryOf } from '#event-catalogue';
import { partitionOfText, projection, type LoggedEvent, type Rows } from '#read-model';
import { textOf } from '../exact-units';
import { type Located } from '../legs/contribution';
import { legsOfEvent, type ParcelEvent } from '../legs/legs-of-event';
import { receiptFactsOf, type ReceiptSideEvent } from '../legs/receipt-fact';
import { chargeMovesOf } from '../legs/moves-of-account';
import { offersOf } from '../matching/offer';
import { settlementOfEvent, type SettlementEvent } from '../legs/settlement-of-event';
import {
  debtMoveTable,
  legTable,
  linkTable,
  markTable,
  offerTable,
  partedTable,
  receiptTable,
  settlementTable,
  termTable,
} from './reconciliation.tables';

/** Categories whose events say something about parcels. */
export const parcelCategories: ReadonlySet<string> = new Set([
  'order',
  'payment',
  'consignment',
  'declaration',
  'accountPeriod',
  'returnCase',
  'refundClaim',
  'evidenceRequest',
  'match',
]);
const settlementCategories: ReadonlySet<string> = new Set([
  'accountPeriod',
  'bankStatement',
  'collector',
  'schemeReturn',
  'summary',
  'payment',
  'declaration',
  'ruleSet',
]);
/** As many processes as may work on it at once. */
const partitions = 4;
const receiptCategories: ReadonlySet<string> = new Set(['accountPeriod', 'receipt']);
const offerCategories: ReadonlySet<string> = new Set(['order', 'payment', 'consignment', 'declaration']);
type OfferEvent = OrderEvent | PaymentEvent | ConsignmentEvent | DeclarationEvent;

/** Legs, links, search terms, settlement facts and receipts. No row is ever read or changed here, so no order of events can matter. */
export const reconciliationProjection = projection({
  name: 'reconciliation',
  version: 7,
  categories: [...new Set([...parcelCategories, ...settlementCategories, ...receiptCategories])],
  tables: [legTable, linkTable, termTable, markTable, settlementTable, debtMoveTable, offerTable, partedTable, receiptTable],
  // No two events write one row: each has the position in its key.
  partitions: { count: partitions, partitionOf: ({ stream }) => partitionOfText(stream, partitions) },
  apply: (events, rows) => {
    for (const event of events) {
      const category = categoryOf(event.stream);
      const located = { at: event.metadata.effectiveAt, ...event };
      // A category holds its own events and no others.
      if (parcelCategories.has(category)) writeParcel(located as Located<LoggedEvent & ParcelEvent>, rows);
      if (settlementCategories.has(category)) writeSettlement(located as Located<LoggedEvent & SettlementEvent>, rows);
      if (receiptCategories.has(category)) writeReceipt(located as Located<LoggedEvent & ReceiptSideEvent>, rows);
      if (offerCategories.has(category)) writeOffer(located as Located<LoggedEvent & OfferEvent>, rows);
      if (category === 'accountPeriod') writeMoves(located as Located<LoggedEvent & AccountPeriodEvent>, rows);
    }
  },
});

const writeParcel = (event: Located<ParcelEvent>, rows: Rows): void => {
  const { legs, links, terms, marks = [] } = legsOfEvent(event);
  for (const { subject, position, kind, at, ...body } of legs)
    rows.put(legTable, { subject, position, parents: links.length, kind, at, body });
  for (const link of links) rows.put(linkTable, link);
  for (const term of terms) rows.put(termTable, term);
  for (const { subject, position, kind } of legs) if (kind === 'handMatch') rows.put(partedTable, { subject, position });
  for (const mark of marks) rows.put(markTable, mark);
};

const writeOffer = (event: Located<OfferEvent>, rows: Rows): void => {
  for (const offer of offersOf(event)) rows.put(offerTable, offer);
};

const writeSettlement = (event: Located<SettlementEvent>, rows: Rows): void => {
  const placed = settlementOfEvent(event);
  if (placed === undefined) return;
  const { position, at, ...fact } = placed;
  rows.put(settlementTable, { position, at, fact });
};

const writeReceipt = (event: Located<ReceiptSideEvent>, rows: Rows): void => {
  for (const [receipt, fact] of receiptFactsOf(event)) rows.put(receiptTable, { receipt, position: event.position, at: event.at, fact });
};

const writeMoves = (event: Located<AccountPeriodEvent>, rows: Rows): void => {
  const moves = chargeMovesOf(event);
  if (moves === undefined) return;
  const { account, how, sums } = moves;
  for (const [reference, amount] of sums)
    rows.put(debtMoveTable, { reference, account, position: event.position, at: event.at, how, amount: textOf(amount) });
};
