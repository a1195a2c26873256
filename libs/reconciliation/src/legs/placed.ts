/** Place and moment of a leg. `subject` is the stream that the fact is about: of an order or consignment even before it exists. */
export interface Placed<Kind extends string> {
  readonly kind: Kind;
  readonly subject: string;
  /** Log position of the event: what was known when. */
  readonly position: string;
  /** Accounting moment of the event. */
  readonly at: string;
}
