import { Injectable } from '@nestjs/common';
import { type AboutBreak, type BulkRow, commandOfRow } from '#break-work';
import { canonicalJson, sha256Hex } from '#event-catalogue';
import { notFound, problem, problemBody, ProblemError } from '../http/problem';
import type { WriteRequest } from '../http/request-context';
import { BreakDesk } from './break-desk';

/** What became of one row; `row` counts from 1. */
export type RowVerdict = Readonly<{ row: number; break: string }> &
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

  async *run(request: WriteRequest, rows: readonly BulkRow[]): AsyncGenerator<RowVerdict> {
    const hints = new Map(rows.flatMap((row) => (row.case === undefined ? [] : [[row.break, row.case] as const])));
    const seen = await this.breaks.findAll([...new Set(rows.map((row) => row.break))], hints, request);
    for (const [i, row] of rows.entries()) yield await this.#verdict(request, row, i + 1, seen.get(row.break)?.about);
  }

  async #verdict(request: WriteRequest, row: BulkRow, number: number, about: AboutBreak | undefined): Promise<RowVerdict> {
    const named = { row: number, break: row.break };
    try {
      if (about === undefined) throw notFound();
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
