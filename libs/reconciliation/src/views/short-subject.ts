/** Letters in the order of the names for which they stand, which nobody begins with. */
const letters: ReadonlyMap<string, string> = new Map([
  ['consignment', 'C'],
  ['declaration', 'D'],
  ['order', 'O'],
  ['refundClaim', 'R'],
  ['returnCase', 'S'],
]);
const categories: ReadonlyMap<string, string> = new Map([...letters].map(([category, letter]) => [letter, category]));
/** Stands before a name of any other category, and before what is no name. */
const other = '-';

/** A subject in a row that is one of many: a letter instead of the category of its stream. Subjects of one category keep their order. */
export const shortSubject = (stream: string): string => {
  const end = stream.indexOf('-');
  const letter = letters.get(stream.slice(0, Math.max(end, 0)));
  return letter === undefined ? other + stream : letter + stream.slice(end + 1);
};

/** The stream that is stored in short. */
export const wholeSubject = (short: string): string => {
  const category = categories.get(short.charAt(0));
  return category === undefined ? short.slice(other.length) : `${category}-${short.slice(1)}`;
};

/** Subjects of a stretch in short, each worked out once: most are in several rows. */
export class ShortSubjects {
  readonly #known = new Map<string, string>();

  of(stream: string): string {
    const known = this.#known.get(stream);
    if (known !== undefined) return known;
    const short = shortSubject(stream);
    this.#known.set(stream, short);
    return short;
  }
}
