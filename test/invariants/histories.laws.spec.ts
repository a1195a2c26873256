import { asked, checkHistories } from '../support/invariants/histories/check';
import { sized } from '../support/size';

// A few here, other ones at every run; CI tells many more (docs/testing.md, longer tests).
const question = asked({ runs: sized(5, 10), steps: 100, seed: Date.now() % 1_000_000_000, milliseconds: 120_000 });
jest.setTimeout(question.milliseconds * 1.2);

/**
 * Histories through the public commands: declarations, amendments, guarantees, payments that come and go, debts that are disputed, waived
 * and written off and recovered, refunds, trade, collections at the door and what is handed on, in any order, with repetitions and restarts
 * anywhere. What is refused leaves the laws whole as well.
 */
it(`the laws of the accounts hold in ${String(question.runs)} histories of ${String(question.steps)} commands`, async () => {
  expect(await checkHistories(question)).toBe(question.runs);
});
