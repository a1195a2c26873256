import type { CommandOutcome } from '#event-store';
import { fileCollectionReturn, fileReturn, outstandingReturns, type ReturnFigures } from '#scheme-returns';
import { firstDay, quarterOf } from './days';
import type { OfficeFaults } from './faults/office';
import { alteredCollections, alteredReturn, filingOtherFigures } from './faults/wrong-returns';
import { actor } from './messages';
import { arrangementNumber, importAuthorities, iossNumber, parties, returnAuthorities, ukVatNumber } from './parties';
import { DemoError } from './stage';
import type { Telling } from './telling';

const numbers = [
  { scheme: 'EU-IOSS', schemeNumber: iossNumber },
  { scheme: 'UK-SUPPLY', schemeNumber: ukVatNumber },
] as const;

/**
 * Files what is outstanding for periods that ended before the month, the oldest first, on its twentieth day; a nil return where nothing was
 * sold.
 */
export const monthlyReturns = async ({ ledger }: Telling, month: string, firstMonth: string, office: OfficeFaults): Promise<void> => {
  const book = ledger.rules.current();
  const { store, views, runner } = ledger;
  for (const { scheme, schemeNumber } of numbers) {
    const number = { scheme, schemeNumber, authority: returnAuthorities[scheme], firstDay: firstDay(firstMonth) };
    // This month's own period has not ended; the names of periods sort as they follow each other.
    for (const period of await outstandingReturns(store, book, number, scheme === 'EU-IOSS' ? month : quarterOf(month))) {
      // What is not filed keeps every later one from being filed.
      if (!office.isFiled(schemeNumber, period)) break;
      await ledger.catchUp();
      const wrong = office.figuresOf(schemeNumber, period);
      const filing = wrong === undefined ? runner : filingOtherFigures<ReturnFigures>(runner, (figures) => alteredReturn(figures, wrong));
      const outcome = await fileReturn(
        { store, views, book, runner: filing },
        { ...number, holder: parties.vendor.collector, period, filedOn: `${month}-20` },
        { actor },
      );
      mustBeFiled(outcome, period);
      await ledger.settle();
    }
  }
};

/** Files what the carrier collected from recipients, state by state, a nil return where nothing was. */
export const collectionReturns = async ({ ledger }: Telling, month: string, firstMonth: string, office: OfficeFaults): Promise<void> => {
  const book = ledger.rules.current();
  const { store, views, runner } = ledger;
  await ledger.catchUp();
  for (const authority of importAuthorities) {
    if (authority === 'GB') continue;
    const number = {
      scheme: 'EU-SA',
      schemeNumber: arrangementNumber(authority.slice(3)),
      authority,
      firstDay: firstDay(firstMonth),
    } as const;
    for (const period of await outstandingReturns(store, book, number, month)) {
      if (!office.isFiled(number.schemeNumber, period)) break;
      const wrong = office.figuresOf(number.schemeNumber, period);
      const filing = wrong === undefined ? runner : filingOtherFigures(runner, alteredCollections);
      const outcome = await fileCollectionReturn(
        { store, views, book, runner: filing },
        { ...number, holder: parties.carrier, period, filedOn: `${month}-10` },
        { actor },
      );
      mustBeFiled(outcome, `${number.schemeNumber} for ${period}`);
    }
  }
  await ledger.settle();
};

const mustBeFiled = (outcome: CommandOutcome, what: string): void => {
  if (outcome.kind !== 'accepted')
    throw new DemoError(`the return of ${what}: ${outcome.kind === 'rejected' ? outcome.rejection.message : outcome.kind}`);
};
