import { MalformedValueError, UnknownEventError, type EventCatalogue, type Metadata, type Recorded } from '#event-catalogue';
import { type RecordedEvent } from '#event-store';

/** Why a stored event cannot be read, and where: the field, or the text as a whole. */
export interface Unreadable {
  readonly at: string;
  readonly expected: string;
}

const unreadable = (error: unknown, type: string): Unreadable => {
  if (error instanceof MalformedValueError) return { at: error.at, expected: error.expected };
  if (error instanceof UnknownEventError) return { at: type, expected: `an event of the catalogue: ${error.message}` };
  if (error instanceof SyntaxError) return { at: type, expected: `JSON: ${error.message}` };
  throw error;
};

/** An event of a scan: its stored texts and, read strictly and at most once, what they say. */
export class ScannedEvent {
  #decoded: Recorded | Unreadable | undefined;

  constructor(
    readonly stored: RecordedEvent,
    private readonly catalogue: EventCatalogue,
  ) {}

  /** The event, or why it is none. */
  read(): Recorded | Unreadable {
    this.#decoded ??= this.#decode();
    return this.#decoded;
  }

  /** The event; undefined where it cannot be read, which is the verification's to report. */
  recorded(): Recorded | undefined {
    const read = this.read();
    return 'metadata' in read ? read : undefined;
  }

  metadata(): Metadata | undefined {
    return this.recorded()?.metadata;
  }

  #decode(): Recorded | Unreadable {
    try {
      return this.catalogue.decodeStrictly(this.stored);
    } catch (error) {
      return unreadable(error, this.stored.type);
    }
  }
}
