export { systemClock } from './clock';
export { ConfigurationError, isEmptyLedger, openInstallation, writeDurably, type Installation } from './installation';
export { eventsFile, openLedger, openLog, type Ledger, type LedgerOptions } from './ledger';
export { allEventTypes, ledgerCatalogue } from './ledger-catalogue';
export { ledgerProcesses } from './ledger-processes';
export { ledgerProjections } from './ledger-projections';
export { demoSettings, demoStream, type DemoSettings } from './legal-now';
export { initialRuleBook, RuleBookFollower } from './rule-book-follower';
export { findRequest } from './request-keys.projection';
