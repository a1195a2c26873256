export { searchProjection } from './search/search.projection';
export { NothingToSearchError, search, type SearchAsked, type SearchHit, type SearchPage } from './search/search.queries';
export { type SearchKind, searchKinds, shortestPrefix } from './search/search-term';
