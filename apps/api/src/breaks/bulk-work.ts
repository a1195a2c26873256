import { Injectable } from '@nestjs/common';
import { type AboutBreak, commandOfRow, type ReadBulkRow, readBulkRow } from '#break-work';
import { canonicalJson, sha256Hex } from '#event-catalogue';
import { notFound, problem, problemBody, ProblemError, problemOfFault } from '../http/problem';
import type { WriteRequest } from '../http/request-context';
import { BreakDesk } from './break-desk';

/** What became of one row; `row` counts from 1; `break` is absent where the row names none that could be one. */
export type RowVerdict = Readonly<{ row: number; break?: string }> &
  (
    | Readonly<{ status: 'accepted'; revision: string; replayed: boolean }>
    | Readonly<{ status: 'refused'; code: string; title: string; detail: string; field?: string }>
  );

/**
 * Many steps in one request, each decided by itself and repeated safely: a row's command id is of the request's key and the row's number.
 */
@Injectable()
export class BulkWork {
  constructor(private readonly breaks: BreakDesk) {}

  async *run(request: WriteRequest, given: readonly unknown[]): AsyncGenerator<RowVerdict> {
    const rows = given.map(readBulkRow);
    const readable = rows.flatMap((read) => ('row' in read ? [read.row] : []));
    const hints = new Map(readable.flatMap((row) => (row.case === undefined ? [] : [[row.break, row.case] as const])));
    const seen = await this.breaks.findAll([...new Set(readable.map((row) => row.break))], hints, request);
    for (const [i, read] of rows.entries()) yield await this.#verdict(request, read, i + 1, seen.get(read.break ?? '')?.about);
  }

  async #verdict(request: WriteRequest, read: ReadBulkRow, number: number, about: AboutBreak | undefined): Promise<RowVerdict> {
    const named = { row: number, ...(read.break === undefined ? {} : { break: read.break }) };
    try {
      if ('fault' in read) throw problemOfFault(read.fault);
      if (about === undefined) throw notFound();
      const { row } = read;
      const command = commandOfRow(row, about, await this.breaks.done(request, row.on));
      if ('unknown' in command) throw problem('FIELD_UNKNOWN', `the step ${row.step} takes no such field`, { field: command.unknown });
      if ('missing' in command) throw problem('FIELD_MISSING', 'the step needs it', { field: command.missing });
      if (command.type === 'LinkBreak' || command.type === 'ResolveBreak') await this.breaks.checkEvent(command.event);
      const { ifRevision: _, ...each } = request;
      const { answer, accepted } = await this.breaks.run(
        { ...each, idempotencyKey: `${request.idempotencyKey}/${String(number)}`, requestHash: sha256Hex(canonicalJson(row)) },
        command,
      );
      return { ...named, status: 'accepted', revision: answer.revision, replayed: accepted.replayed };
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      const { code, title, detail, field } = problemBody(error, '');
      return { ...named, status: 'refused', code, title, detail, ...(field === undefined ? {} : { field }) };
    }
  }
}
