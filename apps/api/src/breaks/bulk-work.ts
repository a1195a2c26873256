import { Injectable } from '@nestjs/common';
import type { AboutBreak, BreakWorkCommand } from '#break-work';
import { canonicalJson, sha256Hex, type ValueOf } from '#event-catalogue';
import { notFound, problem, problemBody, ProblemError } from '../http/problem';
import type { WriteRequest } from '../http/request-context';
import { BreakDesk, type Done } from './break-desk';
import type { bulkRow } from './breaks.dto';

type Row = ValueOf<typeof bulkRow>;
/** What became of one row; `row` counts from 1. */
export type RowVerdict = Readonly<{ row: number; break: string }> &
  (Readonly<{ status: 'accepted'; revision: string; replayed: boolean }> | Readonly<{ status: 'refused'; code: string; title: string; detail: string; field?: string }>);

/** Many steps in one request, each decided by itself and repeated safely: a row's command id is of the request's key and the row's number. */
@Injectable()
export class BulkWork {
  constructor(private readonly breaks: BreakDesk) {}

  async *run(request: WriteRequest, rows: readonly Row[]): AsyncGenerator<RowVerdict> {
    const hints = new Map(rows.flatMap((row) => (row.case === undefined ? [] : [[row.break, row.case] as const])));
    const seen = await this.breaks.findAll([...new Set(rows.map((row) => row.break))], hints, request);
    for (const [i, row] of rows.entries()) yield await this.#verdict(request, row, i + 1, seen.get(row.break)?.about);
  }

  async #verdict(request: WriteRequest, row: Row, number: number, about: AboutBreak | undefined): Promise<RowVerdict> {
    const named = { row: number, break: row.break };
    try {
      refuseOthers(row);
      if (about === undefined) throw notFound();
      const command = commandOf(row, about, await this.breaks.done(request, row.on));
      if (command.type === 'LinkBreak' || command.type === 'ResolveBreak') await this.breaks.checkEvent(command.event);
      const { ifRevision: _, ...each } = request;
      const { answer, accepted } = await this.breaks.run({ ...each, idempotencyKey: `${request.idempotencyKey}/${String(number)}`, requestHash: sha256Hex(canonicalJson(row)) }, command);
      return { ...named, status: 'accepted', revision: answer.revision, replayed: accepted.replayed };
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      const { code, title, detail, field } = problemBody(error, '');
      return { ...named, status: 'refused', code, title, detail, ...(field === undefined ? {} : { field }) };
    }
  }
}

/** What each step takes beside the break, its case and its day. */
const fieldsOf: Readonly<Record<Row['step'], readonly string[]>> = { assign: ['to', 'reason'], comment: ['text'], link: ['event', 'reason'], resolve: ['resolution', 'reason', 'event'], reopen: ['reason'] };

/** What another step would take is refused, as that step's own route does: it would be lost. */
const refuseOthers = (row: Row): void => {
  const other = Object.keys(row).find((field) => !['break', 'case', 'step', 'on', ...fieldsOf[row.step]].includes(field));
  if (other !== undefined) throw problem('FIELD_UNKNOWN', `the step ${row.step} takes no such field`, { field: other });
};

const needed = <T>(value: T | undefined, field: string): T => {
  if (value === undefined) throw problem('FIELD_MISSING', 'the step needs it', { field });
  return value;
};

const commandOf = (row: Row, about: AboutBreak, done: Done): BreakWorkCommand => {
  const because = row.reason === undefined ? {} : { reason: row.reason };
  switch (row.step) {
    case 'assign':
      return { type: 'AssignBreak', ...about, to: needed(row.to, 'to'), ...because, ...done };
    case 'comment':
      return { type: 'CommentOnBreak', ...about, text: needed(row.text, 'text'), ...done };
    case 'link':
      return { type: 'LinkBreak', ...about, event: needed(row.event, 'event'), ...because, ...done };
    case 'resolve':
      return { type: 'ResolveBreak', ...about, resolution: needed(row.resolution, 'resolution'), reason: needed(row.reason, 'reason'), ...(row.event === undefined ? {} : { event: row.event }), ...done };
    case 'reopen':
      return { type: 'ReopenBreak', ...about, reason: needed(row.reason, 'reason'), ...done };
  }
};
