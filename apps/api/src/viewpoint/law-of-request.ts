import type { RuleBook } from '#rules';
import type { RuleBookFollower } from '#runtime';
import { momentOfRequest } from './moment-of-request';

/** The law that a request is judged by: as it was known at the moment that is asked about; for a write the present one. */
export const lawOfRequest = async (rules: RuleBookFollower): Promise<RuleBook> => {
  const asked = momentOfRequest.getStore();
  return asked === undefined ? rules.current() : rules.at(asked.position);
};
