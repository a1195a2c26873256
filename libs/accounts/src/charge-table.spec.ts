import * as fc from 'fast-check';
import { sha256Characters, sha256Hex, sha256OfSet } from '#event-catalogue';
import { chargeId } from './accounts.streams';
import { ChargeTable } from './charge-table';

const idOf = (n: number): string => chargeId('GB', `26GB${String(n)}/1`);
const table = (count: number): ChargeTable =>
  Array.from({ length: count }, (_, n) => n).reduce((all, n) => all.with(idOf(n), sha256Characters(String(n))), ChargeTable.empty());

describe('the table of charges', () => {
  it('knows the charges that were put in, each once', () => {
    const charges = table(3000);
    expect([charges.size, charges.has(idOf(0)), charges.has(idOf(2999)), charges.has(idOf(3000))]).toEqual([3000, true, true, false]);
    expect(() => charges.with(idOf(7), sha256Characters('7'))).toThrow(RangeError);
    expect(() => charges.has('no id')).toThrow(RangeError);
  });
  it('tells ids apart that differ in their last two bits alone', () => {
    const id = idOf(1).slice(0, 25);
    const charges = ChargeTable.empty().with(`${id}0`, sha256Characters('a'));
    expect([`${id}0`, `${id}1`, `${id}2`].map((other) => charges.has(other))).toEqual([true, false, false]);
    expect(charges.with(`${id}1`, sha256Characters('b')).size).toBe(2);
  });
  it('digests the set as sha256OfSet does, whatever the order', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(5000), { maxLength: 60 }), (numbers) => {
        const charges = numbers.reduce((all, n) => all.with(idOf(n), sha256Characters(String(n))), ChargeTable.empty());
        expect(charges.digest()).toBe(sha256OfSet(numbers.map((n) => sha256Hex(String(n)))));
      }),
      { numRuns: 30 },
    );
  });
  it('digests hashes that begin alike in their order too', () => {
    const hashes = ['7007', '3003', '3001', '9000', '0001'].map((end) => 'ab'.repeat(30) + end);
    const charges = hashes.reduce((all, hash, n) => all.with(idOf(n), Buffer.from(hash, 'hex').toString('latin1')), ChargeTable.empty());
    expect(charges.digest()).toBe(sha256OfSet(hashes));
  });
  it('shows each version its own charges, also when an older one grows again', () => {
    const one = table(1500);
    const two = one.with(idOf(1500), sha256Characters('two'));
    const other = one.with(idOf(1501), sha256Characters('other'));
    expect(
      [one, two, other].map((charges) => [charges.size, charges.has(idOf(1499)), charges.has(idOf(1500)), charges.has(idOf(1501))]),
    ).toEqual([
      [1500, true, false, false],
      [1501, true, true, false],
      [1501, true, false, true],
    ]);
    expect(one.digest()).toBe(table(1500).digest());
  });
  it('takes at most 64 bytes a charge', () => {
    for (const count of [20_000, 25_000, 49_000, 50_000]) expect(table(count).bytes / count).toBeLessThanOrEqual(64);
  });
});
