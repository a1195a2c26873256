import { commandIdOfMessage } from '#event-catalogue';
import { computeReturnOf, outstandingReturns, schemeReturnDecider, schemeReturnStream, suppliesOfReturn } from '#scheme-returns';
import { firstDay, noon } from './days';
import type { Story } from './front';
import { actor } from './messages';
import { iossNumber, parties, returnAuthorities, ukVatNumber } from './parties';
import { DemoError, runCommands } from './stage';

const numbers = [
  { scheme: 'EU-IOSS', schemeNumber: iossNumber },
  { scheme: 'UK-SUPPLY', schemeNumber: ukVatNumber },
] as const;

/** Files what is outstanding for periods that ended before the month, the oldest first, on its twentieth day; a nil return where nothing was sold. */
export const monthlyReturns = async (story: Story, month: string, firstMonth: string): Promise<void> => {
  const { ledger, stages } = story;
  const book = ledger.rules.current();
  const filedOn = `${month}-20`;
  await ledger.catchUp();
  for (const { scheme, schemeNumber } of numbers) {
    const authority = returnAuthorities[scheme];
    const known = { scheme, schemeNumber, authority, firstDay: firstDay(firstMonth) };
    // Periods are named so that text order is order in time; this month's own period has not ended.
    const present = scheme === 'EU-IOSS' ? month : quarterOf(month);
    for (const period of await outstandingReturns(ledger.store, book, known, present)) {
      const request = { scheme, schemeNumber, authority, holder: parties.vendor.collector, period, filedOn };
      const answer = await computeReturnOf(book, request, suppliesOfReturn(ledger.views, schemeNumber, period));
      if ('rejected' in answer) throw new DemoError(`the return of ${period}: ${answer.rejected.message}`);
      const filing = {
        decider: schemeReturnDecider,
        stream: schemeReturnStream(authority, schemeNumber, period),
        command: { type: 'FileReturn' as const, figures: answer.computed.figures, outstanding: await outstandingReturns(ledger.store, book, known, period) },
        context: {
          commandId: commandIdOfMessage({ book: authority, issuer: parties.vendor.collector, kind: 'return', reference: `${schemeNumber}/${period}`, version: 'demo-1' }),
          actor,
          book: authority,
          effectiveAt: noon(filedOn),
        },
      };
      await runCommands(ledger, stages, 'returns', [filing]);
      await ledger.settle();
      await ledger.catchUp();
    }
  }
};

const quarterOf = (month: string): string => `${month.slice(0, 4)}-Q${String(Math.ceil(Number(month.slice(5)) / 3))}`;
