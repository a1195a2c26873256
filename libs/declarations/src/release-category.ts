import { signOf } from '#money';
import { type DutyAssessedData } from './declarations.events';
import { type LodgedDeclaration } from './declarations.state';

export type ReleaseCategory = NonNullable<DutyAssessedData['releaseCategory']>;
/** Additional procedure of consignments of negligible value (UCC-DA Annex B, data element 11 10). */
const lowValueProcedure = 'C07';

/**
 * Category of the WCO Immediate Release Guidelines (version III): 2 low value with nothing payable, 3 low value dutiable, 4 high value.
 * What a message stated stands; 1, correspondence and documents, is known only so: no amount shows it.
 */
export const releaseCategoryOf = (assessment: Pick<DutyAssessedData, 'payable' | 'releaseCategory'>, { header, items }: Pick<LodgedDeclaration, 'header' | 'items'>): ReleaseCategory => {
  if (assessment.releaseCategory !== undefined) return assessment.releaseCategory;
  const lowValue = header.dataset === 'H7' || items.every(({ additionalProcedures }) => additionalProcedures.includes(lowValueProcedure));
  if (!lowValue) return '4';
  return signOf(assessment.payable) > 0 ? '3' : '2';
};
