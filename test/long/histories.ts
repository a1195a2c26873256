import { asked, checkHistories } from '../support/invariants/histories/check';
import { longTest } from '../support/long/long-test';

/** The laws of docs/accounting.md over random histories through the public commands. */
longTest(async ({ small, seed, note }) => {
  const minutes = small ? 4 : 18;
  const question = { ...asked({ runs: small ? 300 : 5000, steps: 100, seed, milliseconds: 0 }), milliseconds: minutes * 60_000 };
  const told = await checkHistories(question);
  note(`${String(told)} histories of ${String(question.steps)} commands, no law broken`);
  if (told < question.runs)
    throw new Error(`only ${String(told)} of ${String(question.runs)} histories were told in ${String(minutes)} minutes`);
});
