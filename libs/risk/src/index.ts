export * from './data-quality';
export { type Evidence, type Figure, type Finding, type SubjectKind } from './finding';
export { indicatorCatalogue, type IndicatorCode, indicatorCodes } from './indicator-catalogue';
export { type Limit, type LimitOf, limitsOf } from './limits';
export { defaultRiskRules, type RiskRules } from './risk-rules';
export {
  type FindingFilter,
  type FindingPage,
  pageOfFindings,
  RiskIndicators,
  type RiskLedger,
  type RiskQuestion,
} from './risk-indicators';
export { type QualityFilter } from './views/fact-reader';
export { riskProjection } from './views/risk.projection';
