import { aheadFault, dateFault } from './message-date';

describe('the date of a message', () => {
  it.each(['2000-01-01', '2024-02-29', '2099-12-31', '2026-03-01T23:59:59.999Z'])('may be %s', (date) => {
    expect(dateFault(date, 'bookedOn')).toBeUndefined();
  });

  it.each([
    ['0001-01-01', 'DATE_OUT_OF_RANGE'],
    ['1999-12-31', 'DATE_OUT_OF_RANGE'],
    ['2100-01-01', 'DATE_OUT_OF_RANGE'],
    ['2200-06-01T00:00:00.000Z', 'DATE_OUT_OF_RANGE'],
    ['2026-02-29', 'DATE_INVALID'],
    ['2026-02-29T00:00:00.000Z', 'DATE_INVALID'],
  ])('is not %s', (date, code) => {
    expect(dateFault(date, 'bookedOn')).toMatchObject({ code, field: 'bookedOn' });
  });

  it('lies at most 14 days after the day on which it is told', () => {
    const told = '2026-12-25T23:30:00.000Z';
    expect(aheadFault('2027-01-08', 'bookedOn', told)).toBeUndefined();
    expect(aheadFault('2027-01-08T23:59:59.999Z', 'orderedAt', told)).toBeUndefined();
    expect(aheadFault('2027-01-09', 'bookedOn', told)).toEqual({
      code: 'DATE_AHEAD',
      field: 'bookedOn',
      message: 'expected a day up to 2027-01-08, 14 days from now',
    });
  });
});
