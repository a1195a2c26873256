export { RecordedTrade, type StudyMoment, type StudyWindow } from './recorded-trade';
export { overlay } from './scenario/overlay';
export { type TableChange } from './scenario/overlay-changes';
export { type Collector, type Scenario, ScenarioError } from './scenario/scenario';
export { type Cohort } from './simulation/cohort';
export { type CostFact, type CostGap, type CostRow, costShape, readCostFacts, shippedCostFacts } from './simulation/costs';
export { type RevenueRow, type RevenueTotal } from './simulation/revenue';
export { type ReturnSum } from './simulation/scheme-return-sums';
export { type Simulation, type SimulationQuestion, simulate } from './simulation/simulate';
export { study, type StudyAnswer } from './simulation/study-answer';
export { type Splitting, splittingOf } from './simulation/splitting';
export { type GroupReport } from './simulation/study-group';
export { type ThresholdBandsRow } from './simulation/threshold-bands';
export { type CellFigures } from './statistics/cells';
export { type Dimension, dimensions, dimensionsOf } from './statistics/dimensions';
export {
  StatisticsTooLargeError,
  type StatisticsQuestion,
  type StatisticsRow,
  tradeStatistics,
  type TradeStatistics,
} from './statistics/trade-statistics';
export { shippedValueBands, unorderedBound, type ValueBands } from './statistics/value-bands';
