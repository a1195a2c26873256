import { projection, table } from '#read-model';

/**
 * What the index says of a case: by its place in the order of cases. What most filters ask for is part of the key, so that whoever goes
 * through the cases in their order reads nothing else, and a case is one entry there. `reach`: the books that it is in, with the stages
 * that it adds to. `until`: the last moment at which it says so by itself; absent where that is for ever.
 */
export const indexRowTable = table('case_index_row', {
  columns: {
    place: 'text',
    status: 'text',
    month: 'text',
    model: 'text',
    country: 'text',
    scheme: 'text',
    reach: 'text',
    until: 'text?',
    content: 'json',
  },
  key: ['place', 'status', 'month', 'model', 'country', 'scheme', 'reach'],
  indexes: [['month', 'country', 'model', 'scheme', 'status', 'place', 'reach']],
});

/** Words that few cases have: what those are found by, and what their evaluation asked. */
export const indexMarkTable = table('case_index_mark', {
  columns: { mark: 'text', place: 'text' },
  key: ['mark', 'place'],
});

/**
 * Sums of the cases of a month, model, country and scheme; of those of a month, model and country that have a seller, scheme number or
 * chapter; and of all cases.
 */
export const indexCellTable = table('case_index_cell', {
  columns: { cell: 'text', shape: 'text', value: 'text', month: 'text', model: 'text', country: 'text', scheme: 'text', figures: 'json' },
  key: ['cell'],
  indexes: [['shape', 'value', 'month']],
});

/** One row: the position and the moment that the index is of. Absent while it is built. */
export const indexSnapshotTable = table('case_index_snapshot', {
  columns: { name: 'text', position: 'text', moment: 'text', rules: 'text' },
  key: ['name'],
});

/** The tables of the index. They follow from the rows of reconciliation and a moment, not from events: the keeper writes them. */
export const caseIndexProjection = projection({
  name: 'caseIndex',
  version: 6,
  categories: [],
  tables: [indexRowTable, indexMarkTable, indexCellTable, indexSnapshotTable],
  apply: () => undefined,
});
