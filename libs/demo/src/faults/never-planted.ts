import type { NotPlanted } from './truth';

/**
 * Codes that no story can have while each stream decides its own limit: they need a log that somebody else wrote, or a fault of the system.
 */
export const neverPlanted: readonly NotPlanted[] = [
  { notPlanted: 'declared and not assessed', code: 'B48', reason: 'a declaration is assessed as it is lodged, or refused with the reason' },
  {
    notPlanted: 'more given back than was paid',
    code: 'B73',
    reason: 'the stream of each import and supply refuses what is more than it holds',
  },
  { notPlanted: 'given back by two channels', code: 'B74', reason: 'the channel of a claim is chosen with its approval, and once' },
];
