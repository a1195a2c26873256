import { type ConsignmentEvent, type ImportRunEvent, type OrderEvent } from '#advance-data';
import { type DeclarationEvent } from '#declarations';
import { categoryOf } from '#event-catalogue';
import { type LoggedEvent, projection, type Rows } from '#read-model';
import { type ReturnCaseEvent } from '#returns';
import { factTable, headTable, messageTable } from './risk.tables';
import { type Head, nothing, type Place, type Told } from './told';
import { toldByDeclaration } from './told-by-declaration';
import { toldByConsignment, toldByImport, toldByOrder, toldByReturn } from './told-by-trade';

/**
 * Facts of the risk indicators and messages of providers. What is read back is of the event's own stream, so no order of streams can
 * matter.
 */
export const riskProjection = projection({
  name: 'risk',
  version: 2,
  categories: ['order', 'consignment', 'declaration', 'returnCase', 'importRun'],
  tables: [headTable, factTable, messageTable],
  apply: (events, rows) => {
    for (const event of events) write({ ...event, at: event.metadata.effectiveAt }, rows);
  },
});

type Located = LoggedEvent & Place;

/** Events that are understood from what their stream said before. */
const continuing: ReadonlySet<string> = new Set([
  'OrderLinesRecorded',
  'SupplyAttributed',
  'SupplyExcluded',
  'ConsignmentArrived',
  'ConsignmentDelivered',
  'ConsignmentUndeliverable',
  'DeclarationAmended',
  'DeclarationItemsRecorded',
  'DeclarationInvalidated',
  'ImportCompleted',
]);

/** A category holds its own events and no others. */
const toldBy = (event: Located, head: () => Head | undefined): Told => {
  switch (categoryOf(event.stream)) {
    case 'order':
      return toldByOrder(event as Located & OrderEvent, head());
    case 'consignment':
      return toldByConsignment(event as Located & ConsignmentEvent, head());
    case 'declaration':
      return toldByDeclaration(event as Located & DeclarationEvent, head());
    case 'returnCase':
      return toldByReturn(event as Located & ReturnCaseEvent);
    case 'importRun':
      return toldByImport(event as Located & ImportRunEvent, head());
    default:
      return nothing;
  }
};

const write = (event: Located, rows: Rows): void => {
  const { stream, position, at } = event;
  const {
    head,
    facts = [],
    messages = [],
  } = toldBy(event, () => (continuing.has(event.type) ? (rows.get(headTable, { stream })?.body as Head | undefined) : undefined));
  if (head !== undefined) rows.put(headTable, { stream, position, at, body: head });
  facts.forEach(({ topic, group, body }, part) => {
    rows.put(factTable, { topic, group_key: group, position, part, at, stream, body });
  });
  for (const { provider, role, kind, subject, happenedAt, detail, fields, lines } of messages) {
    const body = { fields, ...(lines === undefined ? {} : { lines }) };
    rows.put(messageTable, {
      provider,
      position,
      role,
      kind,
      subject,
      month: happenedAt.slice(0, 7),
      at,
      recorded_at: event.metadata.recordedAt,
      happened_at: happenedAt,
      detail,
      body,
    });
  }
};
