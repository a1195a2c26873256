import { type AccountEvent, type AccountPeriodEvent } from '#accounts';
import { type ConsignmentEvent, type OrderEvent, type PaymentEvent } from '#advance-data';
import { type DeclarationEvent } from '#declarations';
import { categoryOf, type Recorded } from '#event-catalogue';
import { partitionOfText, projection, shortPosition, type LoggedEvent, type Rows } from '#read-model';
import { textOf } from '../exact-units';
import { type Located } from '../legs/contribution';
import { legsOfEvent, type ParcelEvent } from '../legs/legs-of-event';
import { receiptFactsOf, type ReceiptSideEvent } from '../legs/receipt-fact';
import { chargeMovesOf } from '../legs/moves-of-account';
import { chargeChangesOf } from '../legs/redenomination';
import { offersOf, shortSide } from '../matching/offer';
import { settlementOfEvent, type SettlementEvent } from '../legs/settlement-of-event';
import { LegRows } from './leg-rows';
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
import { ShortSubjects } from './short-subject';

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
  'account',
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

/**
 * Legs, links, search terms, settlement facts and receipts. No row is changed by another command than wrote it, so no order of events can
 * matter.
 */
export const reconciliationProjection = projection({
  name: 'reconciliation',
  version: 9,
  categories: [...new Set([...parcelCategories, ...settlementCategories, ...receiptCategories])],
  tables: [legTable, linkTable, termTable, markTable, settlementTable, debtMoveTable, offerTable, partedTable, receiptTable],
  // No two events write one row: each has the position in its key.
  partitions: { count: partitions, partitionOf: ({ stream }) => partitionOfText(stream, partitions) },
  apply: (events, rows) => {
    const subjects = new ShortSubjects();
    const legRows = new LegRows(rows, subjects);
    for (const event of events) {
      const category = categoryOf(event.stream);
      const located = locatedOf(event);
      // A category holds its own events and no others.
      if (parcelCategories.has(category)) writeParcel(located as Located<Recorded<ParcelEvent>>, rows, subjects, legRows);
      if (settlementCategories.has(category)) writeSettlement(located as Located<Recorded<SettlementEvent>>, rows);
      if (receiptCategories.has(category)) writeReceipt(located as Located<Recorded<ReceiptSideEvent>>, rows);
      if (offerCategories.has(category)) writeOffer(located as Located<Recorded<OfferEvent>>, rows, subjects);
      if (category === 'account') writeRedenominated(located as Located<Recorded<AccountEvent>>, rows);
      if (category === 'accountPeriod') writeMoves(located as Located<Recorded<AccountPeriodEvent>>, rows);
    }
    legRows.close();
  },
});

/** Field by field: copies of all that an event has take several times as long. */
const locatedOf = ({ type, data, stream, revision, metadata, position }: LoggedEvent): Located<Recorded> => ({
  type,
  data,
  stream,
  revision,
  metadata,
  position: shortPosition(position),
  at: metadata.effectiveAt,
});

const writeParcel = (event: Located<Recorded<ParcelEvent>>, rows: Rows, subjects: ShortSubjects, legRows: LegRows): void => {
  const { position } = event;
  const { legs, links, terms, marks = [] } = legsOfEvent(event);
  legRows.add(event, legs, links.length);
  for (const { child, parent } of links) rows.put(linkTable, { parent: subjects.of(parent), child: subjects.of(child), position });
  for (const { term, subject } of terms) rows.put(termTable, { term, subject: subjects.of(subject), position });
  for (const { subject, body } of legs) if (body.kind === 'handMatch') rows.put(partedTable, { subject: subjects.of(subject), position });
  for (const { mark, subject } of marks) rows.put(markTable, { mark, subject: subjects.of(subject), position });
};

const writeOffer = (event: Located<OfferEvent>, rows: Rows, subjects: ShortSubjects): void => {
  for (const { side, block, amount, subject, position, at } of offersOf(event))
    rows.put(offerTable, { side: shortSide(side), block, amount, subject: subjects.of(subject), position, at });
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
  const { account, how, receipt = '', sums } = moves;
  for (const [reference, amount] of sums)
    rows.put(debtMoveTable, { reference, account, position: event.position, at: event.at, how, receipt, amount: textOf(amount) });
};

/** What is open of a debt that is paid by itself is another number in the euro. */
const writeRedenominated = (event: Located<AccountEvent>, rows: Rows): void => {
  if (event.type !== 'AccountRedenominated') return;
  const { position, at } = event;
  for (const [reference, amount] of chargeChangesOf(event))
    rows.put(debtMoveTable, {
      reference,
      account: event.data.account,
      position,
      at,
      how: 'redenominated',
      receipt: '',
      amount: textOf(amount),
    });
};
