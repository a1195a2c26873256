import { type LoggedEvent, partitionOfText, projection } from '#read-model';
import { searchTerms } from './search.tables';
import { type Named, namingCategories, termsOfEvent } from './terms-of-event';

/** As many processes as may work on it at once. */
const partitions = 4;
const bar = '|';

/** How owners stand in a row, and how one of them is looked for there. */
export const ownersText = (owners: readonly string[]): string => (owners.length === 0 ? '' : `${bar}${owners.join(bar)}${bar}`);

/** Names and amounts by which people look for things. No row is ever read or changed here, so no order of events can matter. */
export const searchProjection = projection({
  name: 'search',
  version: 3,
  categories: namingCategories,
  tables: [searchTerms],
  // No two events write one row: each has the position in its key.
  partitions: { count: partitions, partitionOf: ({ stream }) => partitionOfText(stream, partitions) },
  apply: (events, rows) => {
    for (const event of events)
      // A category holds its own events and no others.
      for (const { term, kind, subject, written, owners } of termsOfEvent(event as LoggedEvent & Named))
        rows.put(searchTerms, { term, kind, subject, position: event.position, written, owners: ownersText(owners) });
  },
});
