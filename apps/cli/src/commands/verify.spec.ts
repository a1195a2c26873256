import { copyFileSync, cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { sha256Hex } from '#event-catalogue';
import { WriterLock } from '#event-store';
import { openDatabase } from '#sqlite';
import { openLedger } from '#runtime';
import { CommandLine, onDisk } from '../cli.support';
import { exitCodes } from '../exit';
import { sized } from '../../../../test/support/size';

describe('proving a ledger', () => {
  const cli = new CommandLine(onDisk);
  const copy = new CommandLine(onDisk);
  beforeAll(async () => {
    expect((await cli.run('demo', '--parcels', '30', '--noise', '0.2')).code).toBe(exitCodes.done);
  }, 60_000);
  beforeEach(() => {
    rmSync(copy.data, { recursive: true, force: true });
    cpSync(cli.data, copy.data, { recursive: true });
  });
  afterAll(() => {
    cli.remove();
    copy.remove();
  });
  const change = (file: string, sql: string): void => {
    const db = openDatabase(path.join(copy.data, file));
    db.exec(sql);
    db.close();
  };

  /** Content by name; what SQLite keeps beside an open file is its own. */
  const filesOf = (): Readonly<Record<string, string>> =>
    Object.fromEntries(
      readdirSync(copy.data)
        .filter((name) => !/-(wal|shm|journal)$/.test(name))
        .map((name) => [name, sha256Hex(readFileSync(path.join(copy.data, name)))]),
    );

  it('finds nothing wrong with a whole one', async () => {
    const verified = await cli.json('verify');
    expect(verified).toMatchObject({ code: exitCodes.done, document: { whole: true, findingCount: 0, file: [] } });
    const replayed = await cli.json('replay', '--verify');
    expect(replayed).toMatchObject({
      code: exitCodes.done,
      document: { equal: true, differences: [], findings: [], content: verified.document['content'], head: verified.document['head'] },
    });
    expect((await cli.run('replay')).code).toBe(exitCodes.done);
  }, 30_000);

  it('names the event whose byte was changed', async () => {
    change(
      'events.db',
      "UPDATE events SET data = replace(data, '\"consumer\"', '\"consumes\"') WHERE position = (SELECT min(position) FROM events WHERE type = 'OrderRecorded')",
    );
    const { code, document } = await copy.json('verify');
    expect(code).toBe(exitCodes.foundProblems);
    expect(document['findings']).toContainEqual(expect.objectContaining({ what: 'hash', event: 'OrderRecorded', revision: '0' }));
    expect((await copy.run('verify')).stdout).toContain('OrderRecorded');
    expect((await copy.run('replay', '--verify')).code).toBe(exitCodes.foundProblems);
  }, 30_000);

  it('names a log whose end was cut off', async () => {
    change('events.db', 'DELETE FROM events WHERE position = (SELECT max(position) FROM events)');
    const { code, document } = await copy.json('verify');
    expect(code).toBe(exitCodes.foundProblems);
    const end = String(document['position']);
    const findings = document['findings'] as readonly object[];
    expect(findings).toContainEqual({
      what: 'place',
      position: end,
      expected: expect.stringMatching(/^a log to position [\d.]+ at least, where processes.db .* had come$/) as string,
      found: `its end at ${end}: it was cut off`,
    });
    expect([document['findingCount'], document['whole']]).toEqual([findings.length, false]);
    const { stdout } = await copy.run('verify');
    expect(stdout).toContain(`${String(findings.length)} findings`);
    expect(stdout).toContain('it was cut off');
    const told = document['file'] as readonly string[];
    for (const reader of ['processes.db', 'the read models'])
      expect(told).toContainEqual(expect.stringMatching(new RegExp(`^${reader} .* its end was cut off$`)));
  }, 30_000);

  it('names a log of another installation', async () => {
    change('events.db', "UPDATE header SET value = replace(value, substr(value, 1, 4), '0000') WHERE key = 'installation'");
    const { code, document } = await copy.json('verify');
    expect([code, document['file']]).toEqual([exitCodes.foundProblems, [expect.stringMatching(/^events.db belongs to installation 0000/)]]);
    expect(document['findings']).toEqual([
      expect.objectContaining({ what: 'place', found: expect.stringMatching(/^installation 0000.*, of events.db$/) as string }),
    ]);
  }, 30_000);

  it('names the row that the log does not give', async () => {
    change('views-1.db', "UPDATE declarations SET mrn = 'OTHER' WHERE declaration = (SELECT min(declaration) FROM declarations)");
    const { code, document } = await copy.json('replay', '--verify');
    expect(code).toBe(exitCodes.foundProblems);
    expect(document['differences']).toEqual([expect.objectContaining({ what: 'declarations' })]);
  }, 30_000);

  it('judges all cases anew where their index is kept, and names what differs', async () => {
    const ledger = await openLedger({ dataDirectory: copy.data });
    const at = await (await ledger.openCaseIndex()).keepUp('2026-06-30T23:59:59.999Z');
    await ledger.close();
    expect(at?.moment).toBe('2026-06-30T23:59:59.999Z');
    const whole = await copy.json('replay', '--verify');
    expect(whole).toMatchObject({ code: exitCodes.done, document: { equal: true, differences: [] } });
    expect(whole.document['tables']).toContainEqual(expect.objectContaining({ table: 'case_index_row' }));
    change(
      'case-index/views-2.db',
      "UPDATE case_index_row SET content = replace(content, 'status/', 'stetus/') WHERE place = (SELECT min(place) FROM case_index_row)",
    );
    const { code, document } = await copy.json('replay', '--verify');
    expect([code, document['differences']]).toEqual([exitCodes.foundProblems, [expect.objectContaining({ what: 'case_index_row' })]]);
  }, 60_000);

  const waysToSpoil: readonly (readonly [string, (whole: Buffer) => Buffer])[] = [
    ['holds something else', () => Buffer.alloc(20_000, 'no database ')],
    ['was cut off', (whole: Buffer) => whole.subarray(0, Math.floor(whole.length / 8192) * 4096)],
    ['has a page of something else', (whole: Buffer) => Buffer.concat([whole.subarray(0, 8192), Buffer.alloc(whole.length - 8192, 'x')])],
  ];
  it.each(sized(waysToSpoil.slice(-1), waysToSpoil))(
    'names the file of the case index that %s, and the next server builds it anew',
    async (_what, spoilt) => {
      const moment = '2026-06-30T23:59:59.999Z';
      const kept = async (): Promise<readonly string[]> => {
        const told: string[] = [];
        const ledger = await openLedger({ dataDirectory: copy.data });
        const { keepUp } = await ledger.openCaseIndex((what) => told.push(what));
        expect([(await keepUp(moment))?.moment, (await keepUp(moment))?.moment]).toEqual([moment, moment]);
        await ledger.close();
        return told;
      };
      expect(await kept()).toEqual([]);
      const file = path.join(copy.data, 'case-index', 'views-2.db');
      writeFileSync(file, spoilt(readFileSync(file)));
      const { code, document } = await copy.json('replay', '--verify');
      expect([code, document['differences']]).toEqual([
        exitCodes.foundProblems,
        [expect.objectContaining({ what: 'case-index/views-2.db' })],
      ]);
      const doctor = await copy.json('doctor');
      expect([doctor.code, doctor.document['checks']]).toEqual([
        exitCodes.foundProblems,
        expect.arrayContaining([expect.objectContaining({ name: 'case index', found: 'case-index/views-2.db' })]),
      ]);
      expect(await kept()).toEqual([expect.stringMatching(/^case-index\/views-2.db: ./)]);
      expect(await copy.json('replay', '--verify')).toMatchObject({ code: exitCodes.done, document: { equal: true } });
      expect((await copy.json('doctor')).code).toBe(exitCodes.done);
    },
    60_000,
  );

  it('says that there is nothing to compare with', async () => {
    for (const file of readdirSync(copy.data).filter((name) => name.startsWith('views'))) rmSync(path.join(copy.data, file));
    const { code, document } = await copy.json('replay', '--verify');
    expect(code).toBe(exitCodes.foundProblems);
    expect(document['differences']).toEqual([
      { what: 'views', rebuilt: 'the read models of this program', found: 'none in the data directory' },
    ]);
  }, 30_000);

  it('refuses a file that is no log', async () => {
    for (const suffix of ['-wal', '-shm']) rmSync(path.join(copy.data, `events.db${suffix}`), { force: true });
    copyFileSync(path.join(copy.data, 'installation.json'), path.join(copy.data, 'events.db'));
    expect((await copy.json('verify')).document['error']).toMatchObject({ code: 'STORE_FILE_FOREIGN', field: '--data' });
    const doctor = await copy.json('doctor');
    expect([doctor.code, doctor.document['healthy']]).toEqual([exitCodes.foundProblems, false]);
  });

  it('reads beside somebody who writes, and writes only alone', async () => {
    const lock = await WriterLock.acquire(path.join(copy.data, 'lock.db'));
    const before = filesOf();
    for (const reading of [['verify'], ['replay', '--verify'], ['trial-balance'], ['journal'], ['rules', 'list'], ['doctor']])
      expect([reading, (await copy.run(...reading)).code]).toEqual([reading, exitCodes.done]);
    expect(filesOf()).toEqual(before);
    for (const writing of [['close'], ['demo', '--parcels', '30', '--noise', '0.2']]) {
      const { code, document } = await copy.json(...writing);
      expect([writing, code, document['error']]).toEqual([
        writing,
        exitCodes.couldNotRun,
        expect.objectContaining({ code: 'DATA_DIRECTORY_LOCKED', field: '--data' }),
      ]);
    }
    lock.release();
  }, 60_000);
});
