import { createReadStream } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { recordIn, type AccessLog } from './access-log';
import { firstHash, hashOf, type AccessRecord, type StoredRecord } from './access-record';

/** Which reads; moments RFC 3339 UTC, both included. `subject` is a value of what was asked. */
export interface AccessQuestion {
  readonly from: string;
  readonly to: string;
  readonly caller?: string;
  readonly role?: string;
  readonly collector?: string;
  readonly route?: string;
  readonly subject?: string;
  readonly after?: string;
  readonly limit: number;
}
/** A line that does not follow on the one before it: it was changed, or lines were taken out. */
export interface BrokenLine {
  readonly file: string;
  readonly line: number;
}
export interface AccessPage {
  readonly records: readonly AccessRecord[];
  readonly broken: readonly BrokenLine[];
  /** Where the next page goes on; absent at the end. */
  readonly next?: string;
}

/** Reads in the order in which they were answered, a page of them; each file that is read is proved on the way. */
export const readAccessLog = async (log: AccessLog, question: AccessQuestion): Promise<AccessPage> => {
  const records: AccessRecord[] = [];
  const broken: BrokenLine[] = [];
  let last: string | undefined;
  const days = [...log.days()].reverse().filter((day) => day >= question.from.slice(0, 10) && day <= question.to.slice(0, 10));
  for (const day of days) {
    if (question.after !== undefined && `${day}~` < question.after) continue;
    for await (const { record, name, line, follows, place } of inOrder(log.filesOf(day), day)) {
      if (question.after !== undefined && place <= question.after) continue;
      if (!follows) broken.push({ file: name, line });
      if (record === undefined || !passes(record, question)) continue;
      if (records.length === question.limit) return { records, broken, ...(last === undefined ? {} : { next: last }) };
      const { prev: _prev, hash: _hash, ...told } = record;
      records.push(told);
      last = place;
    }
  }
  return { records, broken };
};

interface StoredLine {
  readonly record: StoredRecord | undefined;
  readonly line: number;
  readonly follows: boolean;
}
/** `place` sorts the lines of all files. */
type PlacedLine = StoredLine & Readonly<{ name: string; place: string }>;

/** The lines of a day, which has a file for each server and each start of one. A line that is none of ours comes where the one before it was. */
async function* inOrder(files: readonly string[], day: string): AsyncGenerator<PlacedLine> {
  const heads: { readonly lines: AsyncGenerator<PlacedLine>; next: PlacedLine }[] = [];
  try {
    for (const file of files) {
      const lines = placedLines(file, day);
      const first = await lines.next();
      if (first.done !== true) heads.push({ lines, next: first.value });
    }
    for (;;) {
      const [first, ...others] = heads;
      if (first === undefined) return;
      const earliest = others.reduce((found, head) => (head.next.place < found.next.place ? head : found), first);
      yield earliest.next;
      const following = await earliest.lines.next();
      if (following.done === true) heads.splice(heads.indexOf(earliest), 1);
      else earliest.next = following.value;
    }
  } finally {
    for (const { lines } of heads) await lines.return(undefined);
  }
}

async function* placedLines(file: string, day: string): AsyncGenerator<PlacedLine> {
  const name = `${day}/${path.basename(file)}`;
  let moment = day;
  for await (const one of linesOf(file)) {
    // Where the clock was put back, the order of the file counts.
    if (one.record !== undefined && one.record.at > moment) moment = one.record.at;
    yield { ...one, name, place: `${moment} ${name} ${String(one.line).padStart(10, '0')}` };
  }
}

async function* linesOf(file: string): AsyncGenerator<StoredLine> {
  let [line, before] = [0, firstHash];
  for await (const text of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity })) {
    line += 1;
    const record = recordIn(text);
    if (record === undefined) {
      yield { record, line, follows: false };
      continue;
    }
    const { prev, hash, ...told } = record;
    yield { record, line, follows: prev === before && hash === hashOf(told, prev) };
    before = hash;
  }
}

const passes = ({ at, caller, role, collector, onBehalfOf, route, asked }: AccessRecord, question: AccessQuestion): boolean =>
  at >= question.from &&
  at <= question.to &&
  (question.caller === undefined || caller === question.caller) &&
  (question.role === undefined || role === question.role) &&
  (question.collector === undefined || collector === question.collector || onBehalfOf === question.collector) &&
  (question.route === undefined || route === question.route) &&
  (question.subject === undefined || Object.values(asked).includes(question.subject));
