import path from 'node:path';
import { createInterface } from 'node:readline';
import { EventStoreDbEventStore } from '#event-store';
import { randomOf } from '../random';
import { Follower } from './follower';
import { Reader } from './reader';
import { Records } from './records';
import { StarvedTime } from './starved-time';
import { TimedStore } from './timed-store';
import { bytesOf, type Memory, type ToldAnswer, type ToldAppend, type ToldEvent, type ToldRead, type WorkerReport } from './told';
import { Writer } from './writer';

/**
 * A program of the fault soak: one client of the store that writes (`writer 0`, `writer 1`, ...) or follows and reads (`follower`).
 * Obeys a JSON command a line and answers each with one.
 *
 *   node --expose-gc -C source -r ./bin/typescript.cjs test/support/long/soak/worker.ts ROLE NUMBER URL DEADLINE SEED DIRECTORY
 */
const [role = '', number = '0', url = '', deadline = '0', seed = '0', directory = ''] = process.argv.slice(2);

export type Question =
  /** Memory after a collection. */
  | { readonly do: 'measure' }
  /** A writer answers when all of its commands are answered. */
  | { readonly do: 'finish' }
  /** How far a follower has seen the log. */
  | { readonly do: 'seen' }
  /** Ends everything and reports. */
  | { readonly do: 'end' };

const counts: Record<string, number> = {};
const count = (what: string): void => {
  counts[what] = (counts[what] ?? 0) + 1;
};
const wrong: string[] = [];
const addWrong = (what: string): void => {
  count('wrong');
  if (wrong.length < 20) wrong.push(what);
};
const fileOf = (name: string): string => path.join(directory, `${role}-${number}.${name}`);
const random = randomOf(Number(seed) * 31 + Number(number) + role.length);

const measured = (): Memory => {
  for (let i = 0; i < 3; i += 1) (globalThis as { gc?: () => void }).gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  return { heap: heapUsed, rss };
};

interface Work {
  readonly finish: () => Promise<void>;
  readonly seen: () => Readonly<Record<string, string>>;
  readonly end: () => Promise<void>;
}

const writing = (store: TimedStore, appends: Records<ToldAppend>): Work => {
  const answers = new Records<ToldAnswer>(fileOf('answers'));
  const writer = new Writer({ seed: Number(seed), writer: Number(number), store, answers, random, count, wrong: addWrong });
  return {
    finish: () => writer.finish(),
    seen: () => ({}),
    end: async () => {
      await writer.finish();
      await Promise.all([answers.close(), appends.close()]);
    },
  };
};

const following = (store: TimedStore): Work => {
  const reads = new Records<ToldRead>(fileOf('reads'));
  const reader = new Reader({ store, reads, random, count, wrong: addWrong });
  const events = { all: new Records<ToldEvent>(fileOf('all')), mirror: new Records<ToldEvent>(fileOf('mirror')) };
  const all = new Follower({
    store,
    categories: undefined,
    events: events.all,
    random,
    wrong: addWrong,
    onPlace: (stream, position) => {
      reader.see(stream, position);
    },
  });
  const some = new Follower({ store, categories: ['mirror'], events: events.mirror, random, wrong: addWrong });
  return {
    finish: () => reader.end(),
    seen: () => ({ all: all.through, mirror: some.through }),
    end: async () => {
      await Promise.all([reader.end(), all.end(), some.end()]);
      await Promise.all([reads.close(), events.all.close(), events.mirror.close()]);
    },
  };
};

const main = async (): Promise<void> => {
  const store = await EventStoreDbEventStore.connect({
    url,
    installation: 'soak',
    deadlineMilliseconds: Number(deadline),
    clientName: `${role}-${number}`,
    hooks: {
      now: () => performance.now(),
      onAppend: (_, outcome) => {
        count(`appends ${outcome}`);
      },
      onReconnect: (what) => {
        count(what === 'line' ? 'lines reopened' : 'clients replaced');
      },
      onResubscribe: (reason) => {
        count(`subscriptions ${reason}`);
      },
    },
  });
  const appends = role === 'writer' ? new Records<ToldAppend>(fileOf('appends')) : undefined;
  const starved = new StarvedTime();
  const timed = new TimedStore(store, starved, ({ stream, events }, outcome) => {
    if (outcome.kind === 'appended')
      appends?.add({
        stream,
        revision: String(outcome.revision),
        position: outcome.position,
        events: events.length,
        bytes: bytesOf(events),
      });
  });
  const work = appends === undefined ? following(timed) : writing(timed, appends);
  const say = (answer: unknown): void => {
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  };
  say({ ready: true });
  for await (const line of createInterface({ input: process.stdin })) {
    const question = JSON.parse(line) as Question;
    if (question.do === 'measure') say(measured());
    else if (question.do === 'seen') say(work.seen());
    else if (question.do === 'finish') {
      await work.finish();
      say({ finished: true });
    } else {
      await work.end();
      await store.close();
      starved.end();
      say({
        role: `${role} ${number}`,
        calls: timed.times,
        counts,
        wrong,
        starved: starved.total,
        longestOwn: starved.longestOwn,
      } satisfies WorkerReport);
      return;
    }
  }
};

void main().then(
  () => {
    process.stdin.destroy();
  },
  (fault: unknown) => {
    process.stderr.write(`${role} ${number}: ${fault instanceof Error ? (fault.stack ?? fault.message) : String(fault)}\n`);
    process.exit(1);
  },
);
