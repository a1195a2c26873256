import { closeDuePeriods, cyclesOf, directoryReader, type AccountDirectory } from '#accounts';
import { CollectedRevenue } from '#runtime';
import { bankEntry } from './bank';
import type { OfficeFaults } from './faults/office';
import { paymentsOf } from './faults/payments';
import type { PlantedFaults } from './faults/planted-faults';
import { firstDay, monthOf, monthsBetween } from './days';
import { Dues } from './dues';
import { Feed } from './feed';
import { announceLate } from './front';
import { actor } from './messages';
import { distribute } from './models/distribution';
import { Desk } from './models/desk';
import { GoodsOnTheirWay } from './models/goods-on-their-way';
import type { ModelChoice } from './models/model';
import { collectionReturns, monthlyReturns } from './monthly-returns';
import type { Horizon } from './settings';
import { runCommands } from './stage';
import type { Telling } from './telling';
import type { Parcel } from './told-parcel';
import type { ReturnedParcel } from './models/returned-parcel';

const closeBooks = async (
  { ledger }: Telling,
  month: string,
  directory: () => Promise<AccountDirectory>,
  office: OfficeFaults,
): Promise<void> => {
  const settled = async (): Promise<Pick<AccountDirectory, 'all'>> => {
    await ledger.settle();
    return office.closing(await directory(), month);
  };
  await closeDuePeriods({ runner: ledger.runner, cycles: cyclesOf(ledger.rules.current()), today: firstDay(month), actor, settled });
};

/** What the trade left for the back office to do. */
export interface LeftToDo {
  readonly model: ModelChoice;
  readonly horizon: Horizon;
  /** Orders whose file reaches the ledger late. */
  readonly late: readonly Parcel[];
  readonly faults: PlantedFaults;
  /** Goods that come back and whose tax customs gives back. */
  readonly backs: readonly ReturnedParcel[];
}

/**
 * The back office month by month: books of the month before are closed, orders announced late arrive, returns are filed for what has ended,
 * consumers pay at their desks, what falls due in the month is paid on its day, goods that came back are refunded, and what was collected
 * in closed months reaches its owners.
 */
export const settleMonths = async (story: Telling, { model, horizon, late, backs, faults }: LeftToDo): Promise<void> => {
  const { ledger, stages } = story;
  const { office } = faults;
  const directory = directoryReader(ledger.store, ledger.catalogue);
  const [dues, desk, collected] = [new Dues(), new Desk(), new CollectedRevenue()];
  const feed = new Feed(ledger, model === 'vendor' ? [dues] : [dues, desk, collected]);
  const returned = new GoodsOnTheirWay(backs);
  for (const month of monthsBetween(horizon.firstMonth, horizon.lastMonth)) {
    await stages.run('statements', () => closeBooks(story, month, directory, office));
    await office.afterClosing(story, month);
    await stages.run('late orders', () => announceLate(story, late, (parcel) => isAnnounced(parcel, month)));
    await stages.run('returns', () => monthlyReturns(story, month, horizon.firstMonth, office));
    if (model !== 'vendor') await stages.run('collection returns', () => collectionReturns(story, month, horizon.firstMonth, office));
    await stages.run('receipts', async () => {
      await feed.read();
      await office.beforePayments(story, month, dues);
      const desks = desk
        .told()
        .flatMap(({ paidOn, ...debt }) => paymentsOf({ ...debt, bookedOn: paidOn }, faults.atDesk(debt)).map(bankEntry));
      await runCommands(ledger, stages, 'desk payments', desks);
      await runCommands(ledger, stages, 'receipts', office.entries(month, dues).map(bankEntry));
      await ledger.settle();
    });
    await returned.tell(story, month);
    if (model === 'vendor') continue;
    await feed.read();
    await distribute(story, collected, month, horizon.firstMonth);
  }
};

/** An order announced n months late arrives in the n-th month after its payment. */
const isAnnounced = ({ capturedAt, announcedMonthsLate }: Parcel, month: string): boolean =>
  monthsBetween(monthOf(capturedAt), month).length - 1 === announcedMonthsLate;
