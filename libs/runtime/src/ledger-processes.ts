import type { AnyProcess } from '#event-store';
import type { RuleBook } from '#rules';

/** What follows from an event in another stream, in the order of a fact's way. `rules` is the law as known when an effect is decided. */
export const ledgerProcesses = (_rules: () => RuleBook): readonly AnyProcess[] => [];
