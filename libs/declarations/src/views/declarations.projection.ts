import { idOf } from '#event-catalogue';
import { type LoggedEvent, projection, type Row, type Rows } from '#read-model';
import { type DeclarationAmendedData, type DeclarationEvent, type DeclarationLodgedData, type DeclaredItem } from '../declarations.events';
import { releaseCategoryOf, isLowValue } from '../release-category';
import { declarationParties, declarations } from './declarations.tables';

type DeclarationRow = Row<typeof declarations>;

/** Declarations with what became of them, and the parties that may see each. */
export const declarationsProjection = projection({
  name: 'declarations',
  version: 2,
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
      progress(declaration, rows, 'assessed', {
        assessed_currency: event.data.currency,
        payable: event.data.payable,
        release_category: releaseCategoryOf(event.data, rowOf(declaration, rows).low_value === 1),
      });
      break;
    case 'AssessmentRefused':
      progress(declaration, rows, 'refused', { refusal: event.data.code });
      break;
    case 'ReleaseGranted':
      change(declaration, rows, { status: 'released', released_at: event.data.releasedAt });
      break;
    case 'DeclarationAmended':
      amended(declaration, event.data, rows);
      break;
    case 'DeclarationInvalidated':
      change(declaration, rows, { status: 'invalidated', invalidated_on: event.data.invalidatedOn });
      break;
    case 'ReleaseHeld':
      progress(declaration, rows, 'held', { held_for: event.data.reason });
      break;
    case 'ExportDeclared':
    case 'ExitConfirmed':
    case 'AuthorityTaxRecorded':
    case 'RefundReserved':
    case 'RefundReservationReleased':
    case 'QuantityReturned':
    case 'AssessmentLinesRecorded':
      break;
    case 'DeclarationItemsRecorded':
      valued(declaration, event.data.items, rows);
      break;
  }
};

const lodged = (declaration: string, data: DeclarationLodgedData, rows: Rows): void => {
  rows.put(declarations, { declaration, status: 'lodged', ...statedOf(data) });
  for (const party of partiesOf(data)) rows.put(declarationParties, { party, accepted_at: data.acceptedAt, declaration });
};

/** What a version states replaces what the one before did; its amounts follow with its assessment. */
const amended = (declaration: string, data: DeclarationAmendedData, rows: Rows): void => {
  const { released_at, held_for } = rowOf(declaration, rows);
  rows.put(declarations, {
    declaration,
    status: released_at === undefined ? 'lodged' : 'released',
    ...statedOf(data),
    amended_at: data.amendedAt,
    ...(released_at === undefined ? {} : { released_at }),
    ...(held_for === undefined ? {} : { held_for }),
  });
  for (const party of partiesOf(data)) rows.put(declarationParties, { party, accepted_at: data.acceptedAt, declaration });
};

const statedOf = (data: DeclarationLodgedData | DeclarationAmendedData): Omit<DeclarationRow, 'declaration' | 'status'> => {
  const { acceptedAt: accepted_at, scheme, schemeNumber, consignmentNumber } = data;
  return {
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
    // Until an item says otherwise.
    low_value: 1,
  };
};

/** Whoever is named in a declaration with a duty or a right. */
const partiesOf = (data: DeclarationLodgedData | DeclarationAmendedData): ReadonlySet<string> =>
  new Set(
    [data.declarant, data.debtor, data.accountHolder, data.importer, data.seller, data.carrier].filter((party) => party !== undefined),
  );

/** One item of high value makes the whole consignment one. */
const valued = (declaration: string, items: readonly DeclaredItem[], rows: Rows): void => {
  const { dataset, low_value } = rowOf(declaration, rows);
  if (low_value === 1 && !isLowValue(dataset === 'H7' ? 'H7' : 'H1', items)) change(declaration, rows, { low_value: 0 });
};

const rowOf = (declaration: string, rows: Rows): DeclarationRow => {
  const row = rows.get(declarations, { declaration });
  if (row === undefined) throw new Error(`declaration ${declaration} was never lodged`);
  return row;
};

const change = (declaration: string, rows: Rows, changed: Partial<DeclarationRow>): void => {
  rows.put(declarations, { ...rowOf(declaration, rows), ...changed });
};

/** What is released stays so, whatever is found out later. */
const progress = (declaration: string, rows: Rows, status: DeclarationRow['status'], changed: Partial<DeclarationRow>): void => {
  const row = rowOf(declaration, rows);
  rows.put(declarations, { ...row, ...changed, status: row.released_at === undefined ? status : row.status });
};
