import { type LoggedEvent, SqliteReadModel, type TableContent } from '#read-model';
import { orderStream } from '#advance-data';
import { declarationStream } from '#declarations';
import { asOf, nth, placed, tell, told, viewsOf } from '../../../../test/support/reconciliation/ask';
import { declared, item, seller, type StoryEvent } from '../../../../test/support/reconciliation/story';
import { wholeStory } from '../../../../test/support/reconciliation/whole-stories';
import { legsOfSubjects } from './leg-reader';
import { reconciliationProjection } from './reconciliation.projection';

const order = orderStream(seller, '1');
/** Its header names no parcel: it is a case of its own until its items name the order. */
const parcelless = declared('L2', 'P2', [item(1, '20.00', [{ order: '1', ordinal: 1, quantity: 2 }])], {
  carrier: undefined,
  consignmentNumber: undefined,
} as object);
const story: readonly StoryEvent[] = [...wholeStory, ...parcelless];

/** Contents of the rows where the log is applied some events at a time. */
const inStretchesOf = async (size: number): Promise<readonly TableContent[]> => {
  const views = SqliteReadModel.openScratch(':memory:', [reconciliationProjection]);
  const log: readonly LoggedEvent[] = placed(story);
  for (let from = 0; from < log.length; from += size)
    await tell(views, log.slice(from, from + size), nth(Math.min(from + size, log.length) - 1));
  return views.contents();
};

it('puts what one command tells of its stream into one row', async () => {
  const views = await viewsOf(story, [reconciliationProjection]);
  const kindsOf = async (subject: string): Promise<readonly string[]> =>
    ((await legsOfSubjects(views, [subject], ['order', 'orderLines', 'declaration', 'declarationItems'])).get(subject) ?? []).map(
      ({ kind }) => kind,
    );
  expect(await kindsOf(order)).toEqual(['order', 'orderLines']);
  expect(
    await views.all("SELECT kind FROM case_leg WHERE kind IN ('order', 'orderLines', 'declaration', 'declarationItems') ORDER BY position"),
  ).toEqual([{ kind: 'order' }, { kind: 'declaration' }, { kind: 'declaration' }, { kind: 'declarationItems' }]);
  expect(await kindsOf(declarationStream('EU-FR', 'R-1', 'L2'))).toEqual(['declaration', 'declarationItems']);
});

it('writes the same rows wherever a stretch of the log begins', async () => {
  const whole = await inStretchesOf(story.length);
  for (const size of [1, 2, 3, 5, 7]) expect(await inStretchesOf(size)).toEqual(whole);
});

it('knows of a command at each of its events what was told by then', async () => {
  const all = await told(story);
  for (const n of story.keys()) {
    const then = await (await told(story.slice(0, n + 1))).list(asOf('2026-07-01'), {}, { limit: 10 });
    expect(await all.list(asOf('2026-07-01', { knownAt: nth(n) }), {}, { limit: 10 })).toEqual(then);
  }
});
