import { record, type Fields, type RecordOf, type Shape } from './shape';

/** One version of one kind of event. The name is for ever; a new version keeps the name and raises the number. */
export interface EventType<Name extends string, Data> {
  readonly name: Name;
  readonly version: number;
  /** The stream category the event lives in. */
  readonly category: string;
  /** One sentence for docs/events: what became true. */
  readonly meaning: string;
  readonly data: Shape<Data>;
}
export type AnyEventType = EventType<string, unknown>;
export type EventOf<T> = T extends EventType<infer Name, infer Data> ? { readonly type: Name; readonly data: Data } : never;
/** An event as a decider emits it and as a fold reads it: a stored name and its data. */
export interface DomainEvent {
  readonly type: string;
  readonly data: unknown;
}
/**
 * An event as a fold takes it. `text` is the JCS text of `data` where it is at hand, so that a fold that wants those bytes need not write
 * them anew; a state never depends on whether it is there.
 */
export type Folded<E extends DomainEvent = DomainEvent> = E & { readonly text?: string | undefined };

/** Declares the first version of an event. */
export const eventType = <Name extends string, F extends Fields>(
  category: string,
  name: Name,
  meaning: string,
  fields: F,
): EventType<Name, RecordOf<F>> => ({ name, version: 1, category, meaning, data: record(fields) });

/** Declares a later version: same name, same category, version + 1. */
export const nextVersion = <Name extends string, F extends Fields>(
  before: EventType<Name, unknown>,
  meaning: string,
  fields: F,
): EventType<Name, RecordOf<F>> => ({
  name: before.name,
  version: before.version + 1,
  category: before.category,
  meaning,
  data: record(fields),
});

/** Lifts data written under an older version to the next one. Pure. */
export interface Upcaster {
  readonly from: AnyEventType;
  readonly lift: (data: unknown) => unknown;
}

export const upcaster = <Name extends string, Old, New>(
  from: EventType<Name, Old>,
  to: EventType<Name, New>,
  lift: (old: Old) => New,
): Upcaster => {
  if (to.version !== from.version + 1) throw new RangeError(`${from.name}: an upcaster lifts by exactly one version`);
  return { from, lift: (data) => lift(data as Old) };
};
