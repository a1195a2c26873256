import { type Recorded } from '#event-catalogue';
import { type Row, type Rows } from '#read-model';
import { type Located } from '../legs/contribution';
import { type Leg, type ToldLeg } from '../legs/leg';
import { legTable } from './reconciliation.tables';
import { type ShortSubjects } from './short-subject';

type LegRow = Row<typeof legTable>;

type Body = ToldLeg['body'];

/** A leg in the row of the one before it, with its position in short. */
export type LaterLeg = readonly [position: string, at: string, body: Body];

/** The legs of a row. The revision is that of the first event in its subject's own stream; of another stream's events it is null. */
export type StoredLegs = readonly [revision: number | null, first: Body, ...later: readonly LaterLeg[]];

/** What a later event of a command tells of what its first event told: they are read together, and a row for each costs twice as much. */
export const laterKinds: ReadonlySet<Leg['kind']> = new Set<Leg['kind']>([
  'orderLines',
  'declarationItems',
  'arrival',
  'delivery',
  'undeliverable',
]);

/** Writes the legs of a stretch: those that one command told of its own stream as one row, wherever the stretch begins. */
export class LegRows {
  /** Still to be put: what comes next may belong to it. */
  #last: LegRow | undefined;

  constructor(
    private readonly rows: Rows,
    private readonly subjects: ShortSubjects,
  ) {}

  /** Legs of an event whose position is in short, with how many links it wrote. */
  add(event: Located<Recorded>, legs: readonly ToldLeg[], links: number): void {
    const { stream, position, at, revision } = event;
    for (const { subject, body } of legs) {
      const own = subject === stream;
      const first = own && laterKinds.has(body.kind) ? this.#firstOfCommand(event) : undefined;
      // The key says whether a subject names a parent, from the row's position on.
      if (first !== undefined && (first.parents > 0 || links === 0)) this.#last = withLater(first, [position, at, body]);
      else {
        this.close();
        const stored: StoredLegs = [own ? Number(revision) : null, body];
        this.#last = { subject: this.subjects.of(subject), position, parents: links, kind: body.kind, at, legs: stored };
      }
    }
  }

  /** Puts what is still to be put. */
  close(): void {
    if (this.#last !== undefined) this.rows.put(legTable, this.#last);
    this.#last = undefined;
  }

  /** The row of an earlier event of the same command. Where the stretch begins amid the command, it was written before. */
  #firstOfCommand({ stream, revision, metadata }: Recorded): LegRow | undefined {
    if (metadata.index === '0') return undefined;
    const subject = this.subjects.of(stream);
    const from = Number(revision) - Number(metadata.index);
    const isOfCommand = (row: LegRow): boolean => {
      const [first] = legsOf(row);
      return row.subject === subject && first !== null && first >= from && first < Number(revision);
    };
    if (this.#last !== undefined && isOfCommand(this.#last)) return this.#last;
    this.close();
    return this.rows.find(legTable, { subject }).findLast(isOfCommand);
  }
}

const legsOf = ({ legs }: LegRow): StoredLegs => legs as StoredLegs;
const withLater = (row: LegRow, later: LaterLeg): LegRow => ({ ...row, legs: [...legsOf(row), later] });
