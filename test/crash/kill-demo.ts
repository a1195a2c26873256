import path from 'node:path';
import { checkLedger, demoCommand, nothingNew, runDemo, sameStory } from '../support/long/demo';
import { killManyTimes, toldLives } from '../support/long/kill';
import { longTest } from '../support/long/long-test';

/**
 * C-01 to C-04, I01 to I05 of docs/promises.md: the demonstration killed at random moments tells the same story as one that was let run.
 */
longTest(async ({ small, seed, random, directory, note }) => {
  const story = { parcels: small ? 200 : 600, noise: '0.05', seed, model: 'all' };
  const whole = await runDemo(path.join(directory, 'whole'), story);
  const { events } = whole.report.log;
  note(`undisturbed: ${String(events)} events in ${String(whole.milliseconds)} ms`);
  const killed = path.join(directory, 'killed');
  const lives = await killManyTimes(
    demoCommand(killed, story),
    killed,
    { kills: small ? 5 : 20, milliseconds: whole.milliseconds, events },
    random,
  );
  note(`killed at ${toldLives(lives)}`);
  const { report } = await runDemo(killed, story);
  sameStory(report, whole.report);
  await checkLedger(killed);
  await nothingNew(killed, story, report);
});
