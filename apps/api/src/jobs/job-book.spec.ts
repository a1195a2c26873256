import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Telemetry } from '#telemetry';
import { JobBook } from './job-book';
import { type Job, JobFolder } from './job-folder';

const directory = mkdtempSync(path.join(tmpdir(), 'tidewaiter-jobs-'));
const folder = path.join(directory, 'jobs');
afterAll(() => {
  rmSync(directory, { recursive: true });
});
beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const job = (id: string): Job => ({ id, status: 'running' });
/** From now on nothing can be kept. */
const breakDisk = (): void => {
  rmSync(folder, { recursive: true, force: true });
  writeFileSync(folder, '');
};
const newBook = (): JobBook<Job> => new JobBook(new JobFolder<Job>(folder), Telemetry.silent().log);

describe('jobs of a server whose disk fails', () => {
  it('do not begin where that cannot be kept, and are none of its own then', async () => {
    const book = newBook();
    breakDisk();
    const begun: string[] = [];
    expect(() => {
      book.begin(job('one'), async () => void begun.push('one'));
    }).toThrow();
    await book.idle();
    expect([book.size, book.find('one'), begun]).toEqual([0, undefined, []]);
  });

  it('go on where only their progress and their end cannot be kept, and so do those behind them', async () => {
    const book = newBook();
    const done: string[] = [];
    for (const id of ['one', 'two'])
      book.begin(job(id), async () => {
        breakDisk();
        book.tell({ id, status: 'running' });
        expect(book.find(id)).toEqual({ id, status: 'running' });
        book.end({ id, status: 'completed' });
        done.push(id);
      });
    await book.idle();
    expect([done, book.size]).toEqual([['one', 'two'], 0]);
  });

  it('are begun by the next one whatever became of the one before', async () => {
    const book = newBook();
    const begun: string[] = [];
    book.begin(job('one'), () => Promise.reject(new Error('bug')));
    book.begin(job('two'), async () => void begun.push('two'));
    await book.idle();
    expect([book.running('one'), begun]).toEqual([undefined, ['two']]);
  });
});

it.each(['', '{"id":"one","sta', 'null', '{"id":"another","status":"completed"}'])(
  'a job whose file says %j can be asked for again',
  (text) => {
    const book = newBook();
    book.begin(job('one'), () => Promise.resolve());
    expect(readdirSync(folder)).toEqual(['one.json']);
    writeFileSync(path.join(folder, 'one.json'), text);
    expect(newBook().find('one')).toBeUndefined();
  },
);
