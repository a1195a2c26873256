import { shortSubject, wholeSubject } from './short-subject';

const id = '6SKY51VNCVKZS614DJEPDWBA7G';
const streams = ['consignment', 'declaration', 'order', 'refundClaim', 'returnCase'].map((category) => `${category}-${id}`);

it('stores a letter for a category, and gives the name back', () => {
  expect(streams.map(shortSubject)).toEqual([`C${id}`, `D${id}`, `O${id}`, `R${id}`, `S${id}`]);
  expect(streams.map(shortSubject).map(wholeSubject)).toEqual(streams);
});

it('gives back what it has no letter for, and takes nothing else for a subject', () => {
  for (const name of [`summary-${id}`, `O${id}`, 'order', '-', ''])
    expect([wholeSubject(shortSubject(name)), streams.map(shortSubject).includes(shortSubject(name))]).toEqual([name, false]);
});
