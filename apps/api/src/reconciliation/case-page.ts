import { cursorAfter, cursorInvalid, isAskedMoment, pageOf, type Page } from '../http/page-cursor';

type Viewpoint = Readonly<{ asOf?: string; knownAt?: string }>;
type ListQuery = Readonly<Record<string, string | undefined>>;

/** One page of what is derived from a moment and a position: all its pages are of the same two. */
export interface DerivedPage extends Page {
  readonly asOf: string;
}

/** The page that a query asks for: the first is of the question's moment and position, the others of those that their cursor names. */
export const derivedPage = async (list: string, query: ListQuery, ask: () => Promise<Required<Viewpoint>>): Promise<DerivedPage> => {
  if (query['cursor'] === undefined) {
    const { asOf, knownAt } = await ask();
    return { ...pageOf(list, query, knownAt), asOf };
  }
  const { after = '', ...page } = pageOf(list, query, '');
  const [, asOf, last] = /^(\S+) (.+)$/.exec(after) ?? [];
  if (asOf === undefined || last === undefined || !isAskedMoment(asOf)) throw cursorInvalid();
  return { ...page, asOf, after: last };
};

/** The cursor of the page after `last`. */
export const cursorAfterDerived = (list: string, query: ListQuery, page: DerivedPage, last: string): string =>
  cursorAfter(list, query, page, `${page.asOf} ${last}`);
