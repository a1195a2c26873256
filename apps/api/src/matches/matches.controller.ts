import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { handMatchDecider, matchStream, pairOf, type HandMatchCommand, type HandMatchEvent } from '#break-work';
import { code, day, integer, oneOf, optional, record, reference, remark, startOfLegalDay } from '#event-catalogue';
import { CommandDesk, type Written } from '../http/command-desk';
import { bodyOf, plain } from '../http/field';
import { idParam } from '../http/params';
import { notFound, problem, problemOfRejection } from '../http/problem';
import { ReadStream } from '../http/read-stream.query';
import { Reading, Writing, type ReadRequest, type WriteRequest } from '../http/request-context';
import { StreamReader, type StreamDocument } from '../http/stream-reader';
import { personOf } from '../identity/person';
import { Policy } from '../identity/policy';
import { LedgerClock } from '../ledger/ledger-clock';
import { ReconciliationDesk } from '../reconciliation/reconciliation-desk';
import { AtViewpointAlone } from '../viewpoint/at-viewpoint';

/** The legal day of the step; the ledger's own where it is not given. */
const on = optional(day);
/** `suggestion`: the candidate that it was taken from, as `cases/:subject/candidates` told it. */
export class HandMatchDto extends bodyOf(
  record({
    step: oneOf('confirm', 'break'),
    one: reference,
    other: reference,
    reason: remark,
    suggestion: optional(record({ rule: code, version: integer(1), score: integer(0) })),
    on,
  }),
) {}
export class UndoMatchDto extends bodyOf(record({ undoes: integer(0), reason: remark, on })) {}

const workers = { roles: ['officer', 'operator'], scope: 'any' } as const;

/** Matches made and broken by hand: which things belong together, where keys are wrong or missing. */
@ApiTags('matches')
@Controller('v1/matches')
export class MatchesController {
  constructor(
    private readonly desk: CommandDesk,
    private readonly queries: QueryBus,
    private readonly reader: StreamReader,
    private readonly clock: LedgerClock,
    private readonly reconciliation: ReconciliationDesk,
  ) {}

  /**
   * Says that two things of cases belong together, or that they do not: orders, consignments, declarations, returns or claims, by their
   * streams.
   */
  @Post()
  @Policy(workers)
  async say(@Body() body: HandMatchDto, @Writing() request: WriteRequest): Promise<Written> {
    const { step, one, other, reason, suggestion, on: asked } = plain(body);
    const pair = pairOf(one, other);
    const done = { reason, by: personOf(request.caller), on: await this.clock.dayOf(asked) };
    if (step === 'confirm') {
      await this.#cases(one, other);
      return this.#run(request, { type: 'ConfirmMatch', ...pair, ...done, ...(suggestion === undefined ? {} : { suggestion }) });
    }
    if (suggestion !== undefined) throw problem('FIELD_MALFORMED', 'only what is confirmed was suggested', { field: 'suggestion' });
    const [first, second] = await this.#cases(one, other);
    if (first !== second && (await this.#events(pair.match)).length === 0)
      throw problemOfRejection({ code: 'MATCH_NOT_JOINED', message: 'nothing joins them', field: 'other' });
    return this.#run(request, { type: 'BreakMatch', ...pair, ...done });
  }

  /** Takes back the last step that counts, named by its revision. */
  @Post(':match/undo')
  @Policy(workers)
  async undo(
    @Param('match', idParam) match: string,
    @Body() { undoes, reason, on: asked }: UndoMatchDto,
    @Writing() request: WriteRequest,
  ): Promise<Written> {
    const [first] = await this.#events(match);
    if (first === undefined) throw notFound();
    const { one, other } = first.data;
    return this.#run(request, {
      type: 'UndoMatchStep',
      match,
      one,
      other,
      undoes,
      reason,
      by: personOf(request.caller),
      on: await this.clock.dayOf(asked),
    });
  }

  /** All that was said of a pair. */
  @Get(':match')
  @AtViewpointAlone()
  @Policy({ roles: ['officer', 'auditor', 'operator'], scope: 'any' })
  read(@Param('match', idParam) match: string, @Reading() { scope }: ReadRequest): Promise<StreamDocument<HandMatchEvent>> {
    return this.queries.execute(new ReadStream<HandMatchEvent>(matchStream(match), scope, () => []));
  }

  /** Keys of the cases of two things. Throws a ProblemError for what no case knows. */
  async #cases(...subjects: readonly string[]): Promise<readonly string[]> {
    const question = await this.reconciliation.question({});
    return Promise.all(
      subjects.map(async (subject, i) => {
        const found = /^[a-zA-Z]+-[0-9A-HJKMNP-TV-Z]{26}$/.test(subject)
          ? await this.reconciliation.cases.parcel(question, subject)
          : undefined;
        if (found === undefined)
          throw problemOfRejection({
            code: 'MATCH_SUBJECT_UNKNOWN',
            message: `${subject} is in no case`,
            field: i === 0 ? 'one' : 'other',
          });
        return found.key;
      }),
    );
  }

  #events(match: string): Promise<readonly HandMatchEvent[]> {
    return this.reader.events<HandMatchEvent>(matchStream(match));
  }

  /** A match is of no authority: its days are those of UTC. */
  #run(request: WriteRequest, command: HandMatchCommand): Promise<Written> {
    return this.desk.run(request, {
      decider: handMatchDecider,
      stream: matchStream(command.match),
      command,
      book: '-',
      effectiveAt: startOfLegalDay(command.on, 'UTC'),
    });
  }
}
