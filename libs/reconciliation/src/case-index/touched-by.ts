import { type AccountEvent, type AccountPeriodEvent } from '#accounts';
import { categoryOf } from '#event-catalogue';
import { type Located } from '../legs/contribution';
import { type ToldLeg } from '../legs/leg';
import { legsOfEvent, type ParcelEvent } from '../legs/legs-of-event';
import { chargeMovesOf } from '../legs/moves-of-account';
import { chargeChangesOf } from '../legs/redenomination';
import { parcelCategories } from '../views/reconciliation.projection';
import { moveKey, twinKey, twinMarkKey } from './asked-settlement';

/**
 * What a stretch of the log may change of the cases of parcels: cases that hold a subject, and cases whose evaluation asked something.
 * Settlement facts are not told here: they are read as rows, with those that come into effect later than they were known.
 */
export interface Touched {
  readonly subjects: Set<string>;
  readonly keys: Set<string>;
}

/** An event as the index reads it. */
export interface TouchingEvent {
  readonly type: string;
  readonly stream: string;
  readonly position: string;
}

export const nothingTouched = (): Touched => ({ subjects: new Set(), keys: new Set() });

/** Adds what an event touches: a function of the event alone, like the rows that cases are judged by. */
export const touch = (touched: Touched, event: TouchingEvent): void => {
  const category = categoryOf(event.stream);
  if (parcelCategories.has(category)) {
    // A category holds its own events and no others; when it was effective says nothing of where it belongs.
    const { legs, links } = legsOfEvent({ at: '', ...event } as Located<ParcelEvent>);
    for (const leg of legs) touchLeg(touched, leg);
    for (const { child, parent } of links) touched.subjects.add(child).add(parent);
  }
  if (category === 'accountPeriod') touchMoves(touched, event as TouchingEvent & AccountPeriodEvent);
  if (category === 'account') touchRedenominated(touched, event as TouchingEvent & AccountEvent);
};

/** Orders that may be told twice are judged by what is told of each other. */
const touchLeg = ({ subjects, keys }: Touched, { subject, body }: ToldLeg): void => {
  subjects.add(subject);
  if (body.kind === 'order' || body.kind === 'orderLines' || body.kind === 'cancellation') keys.add(twinKey(subject));
  if (body.kind === 'order' && body.mark !== undefined) keys.add(twinMarkKey(body.mark));
};

const touchRedenominated = ({ keys }: Touched, event: AccountEvent): void => {
  if (event.type !== 'AccountRedenominated') return;
  for (const reference of chargeChangesOf(event).keys()) keys.add(moveKey(event.data.account, reference));
};

const touchMoves = ({ keys }: Touched, event: AccountPeriodEvent): void => {
  const moves = chargeMovesOf(event);
  for (const reference of moves?.sums.keys() ?? []) keys.add(moveKey(moves?.account ?? '', reference));
};
