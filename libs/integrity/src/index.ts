export { checkEventsFile } from './check-events-file';
export { type Finding, type FindingKind } from './finding';
export { type Checkpoint, ContentDigest, headDigest } from './log-digests';
export { LogCounts } from './log-counts';
export { JournalLaws } from './journal-laws';
export { type LogObserver, type LogOnly, type ScannedStretch, type ScanOptions, scanLog } from './scan-log';
export { ScannedEvent, type Unreadable } from './scanned-event';
export { digestLog, type VerificationOptions, type VerificationReport, verifyLog } from './verify-log';
