import { zoneOfAuthority } from './authority-zone';
import { shippedRuleBook } from './shipped-rule-book';

describe("an authority's days", () => {
  it.each([
    ['GB', 'Europe/London'],
    ['EU-IE', 'Europe/Dublin'],
    ['EU-GR', 'Europe/Athens'],
    ['IE', undefined],
    ['EU-GB', undefined],
    ['EU-US', undefined],
    ['eu-ie', undefined],
    ['-', undefined],
  ])('of %s are those of %s', (authority, zone) => {
    expect(zoneOfAuthority(shippedRuleBook(), authority)).toBe(zone);
  });
});
