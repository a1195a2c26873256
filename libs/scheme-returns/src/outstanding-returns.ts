import { type EventStore } from '#event-store';
import { type RuleBook, type SchemeId } from '#rules';
import { periodsBefore, returnPeriod } from './return-period';
import { schemeReturnStream } from './scheme-returns.streams';

/**
 * The periods before `before` without a return of the number, read from the streams of the returns themselves. `firstDay` is the day the
 * number became valid: a return is due for every period since, a nil one too (VAT Directive Art. 369s, 369zb).
 */
export const outstandingReturns = async (
  store: EventStore,
  book: RuleBook,
  number: Readonly<{ scheme: SchemeId; schemeNumber: string; authority: string; firstDay: string }>,
  before: string,
): Promise<readonly string[]> => {
  const outstanding: string[] = [];
  // A text that names no period has none before it.
  if (returnPeriod(book, number.scheme, before) === undefined) return outstanding;
  for (const { id } of periodsBefore(book, number.scheme, number.firstDay, before)) {
    const events = store.read(schemeReturnStream(number.authority, number.schemeNumber, id), { max: 1 });
    const first = await events[Symbol.asyncIterator]().next();
    if (first.done === true) outstanding.push(id);
  }
  return outstanding;
};
