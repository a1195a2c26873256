export { type EventOrigin, type Direction, directions, subjectNamed, type TraceNode } from './trace/trace-node';
export { Trace, type TracePage, type TraceReader, type TraceStep } from './trace/trace';
export { returnLines, type ReturnLine, type ReturnLinesAsked, type ReturnNotComputed, type ReturnTotal } from './lines/return-lines';
export { statementLines, type StatementLine, type StatementTotal } from './lines/statement-lines';
export { type Obligation, type ObligationKind, obligationKinds, type ObligationState, obligationStates, type ObligationSum } from './obligations/obligation';
export { type ObligationFilter, type ObligationPage, type ObligationQuestion, Obligations } from './obligations/obligations';
export { searchProjection } from './search/search.projection';
export { NothingToSearchError, search, type SearchAsked, type SearchHit, type SearchPage } from './search/search.queries';
export { type SearchKind, searchKinds, shortestPrefix } from './search/search-term';
