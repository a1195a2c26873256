import { idOf } from '#event-catalogue';
import { type LoggedEvent, projection, type Row, type Rows } from '#read-model';
import { type DeclarationEvent, type DeclarationLodgedData } from '../declarations.events';
import { declarationParties, declarations } from './declarations.tables';

type DeclarationRow = Row<typeof declarations>;

/** Declarations with what became of them, and the parties that may see each. */
export const declarationsProjection = projection({
  name: 'declarations',
  version: 1,
  categories: ['declaration'],
  tables: [declarations, declarationParties],
  apply: (events, rows) => {
    for (const event of events) applyEvent(event as LoggedEvent & DeclarationEvent, rows);
  },
});

const applyEvent = (event: LoggedEvent & DeclarationEvent, rows: Rows): void => {
  const declaration = idOf(event.stream);
  switch (event.type) {
    case 'DeclarationLodged':
      lodged(declaration, event.data, rows);
      break;
    case 'DutyAssessed':
      change(declaration, rows, { status: 'assessed', assessed_currency: event.data.currency, payable: event.data.payable });
      break;
    case 'AssessmentRefused':
      change(declaration, rows, { status: 'refused', refusal: event.data.code });
      break;
    case 'ReleaseGranted':
      change(declaration, rows, { status: 'released', released_at: event.data.releasedAt });
      break;
    case 'DeclarationItemsRecorded':
    case 'AssessmentLinesRecorded':
      break;
  }
};

const lodged = (declaration: string, data: DeclarationLodgedData, rows: Rows): void => {
  const { acceptedAt: accepted_at, scheme, schemeNumber, consignmentNumber } = data;
  rows.put(declarations, {
    declaration,
    authority: data.authority,
    jurisdiction: data.jurisdiction,
    declarant: data.declarant,
    lrn: data.lrn,
    mrn: data.mrn,
    version: data.version,
    dataset: data.dataset,
    account_holder: data.accountHolder,
    ...(consignmentNumber === undefined ? {} : { consignment_number: consignmentNumber }),
    ...(scheme === undefined ? {} : { scheme }),
    ...(schemeNumber === undefined ? {} : { scheme_number: schemeNumber }),
    currency: data.currency,
    accepted_at,
    accepted_on: data.acceptedOn,
    item_count: data.itemCount,
    status: 'lodged',
  });
  for (const party of partiesOf(data)) rows.put(declarationParties, { party, accepted_at, declaration });
};

/** Whoever is named in a declaration with a duty or a right. */
const partiesOf = (data: DeclarationLodgedData): ReadonlySet<string> =>
  new Set([data.declarant, data.debtor, data.accountHolder, data.importer, data.seller, data.carrier].filter((party) => party !== undefined));

const change = (declaration: string, rows: Rows, changed: Partial<DeclarationRow>): void => {
  const row = rows.get(declarations, { declaration });
  if (row === undefined) throw new Error(`declaration ${declaration} was never lodged`);
  rows.put(declarations, { ...row, ...changed });
};
