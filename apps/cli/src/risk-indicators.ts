import type { ReadModel } from '#read-model';
import { RiskIndicators } from '#risk';
import type { OpenLog } from './reading';

/** The risk indicators of a ledger, from its read models and those that nobody keeps up. */
export const indicatorsOf = ({ demo }: Pick<OpenLog, 'demo'>, views: ReadModel): RiskIndicators =>
  new RiskIndicators(views, { ownCalendar: demo !== undefined });
