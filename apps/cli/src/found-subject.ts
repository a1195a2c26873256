import { search, type SearchHit } from '#enquiries';
import type { ReadModel } from '#read-model';
import { CannotRunError } from './exit';

/** Hits looked at: a name that stands for more is no name of one thing. */
const most = 50;

/**
 * The stream that a text stands for: the text itself where it is one, else the one thing that is called exactly so. Throws CannotRunError
 * where nothing of the kinds wanted is, or several are.
 */
export const foundSubject = async (views: ReadModel, text: string, categories: readonly string[]): Promise<string> => {
  const isWanted = ({ subject }: Pick<SearchHit, 'subject'>): boolean => categories.some((category) => subject.startsWith(`${category}-`));
  if (isWanted({ subject: text })) return text;
  const page = await search(views, { text, limit: most }).catch(() => ({ hits: [] as readonly SearchHit[] }));
  const found = [...new Set(page.hits.filter((hit) => hit.match === 'exact' && isWanted(hit)).map(({ subject }) => subject))];
  const [first, ...others] = found;
  if (first === undefined)
    throw new CannotRunError(
      'NOT_FOUND',
      `${text}: nothing of ${categories.join(', ')} is called so; search finds names that begin so`,
      'subject',
    );
  if (others.length > 0)
    throw new CannotRunError('NAME_AMBIGUOUS', `${text}: ${found.join(', ')} are called so; name one of them`, 'subject');
  return first;
};
