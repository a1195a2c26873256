import { table } from '#read-model';

/**
 * One row per parcel under special arrangements: what was expected of it at release, what was collected, whether it came back. Parcels that
 * failed stand here too, whatever their regime; those without a carrier are none of a return's.
 */
export const collectionParcels = table('collection_parcels', {
  columns: {
    /** Stream of the parcel. */
    parcel: 'text',
    carrier: 'text?',
    consignment_number: 'text?',
    scheme_number: 'text?',
    country: 'text?',
    currency: 'text?',
    mrn: 'text?',
    /** VAT that the assessment put into the carrier's return, in `currency`. */
    expected: 'text?',
    invalidated_on: 'text?',
    collected_at: 'text?',
    /** VAT rows of {rate, taxable, vat} in `currency`. */
    tax_rows: 'json?',
    collection_hash: 'text?',
    collected_seq: 'integer?',
    /** 1 while no return covers the collection and none has let the parcel leave. */
    open_collection: 'integer',
    returned_in: 'text?',
    failed_at: 'text?',
    failure_hash: 'text?',
    failed_seq: 'integer?',
    /** 1 while no return has told the failure. */
    open_failure: 'integer',
    told_in: 'text?',
  },
  key: ['parcel'],
  indexes: [
    ['carrier', 'country', 'open_collection'],
    ['carrier', 'country', 'open_failure'],
    ['carrier', 'country', 'returned_in'],
    ['carrier', 'country', 'told_in'],
  ],
});

/** The parcel of a declaration that claims special arrangements. */
export const collectionDeclarations = table('collection_declarations', {
  columns: { declaration: 'text', parcel: 'text' },
  key: ['declaration'],
});

/** One row per return under special arrangements, as stored. */
export const collectionReturns = table('collection_returns', {
  columns: { scheme_number: 'text', period: 'text', holder: 'text', authority: 'text', due_on: 'text', filed: 'json' },
  key: ['scheme_number', 'period'],
  indexes: [['holder']],
});

/** The last number given to a collection or a failure, in the order of the log. */
export const collectionCounts = table('collection_counts', { columns: { of: 'text', last_seq: 'integer' }, key: ['of'] });
