/** How many digits follow, as a letter: numbers of more digits sort behind those of fewer. */
const firstLetter = 97;
const shortNumber = (digits: string): string => {
  let zeros = 0;
  while (digits.charCodeAt(zeros) === 48) zeros += 1;
  return String.fromCharCode(firstLetter + digits.length - zeros) + digits.slice(zeros);
};
const wholeNumber = (short: string): string => short.slice(1).padStart(20, '0');

const [before, same, behind] = ['!', '=', '~'] as const;
/** Two numbers of 20 digits with a point between them. */
const [half, whole] = [20, 41];

/**
 * A position of the log in a row that is one of many: 10 characters instead of 41, and in the same order. The prepare number is told only
 * where it is not the commit number. What is no position (`noLimit`) stays as it is.
 */
export const shortPosition = (position: string): string => {
  if (position.length !== whole) return position;
  const [commit, prepare] = [position.slice(0, half), position.slice(half + 1)];
  if (commit === prepare) return shortNumber(commit) + same;
  return shortNumber(commit) + (prepare < commit ? before : behind) + shortNumber(prepare);
};

/** The position that is stored in short. */
export const wholePosition = (short: string): string => {
  const commit = wholeNumber(short.slice(0, short.charCodeAt(0) - firstLetter + 1));
  const rest = short.slice(short.charCodeAt(0) - firstLetter + 2);
  return `${commit}.${rest === '' ? commit : wholeNumber(rest)}`;
};
