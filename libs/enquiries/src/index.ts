export {
  type Dossier,
  type DossierAsked,
  type DossierDebt,
  type DossierDocument,
  type DossierEvent,
  type DossierPart,
  Dossiers,
} from './dossier/dossier';
export {
  type CountryOfPeriod,
  schemeNumberPage,
  type SchemeNumberGrant,
  type SchemeNumberPage,
  type SchemeNumberPeriod,
} from './scheme-number/scheme-number-page';
export { type EventOrigin, type Direction, directions, subjectNamed, type TraceNode } from './trace/trace-node';
export { Trace, type TracePage, type TraceReader, type TraceStep } from './trace/trace';
export { returnLines, type ReturnLine, type ReturnLinesAsked, type ReturnNotComputed, type ReturnTotal } from './lines/return-lines';
export { statementLines, type StatementLine, type StatementTotal } from './lines/statement-lines';
export {
  type Obligation,
  type ObligationKind,
  obligationKinds,
  type ObligationState,
  obligationStates,
  type ObligationSum,
} from './obligations/obligation';
export { type ObligationFilter, type ObligationPage, Obligations } from './obligations/obligations';
export { searchProjection } from './search/search.projection';
export { NothingToSearchError, search, type SearchAsked, type SearchHit, type SearchPage } from './search/search.queries';
export { type SearchKind, searchKinds } from './search/search-term';
export { manualEntriesProjection } from './manual-entries/manual-entries.projection';
export {
  findManualEntries,
  type ManualEntryQuestion,
  type ManualEntryRow,
  type ManualHow,
  manualHows,
} from './manual-entries/manual-entries.queries';
export { populationOf, type SampleDays, type SampledThing, sampledThings } from './audit/population';
export { drawSample, type Sample, type SampleAsked, type SampledUnit, type Stratify, type Stratum } from './audit/sample';
export { TieOut, type TieOutFilter } from './audit/tie-out';
export { type TieOutReason, type TieOutSheet, type TieOutStage, type TieOutStep, type TieOutTotal, withTotal } from './audit/tie-out-sheet';
export { beneficiaryShares, type ShareFilter, type ShareStanding } from './distributions/beneficiary-shares';
export { type SupplyRecord } from './records/supply-record';
export { type RecordDays, supplyRecords, supplyRecordsCsv } from './records/supply-records';
export { readProjections } from './read-projections';
