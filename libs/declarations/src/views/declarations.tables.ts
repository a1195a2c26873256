import { holding, table } from '#read-model';
import { type DutyAssessedData } from '../assessment.events';
import { type DeclarationLodgedData } from '../declarations.events';

type DeclarationStatus = 'lodged' | 'refused' | 'assessed' | 'held' | 'released' | 'invalidated';

/**
 * One row per declaration. `status`: lodged (or amended and not assessed yet), refused (no assessment is possible), assessed, held,
 * released, invalidated; once released, a later version leaves it so. `low_value` (0 or 1) and `release_category` are those of immediate
 * release. `payable` is in `assessed_currency`; `currency` is the one of the declared values.
 */
export const declarations = table('declarations', {
  columns: {
    declaration: 'text',
    authority: 'text',
    jurisdiction: 'text',
    declarant: 'text',
    lrn: 'text',
    mrn: 'text',
    version: 'integer',
    dataset: holding<DeclarationLodgedData['dataset']>()('text'),
    account_holder: 'text',
    consignment_number: 'text?',
    scheme: 'text?',
    scheme_number: 'text?',
    currency: 'text',
    accepted_at: 'text',
    accepted_on: 'text',
    item_count: 'integer',
    status: holding<DeclarationStatus>()('text'),
    assessed_currency: 'text?',
    payable: 'text?',
    refusal: 'text?',
    released_at: 'text?',
    amended_at: 'text?',
    held_for: 'text?',
    invalidated_on: 'text?',
    low_value: 'integer',
    release_category: holding<NonNullable<DutyAssessedData['releaseCategory']>>()('text?'),
  },
  key: ['declaration'],
  indexes: [['mrn'], ['lrn'], ['accepted_at', 'declaration']],
});

/** Whom a declaration names with a duty or a right: they may see it. */
export const declarationParties = table('declaration_parties', {
  columns: { party: 'text', accepted_at: 'text', declaration: 'text' },
  key: ['party', 'accepted_at', 'declaration'],
});
