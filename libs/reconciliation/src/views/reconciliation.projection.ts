import { projection, type LoggedEvent, type Rows } from '#read-model';
import { type Leg } from '../legs/leg';
import { legsOfEvent, type Located, type ReconciledEvent } from '../legs/legs-of-event';
import { settlementOfEvent } from '../legs/settlement-of-event';
import { legTable, linkTable, settlementTable, termTable } from './reconciliation.tables';

/** Legs, links, search terms and settlement facts. No row is ever read or changed here, so no order of events can matter. */
export const reconciliationProjection = projection({
  name: 'reconciliation',
  version: 1,
  categories: ['order', 'payment', 'consignment', 'declaration', 'accountPeriod', 'receipt', 'collector', 'schemeReturn'],
  tables: [legTable, linkTable, termTable, settlementTable],
  apply: (events, rows) => {
    for (const event of events) write(located(event), rows);
  },
});

/** The categories above hold these events and no others. */
const located = (event: LoggedEvent): Located<ReconciledEvent> => ({ ...(event as LoggedEvent & ReconciledEvent), at: event.metadata.effectiveAt });

const write = (event: Located<ReconciledEvent>, rows: Rows): void => {
  const { legs, links, terms } = legsOfEvent(event);
  for (const leg of legs) rows.put(legTable, rowOf(leg));
  for (const link of links) rows.put(linkTable, link);
  for (const term of terms) rows.put(termTable, term);
  const fact = settlementOfEvent(event);
  if (fact === undefined) return;
  const { position, at, ...rest } = fact;
  rows.put(settlementTable, { position, at, fact: rest });
};

const rowOf = ({ subject, position, kind, at, ...body }: Leg): { subject: string; position: string; kind: string; at: string; body: unknown } => ({ subject, position, kind, at, body });
