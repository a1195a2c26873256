import { mostBulkRows, readBulkRow, unreadBulkRows } from './bulk-row';

const id = '01ARZ3NDEKTSV4RRFFQ69G5FAV';

describe('a row of many steps', () => {
  it('is read where it is one', () => {
    const row = { break: id, step: 'comment', text: 'Hm.', on: '2024-02-29' };
    expect(readBulkRow(row)).toEqual({ break: id, row });
  });

  it('that says something wrong names its break, and the field', () => {
    expect(readBulkRow({ break: id, step: 'shout' })).toMatchObject({ break: id, fault: { code: 'FIELD_MALFORMED', field: 'step' } });
    expect(readBulkRow({ break: id })).toMatchObject({ break: id, fault: { code: 'FIELD_MISSING', field: 'step' } });
    expect(readBulkRow({ break: id, step: 'comment', on: '2026-02-30' })).toMatchObject({
      break: id,
      fault: { code: 'DATE_INVALID', field: 'on' },
    });
  });

  it.each([null, 7, 'comment', [], { break: { id } }, { step: 'comment' }])('that is %j names no break', (given) => {
    const read = readBulkRow(given);
    expect(read).toHaveProperty('fault');
    expect(read).not.toHaveProperty('break');
  });

  it('is not looked at while the list is: how many there are is asked first', () => {
    expect(unreadBulkRows.parse([null, 7], '$')).toEqual([null, 7]);
    expect(() => unreadBulkRows.parse([], '$')).toThrow('at least 1');
    expect(() => unreadBulkRows.parse(Array.from({ length: mostBulkRows + 1 }), '$')).toThrow('at most 500');
    expect(() => unreadBulkRows.parse({ break: id }, '$')).toThrow('a list');
  });
});
