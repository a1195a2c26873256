import fc from 'fast-check';
import { type World } from './world';

/** Two numbers that a step makes of them what it needs, and an amount in cents. */
export type Numbers = Readonly<{ n: number; m: number; cents: number }>;
/** A way in which a history can go on. What makes no sense where it stands does nothing, or is refused. */
export type Kind = (world: World, numbers: Numbers) => Promise<unknown>;
/** Kinds by name, each with how often it is taken among the others. */
export type Kinds = Readonly<Record<string, readonly [weight: number, kind: Kind]>>;
/** One step of a history: a name and numbers, so that a counterexample can be read and told again. */
export type Step = Readonly<{ kind: string } & Numbers>;

export const stepOf = (kinds: Kinds): fc.Arbitrary<Step> =>
  fc.record({
    // A counterexample is told with as many steps that do nothing as can be.
    kind: fc.oneof(
      { withCrossShrink: true },
      ...Object.entries(kinds).map(([kind, [weight]]) => ({ weight, arbitrary: fc.constant(kind) })),
    ),
    n: fc.nat(1000),
    m: fc.nat(1000),
    // Small amounts meet each other more often.
    cents: fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 1, max: 2000 }) }, fc.integer({ min: 1, max: 5_000_000 })),
  });
