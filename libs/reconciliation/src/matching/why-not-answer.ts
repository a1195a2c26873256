import { type Break, type ParcelCase } from '../case';
import { type Missing } from './missing-legs';

/** Why something does not match: what fails in it, and what may be meant where something is not there. */
export interface WhyNotAnswer {
  readonly subject: string;
  readonly caseKey: string;
  readonly status: ParcelCase['status'];
  readonly breaks: readonly Pick<Break, 'id' | 'code' | 'subject' | 'why' | 'causedBy'>[];
  readonly missing: readonly Missing[];
}

/** What of a break says why it is one. */
export const told = ({ id, code, subject, why, causedBy }: Break): WhyNotAnswer['breaks'][number] => ({
  id,
  code,
  subject,
  why,
  ...(causedBy === undefined ? {} : { causedBy }),
});
