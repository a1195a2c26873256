export { type FilesToImport, importFiles } from './import-files';
export { judgedBy } from './case-index-follower';
export type { CaseIndexKeeping } from './case-index-keeping';
export { openCaseIndexSnapshot, spoiltCaseIndex } from './case-index-place';
export { checkPlace, type PlaceFault, witnessOf } from './check-place';
export { systemClock } from './clock';
export { CopyError, copyLog, type CopyReport } from './copy-log';
export { type BeneficiaryShare, CollectedRevenue, distributionReference, revenueCategories } from './collected-revenue';
export { DebtHistories } from './debt-histories';
export { declarationsFormat } from './declarations-format';
export { interestRuleOf } from './interest-rule';
export {
  ConfigurationError,
  isEmptyDirectory,
  openInstallation,
  parseInstallation,
  readInstallation,
  writeFirst,
  type Installation,
} from './installation';
export { openLedger, type Ledger, type LedgerOptions } from './ledger';
export { eventsFile } from './embedded-parts';
export {
  assertKnownSettings,
  checkedEventStoreUrl,
  type Environment,
  ledgerPlaceOf,
  type LedgerPlace,
  type LedgerServers,
} from './ledger-place';
export { installationOfLog, type LogAddress, readLogAt, writeLogAt } from './log-address';
export { assertLedger, holdsLedger, openLog, openSnapshot, openViews, type OpenedLog, spoiltViews } from './open-log';
export { allEventTypes, ledgerCatalogue } from './ledger-catalogue';
export { ledgerProcesses } from './ledger-processes';
export { ledgerProjections, studyProjections } from './ledger-projections';
export { demoSettings, type DemoSettings } from './legal-now';
export { type RiskMoment } from './risk-answers';
export { type RiskKeeping } from './risk-keeping';
export { RiskFactsError } from './risk-thread';
export { initialRuleBook, RuleBookFollower } from './rule-book-follower';
export { PastLog, type LogMoment } from './past/past-log';
export { PastViews, TooManyMomentsError, type HeldViews } from './past/past-views';
export { accountFault, OpenedAccounts } from './opened-accounts';
export { receiptFault } from './receipt-references';
export { findRequests, type RememberedRequest } from './request-keys.projection';
export { Projector, type UnitState } from './projector';
export { openProjectorParts } from './open-parts';
export { publishRules, ruleSetDecider, ruleSetStream, type PublishRules, type RuleSetState, type RulesPublication } from './publish-rules';
export { headerOfEventStore, processesReached, secureEventStore, serverVersion } from './server-parts';
export { findReturnedGoods, matchReturnCase, type MatchPlace } from './match-returns';
