import { categoryOf } from '#event-catalogue';
import { projection, type LoggedEvent, type Rows } from '#read-model';
import { legsOfEvent, type Located, type ParcelEvent } from '../legs/legs-of-event';
import { settlementOfEvent, type SettlementEvent } from '../legs/settlement-of-event';
import { legTable, linkTable, settlementTable, termTable } from './reconciliation.tables';

const parcelCategories: ReadonlySet<string> = new Set(['order', 'payment', 'consignment', 'declaration', 'accountPeriod']);
const settlementCategories: ReadonlySet<string> = new Set(['accountPeriod', 'receipt', 'collector', 'schemeReturn']);

/** Legs, links, search terms and settlement facts. No row is ever read or changed here, so no order of events can matter. */
export const reconciliationProjection = projection({
  name: 'reconciliation',
  version: 1,
  categories: [...new Set([...parcelCategories, ...settlementCategories])],
  tables: [legTable, linkTable, termTable, settlementTable],
  apply: (events, rows) => {
    for (const event of events) {
      const category = categoryOf(event.stream);
      // A category holds its own events and no others.
      if (parcelCategories.has(category)) writeParcel({ ...(event as LoggedEvent & ParcelEvent), at: event.metadata.effectiveAt }, rows);
      if (settlementCategories.has(category)) writeSettlement({ ...(event as LoggedEvent & SettlementEvent), at: event.metadata.effectiveAt }, rows);
    }
  },
});

const writeParcel = (event: Located<ParcelEvent>, rows: Rows): void => {
  const { legs, links, terms } = legsOfEvent(event);
  for (const { subject, position, kind, at, ...body } of legs) rows.put(legTable, { subject, position, kind, at, body });
  for (const link of links) rows.put(linkTable, link);
  for (const term of terms) rows.put(termTable, term);
};

const writeSettlement = (event: Located<SettlementEvent>, rows: Rows): void => {
  const placed = settlementOfEvent(event);
  if (placed === undefined) return;
  const { position, at, ...fact } = placed;
  rows.put(settlementTable, { position, at, fact });
};
