import { uuidV5 } from '#event-catalogue';
import { CommandIdTable } from './command-id-table';

const space = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';
const idOf = (n: number): string => uuidV5(space, String(n));

describe('CommandIdTable', () => {
  it('finds what was put in, and nothing else', () => {
    const table = new CommandIdTable();
    const wanted = new Map<string, number>();
    for (let n = 0; n < 5000; n += 1) {
      table.add(idOf(n), n * 3);
      wanted.set(idOf(n), n * 3);
    }
    expect(table.size).toBe(5000);
    for (const [id, revision] of wanted) expect(table.get(id)).toBe(revision);
    for (let n = 5000; n < 10_000; n += 1) expect(table.get(idOf(n))).toBeUndefined();
  });

  it('keeps the first revision of a command', () => {
    const table = new CommandIdTable();
    table.add(idOf(1), 7);
    table.add(idOf(1), 9);
    expect([table.get(idOf(1)), table.size]).toEqual([7, 1]);
  });

  it('tells keys apart that begin alike, also those of zeros', () => {
    const table = new CommandIdTable();
    const alike = [
      '00000000-0000-0000-0000-000000000000',
      '00000000-0000-0000-0000-000000000001',
      '00000000-0000-0000-8000-000000000000',
      '00000000-ffff-ffff-ffff-ffffffffffff',
    ];
    for (const [i, id] of alike.entries()) table.add(id, i);
    expect(alike.map((id) => table.get(id))).toEqual([0, 1, 2, 3]);
  });

  it('takes at most 40 bytes a command, and next to nothing for a stream without any', () => {
    const table = new CommandIdTable();
    expect(table.bytes).toBeLessThan(64);
    for (let n = 0; n < 10_000; n += 1) table.add(idOf(n), n);
    expect(table.bytes / table.size).toBeLessThanOrEqual(40);
  });

  it.each(['', 'no uuid', idOf(1).toUpperCase(), `${idOf(1)}0`, idOf(1).replace('-', '0'), idOf(1).replace(/.$/, 'g')])(
    'refuses %p',
    (id) => {
      expect(() => new CommandIdTable().get(id)).toThrow(RangeError);
    },
  );
});
