export { type CollectionFact, type UndeliveredFact } from './collection-fact';
export * from './collection-return.decider';
export {
  type CollectionFigures,
  type CollectionReturnComputed,
  type CollectionReturnRequest,
  type ComputedCollectionReturn,
} from './compute-collection-return';
export {
  type ComputedReturn,
  computeReturn,
  computeReturnOf,
  type ReturnComputed,
  type ReturnFigures,
  type ReturnRequest,
} from './compute-return';
export { exportReturn, type ReturnDocument } from './export-return';
export { type CollectionReturnToFile, commandOf, fileCollectionReturn, previewCollectionReturn } from './file-collection-return';
export { fileReturn, previewReturn, type ReturnSources, type ReturnToFile } from './file-return';
export { outstandingReturns } from './outstanding-returns';
export { periodsBefore, returnPeriod, returnReference } from './return-period';
export * from './scheme-return.decider';
export * from './scheme-returns.events';
export { type SchemeReturnRejectionCode } from './scheme-returns.rejections';
export * from './scheme-returns.streams';
export { supplyDocument } from './supply-document';
export { type SupplyFact, supplyFactOf, type SupplyRow } from './supply-fact';
export { collectionsProjection } from './views/collections.projection';
export { type CollectionsAsked, collectionReturnsOf, collectionsOfReturn, undeliveredOfReturn } from './views/collections.queries';
export { suppliesProjection } from './views/supplies.projection';
export {
  type CarryingReturn,
  type CoveredSupply,
  excludedSupplies,
  type ExcludedSupply,
  returnCarrying,
  returnPeriodsOf,
  type ReturnPeriodStatus,
  suppliesBehind,
  suppliesOfReturn,
} from './views/supplies.queries';
export { returnPeriods, supplies, suppliesExcluded, supplyCounts } from './views/supplies.tables';
