export * from './break-work.events';
export * from './break-work.streams';
export { type BreakWorkRejectionCode } from './break-work.rejections';
export {
  type AboutBreak,
  type AssignBreak,
  type AttachToBreak,
  type BreakWorkCommand,
  breakWorkDecider,
  type CommentOnBreak,
  type DerivedBreak,
  type LinkBreak,
  type ReopenBreak,
  type ResolveBreak,
  type UndoBreakWork,
  type WriteOffBreak,
} from './break-work.decider';
export { assigneeOf, type BegunWork, type BreakWorkState, closingOf, lastCommentOf, statusOf, type WorkStatus } from './break-work.state';
export { largestDocument } from './evidence';
export * from './hand-match.events';
export {
  type BreakMatch,
  type ConfirmMatch,
  type HandMatchCommand,
  handMatchDecider,
  type HandMatchState,
  matchStream,
  pairOf,
  type UndoMatchStep,
} from './hand-match.decider';
export { type BulkRow, commandOfRow, type Done, mostBulkRows, type ReadBulkRow, readBulkRow, unreadBulkRows } from './bulk-row';
export { historyOf, type WorkEntry } from './work-history';
export { needsTwoPersons, writeOffRule } from './write-off-rule';
export { breakWorkProjection } from './views/break-work.projection';
export { evolveWork, findBreakWork, type KnownWork, type WorkViewpoint } from './views/break-work-queries';
