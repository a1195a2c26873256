import { returnLines, type ReturnLine, type ReturnNotComputed, type ReturnTotal } from '#enquiries';
import type { ReadModel } from '#read-model';
import type { RuleBook } from '#rules';
import { outstandingReturns, returnPeriodsOf, schemeReturnStream } from '#scheme-returns';
import { CannotRunError } from './exit';
import type { OpenLog } from './reading';
import { rulesAt } from './recompute';
import type { GrantedNumber, SupplyScheme } from './scheme-return';

/**
 * What the lines of a return are read from, at one moment: the log, its read models and the law; `today` is the legal day of filing for one
 * that is not filed.
 */
export interface LinesSources {
  readonly log: OpenLog;
  readonly views: ReadModel;
  readonly rules: RuleBook;
  readonly today: string;
}

/**
 * The supplies of a return with the lines of their orders: of a filed one by the law as it was known then, else as it would be filed now.
 */
export const linesOfReturn = async (
  { log, views, rules, today }: LinesSources,
  granted: GrantedNumber<SupplyScheme>,
  period: string,
): Promise<AsyncIterable<ReturnLine | ReturnTotal | ReturnNotComputed>> => {
  const { authority, holder, scheme, schemeNumber } = granted;
  const filed = (await returnPeriodsOf(views, { schemeNumber })).find((status) => status.period === period)?.filed;
  const request = { scheme, schemeNumber, holder, authority, period, filedOn: filed?.filedOn ?? today };
  if (filed === undefined)
    return returnLines(views, { request, rules, outstanding: await outstandingReturns(log.store, rules, granted, period) });
  for await (const { position } of log.store.read(schemeReturnStream(authority, schemeNumber, period), { max: 1 }))
    return returnLines(views, { request, rules: await rulesAt(log, position), filed });
  throw new CannotRunError('NOT_FOUND', `${schemeNumber} ${period}: the return is not in the log`, '--period');
};
