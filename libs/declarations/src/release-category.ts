import { signOf } from '#money';
import { type DeclaredItem } from './declarations.events';
import { type DutyAssessedData } from './assessment.events';
import { type LodgedDeclaration } from './declarations.state';

type ReleaseCategory = NonNullable<DutyAssessedData['releaseCategory']>;
/** Additional procedure of consignments of negligible value (UCC-DA Annex B, data element 11 10). */
const lowValueProcedure = 'C07';
type Dataset = LodgedDeclaration['header']['dataset'];

/** Whether items are declared as of low value: H7 holds nothing else, in an H1 each says so itself. */
export const isLowValue = (dataset: Dataset, items: readonly DeclaredItem[]): boolean =>
  dataset === 'H7' || items.every(({ additionalProcedures }) => additionalProcedures.includes(lowValueProcedure));

/**
 * Category of the WCO Immediate Release Guidelines (version III): 2 low value with nothing payable, 3 low value dutiable, 4 high value.
 * What a message stated stands; 1, correspondence and documents, is known only so: no amount shows it.
 */
export const releaseCategoryOf = (assessment: Pick<DutyAssessedData, 'payable' | 'releaseCategory'>, lowValue: boolean): ReleaseCategory =>
  assessment.releaseCategory ?? (lowValue ? (signOf(assessment.payable) > 0 ? '3' : '2') : '4');
