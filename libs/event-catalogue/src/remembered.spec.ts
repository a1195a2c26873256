import { Remembered } from './remembered';

describe('a remembered answer', () => {
  it('is found once, also where it is that there is none', () => {
    const asked: string[] = [];
    const remembered = new Remembered<number | undefined>();
    const lengthOf = (text: string): number | undefined =>
      remembered.answer(text, () => (asked.push(text), text === '' ? undefined : text.length));
    expect(['', 'abc', '', 'abc'].map(lengthOf)).toEqual([undefined, 3, undefined, 3]);
    expect(asked).toEqual(['', 'abc']);
  });

  it('is asked for again after an error', () => {
    const remembered = new Remembered<number>();
    expect(() =>
      remembered.answer('a', () => {
        throw new RangeError('not yet');
      }),
    ).toThrow('not yet');
    expect(remembered.answer('a', () => 1)).toBe(1);
  });

  it('goes with all others when there are too many', () => {
    const remembered = new Remembered<number>(2);
    const first = ['a', 'b', 'c'].map((key, i) => remembered.answer(key, () => i));
    expect([first, remembered.answer('c', () => 7), remembered.answer('a', () => 8)]).toEqual([[0, 1, 2], 2, 8]);
  });
});
