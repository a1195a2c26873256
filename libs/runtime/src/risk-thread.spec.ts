import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inThread, type RiskKeeping } from './risk-keeping';
import { RiskFactsError, RiskThread } from './risk-thread';

// Real threads that run a few lines each: how they are begun, lost and ended. What the product's own thread answers is asked of the built
// server.
const folder = mkdtempSync(path.join(tmpdir(), 'tidewaiter-risk-thread-'));
const directory = path.join(folder, 'facts');
const fact = path.join(directory, 'a-fact');
const opened: RiskKeeping[] = [];
afterAll(async () => {
  await Promise.all(opened.map((keeping) => keeping.close()));
  rmSync(folder, { recursive: true, force: true });
});

const ready = "const { parentPort: port } = require('node:worker_threads'); port.postMessage({ id: 0, answer: 'ready' });";
const answering = `${ready} port.on('message', ({ id, call }) => { if (call === 'catchUp') throw new Error('lost'); if (call === 'quality') for (;;); port.postMessage({ id, answer: call }); });`;

/** Keeps facts in threads that run these lines, each begun thread counted. */
const keepingOf = (lines: string) => {
  const file = path.join(folder, `${String(opened.length)}.js`);
  writeFileSync(file, lines);
  mkdirSync(directory, { recursive: true });
  writeFileSync(fact, '');
  let begun = 0;
  const keeping = inThread(directory, () => {
    begun += 1;
    return RiskThread.start({ place: { dataDirectory: folder }, directory }, file);
  });
  opened.push(keeping);
  return { keeping, begun: () => begun };
};

describe('the thread of the risk facts', () => {
  it('is begun when it is asked, once for all who ask', async () => {
    const { keeping, begun } = keepingOf(answering);
    expect(begun()).toBe(0);
    expect(await Promise.all([keeping.position(), keeping.position()])).toEqual(['position', 'position']);
    expect([begun(), existsSync(fact)]).toEqual([1, true]);
  });

  it('is begun again without its facts after it has failed, and whoever waited is told', async () => {
    const { keeping, begun } = keepingOf(answering);
    const asked = await Promise.allSettled([keeping.catchUp(), keeping.catchUp()]);
    expect(asked.map((one) => one.status === 'rejected' && one.reason instanceof RiskFactsError)).toEqual([true, true]);
    expect(await Promise.all([keeping.position(), keeping.position()])).toEqual(['position', 'position']);
    expect([begun(), existsSync(fact)]).toEqual([2, false]);
  });

  it('that cannot begin is tried again when somebody asks, and its facts stay', async () => {
    const { keeping, begun } = keepingOf("throw new Error('no log there');");
    await expect(keeping.position()).rejects.toMatchObject({ name: 'RiskFactsError', cause: { message: 'no log there' } });
    await expect(keeping.position()).rejects.toBeInstanceOf(RiskFactsError);
    expect([begun(), existsSync(fact)]).toEqual([2, true]);
  });

  it('that ends before it is there is told of', async () => {
    await expect(keepingOf('process.exit(0);').keeping.position()).rejects.toBeInstanceOf(RiskFactsError);
  });

  it('is ended while it is amid something that has no end, and asked no more', async () => {
    const { keeping, begun } = keepingOf(answering);
    await keeping.position();
    const asked = expect(keeping.quality({ asOf: '', knownAt: '' as never }, {})).rejects.toBeInstanceOf(RiskFactsError);
    await keeping.close();
    await asked;
    await expect(keeping.position()).rejects.toBeInstanceOf(RiskFactsError);
    expect(begun()).toBe(1);
  });

  it('tells a fault that may pass apart from one of its own', async () => {
    const faulty = `${ready} port.on('message', ({ id, call }) => { port.postMessage({ id, fault: 'away', passing: call === 'position' }); });`;
    const { keeping } = keepingOf(faulty);
    await expect(keeping.position()).rejects.toMatchObject({ name: 'RiskFactsError', message: 'away' });
    await expect(keeping.catchUp()).rejects.toMatchObject({ name: 'Error', message: 'away' });
  });
});
