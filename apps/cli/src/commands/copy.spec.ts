import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { EventStoreDbEventStore } from '#event-store';
import { readInstallation } from '#runtime';
import { type Double, startDouble } from '../../../../test/support/eventstoredb-double';
import { CommandLine, documented } from '../cli.support';
import { exitCodes } from '../exit';

type Document = Readonly<Record<string, unknown>>;

describe('moving a ledger', () => {
  const cli = new CommandLine();
  const place = (name: string): string => path.join(cli.directory, name);
  let double: Double;
  let verified: Document;
  const verify = async (data: string): Promise<Document> => (await cli.json('verify', '--data', data)).document;
  const copy = (from: string, to: string, ...more: readonly string[]) => cli.json('copy', '--from', from, '--to', to, ...more);
  const refused = async (from: string, to: string, ...more: readonly string[]): Promise<unknown> => {
    const { code, document } = await copy(from, to, ...more);
    expect(code).toBe(exitCodes.couldNotRun);
    return document['error'];
  };

  beforeAll(async () => {
    double = await startDouble({ systemEventsEvery: 5 });
    const orders = cli.file('orders.ndjson', documented('orders', 'ndjson'));
    expect((await cli.run('import', '--kind', 'orders', '--format', 'ndjson', orders)).code).toBe(exitCodes.done);
    verified = await verify(cli.data);
  });
  afterAll(async () => {
    await double.stop();
    cli.remove();
  });

  it('to EventStoreDB and back, with what lies beside the log', async () => {
    const { head, content, events } = verified;
    expect(await copy(`sqlite:${cli.data}`, double.url)).toMatchObject({
      code: exitCodes.done,
      document: { equal: true, sameOrder: true, head, content, events, copied: events },
    });
    expect(await copy(`sqlite:${cli.data}`, double.url)).toMatchObject({ code: exitCodes.done, document: { equal: true, copied: 0 } });
    const back = place('back');
    expect(await copy(double.url, `sqlite:${back}`)).toMatchObject({
      code: exitCodes.done,
      document: { equal: true, sameOrder: true, head, copied: events },
    });
    expect(await verify(back)).toMatchObject({ whole: true, head, content });
    expect(readInstallation(back)).toEqual(readInstallation(cli.data));
    expect(statSync(path.join(back, 'installation.json')).mode & 0o777).toBe(0o600);
    const { stdout } = await cli.run('copy', '--from', double.url, '--to', `sqlite:${back}`);
    expect(stdout).toContain('Equal: the target holds every event of the source, byte for byte, and is whole.');
  });

  it('goes on with files of which a killed copy left only a part', async () => {
    const target = place('cut');
    await copy(`sqlite:${cli.data}`, `sqlite:${target}`);
    const [kept = ''] = filesBelow(path.join(cli.data, 'sources'));
    const file = path.join(target, path.relative(cli.data, kept));
    writeFileSync(file, 'cut');
    writeFileSync(`${file}.part`, 'cu');
    expect((await copy(`sqlite:${cli.data}`, `sqlite:${target}`)).code).toBe(exitCodes.done);
    expect(readFileSync(file)).toEqual(readFileSync(kept));
  });

  it('is refused onto another installation', async () => {
    const other = place('other');
    await cli.run('import', '--kind', 'orders', '--format', 'ndjson', cli.file('none.ndjson', ''), '--data', other);
    const { id } = readInstallation(other);
    expect(await refused(`sqlite:${cli.data}`, `sqlite:${other}`)).toMatchObject({
      code: 'COPY_REFUSED',
      field: '--to',
      message: expect.stringContaining(id) as unknown,
    });
    expect(existsSync(path.join(other, 'sources', 'orders.ndjson'))).toBe(false);
    rmSync(path.join(other, 'events.db'));
    expect(await refused(`sqlite:${cli.data}`, `sqlite:${other}`)).toMatchObject({
      code: 'COPY_REFUSED',
      field: '--to',
      message: expect.stringContaining(id) as unknown,
    });
    const there = await startDouble();
    await (await EventStoreDbEventStore.connect({ url: there.url, installation: id })).close();
    expect(await refused(`sqlite:${cli.data}`, there.url)).toMatchObject({
      code: 'COPY_REFUSED',
      field: '--to',
      message: expect.stringContaining(id) as unknown,
    });
    expect(there.events).toBe(1);
    await there.stop();
  });

  it('is refused onto another log of the same installation', async () => {
    const twin = place('twin');
    mkdirSync(twin);
    cpSync(path.join(cli.data, 'installation.json'), path.join(twin, 'installation.json'));
    cli.now = '2026-07-21T08:00:00.000Z';
    await cli.run(
      'import',
      '--kind',
      'orders',
      '--format',
      'ndjson',
      cli.file('later.ndjson', documented('orders', 'ndjson')),
      '--data',
      twin,
    );
    const before = await verify(twin);
    expect(await refused(`sqlite:${cli.data}`, `sqlite:${twin}`)).toMatchObject({ code: 'COPY_DIVERGED', field: '--to' });
    expect(await verify(twin)).toEqual(before);
  });

  it('is refused where the copy could not be opened, and where there is nothing to copy', async () => {
    await copy(`sqlite:${cli.data}`, double.url);
    expect(await refused(double.url, `sqlite:${place('new')}`, '--data', place('nowhere'))).toMatchObject({
      code: 'COPY_REFUSED',
      field: '--data',
    });
    expect(await refused(double.url, `sqlite:${place('new')}`, '--data', place('other'))).toMatchObject({
      code: 'COPY_REFUSED',
      field: '--data',
    });
    expect(existsSync(place('new'))).toBe(false);
    expect(await refused(`sqlite:${place('nowhere')}`, double.url)).toMatchObject({ code: 'COPY_REFUSED', field: '--from' });
    const empty = await startDouble();
    expect(await refused(empty.url, `sqlite:${place('new')}`)).toMatchObject({ code: 'COPY_REFUSED', field: '--from' });
    await empty.stop();
  });

  it('names the option of a server that does not answer, and not its password', async () => {
    const url = 'esdb://admin:canary@127.0.0.1:9?tls=false';
    for (const [from, to, field] of [
      [`sqlite:${cli.data}`, url, '--to'],
      [url, `sqlite:${place('new')}`, '--from'],
    ] as const) {
      const fault = await refused(from, to);
      expect(fault).toMatchObject({
        code: 'CONFIGURATION',
        field,
        message: expect.stringMatching(new RegExp(`^${field}: 127.0.0.1:9 does not answer`)) as unknown,
      });
      expect(JSON.stringify(fault)).not.toContain('canary');
    }
  });
});

const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
