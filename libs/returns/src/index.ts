export * from './returns.events';
export * from './returns.streams';
export { type RefundClaimRejectionCode, type ReturnCaseRejectionCode } from './returns.rejections';
export { type RecordMatch, type RecordUnmatched, type ReportReturn, type ReturnCaseCommand, returnCaseDecider } from './return-case.decider';
export { type MatchState, type ReturnCaseState } from './return-case.state';
