import { monthOf } from '../days';
import type { Telling } from '../telling';
import type { ReturnedParcel } from './returned-parcel';
import { reportReturns } from './goods-back';
import { refundMonth } from './refund-month';
import { refundedIn } from './last-acceptances';

/**
 * Goods that come back, from their announcement in the month of the credit to the refund two months after they were imported, when their
 * tax is paid.
 */
export class GoodsOnTheirWay {
  constructor(private readonly backs: readonly ReturnedParcel[]) {}

  async tell(story: Telling, month: string): Promise<void> {
    const of = (moment: (back: ReturnedParcel) => string): readonly ReturnedParcel[] => this.backs.filter((back) => moment(back) === month);
    await reportReturns(
      story,
      of(({ creditedAt }) => monthOf(creditedAt)).filter(({ planted }) => planted !== 'neverBack'),
    );
    await refundMonth(
      story,
      of(refundedIn).filter(({ planted }) => planted !== 'unclaimed' && planted !== 'tooMany'),
      month,
    );
  }
}
