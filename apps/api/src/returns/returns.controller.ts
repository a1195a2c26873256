import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { EventCatalogue, present, streamName } from '#event-catalogue';
import { CommandRunner, EventStore } from '#event-store';
import { ReadModel } from '#read-model';
import { findReturnCases, returnDispatch, returnOf, type ReturnCaseEvent, type ReturnCaseRow } from '#returns';
import { matchReturnCase } from '#runtime';
import { Export } from '../downloads/exported';
import { acceptedOrProblem, writeAnswer } from '../http/command-answer';
import { CommandDesk, Written } from '../http/command-desk';
import { plain } from '../http/field';
import { cursorAfter, pageOf } from '../http/page-cursor';
import { idParam } from '../http/params';
import { problemOfFault, problemOfRejection } from '../http/problem';
import { ReadStream, type OwnersOf } from '../http/read-stream.query';
import { actorOf, Reading, Writing, type ReadRequest, type WriteRequest } from '../http/request-context';
import { rowAnswer, type RowAnswer } from '../http/row-answer';
import type { StreamDocument } from '../http/stream-reader';
import { assertActsFor, ownerFilter } from '../identity/ownership';
import { Policy } from '../identity/policy';
import { LedgerClock } from '../ledger/ledger-clock';
import { Reactor } from '../ledger/reactor';
import { MatchDto, ReturnDto, ReturnsQuery } from './returns.dto';
import { AtViewpoint, AtViewpointAlone } from '../viewpoint/at-viewpoint';

const readers = { roles: ['vendor', 'intermediary', 'officer', 'auditor', 'cashier', 'operator'], scope: 'own-collector' } as const;
const reporters = { roles: ['vendor', 'intermediary', 'operator'], scope: 'own-collector', act: 'declare' } as const;

/** Who reported it, and the carrier and the seller of what goes back. */
const ownersOf: OwnersOf = (facts) =>
  facts.flatMap(({ data }) => {
    const { reporter, original } = data as {
      readonly reporter?: string;
      readonly original?: { readonly carrier?: string; readonly seller?: string };
    };
    return [reporter, original?.carrier, original?.seller];
  });

/** Goods that go back, and the goods that they were when they came. */
@ApiTags('returns')
@Controller('v1/return-cases')
export class ReturnsController {
  constructor(
    private readonly desk: CommandDesk,
    private readonly queries: QueryBus,
    private readonly store: EventStore,
    private readonly catalogue: EventCatalogue,
    private readonly views: ReadModel,
    private readonly runner: CommandRunner,
    private readonly reactor: Reactor,
    private readonly clock: LedgerClock,
  ) {}

  @Post()
  @Policy(reporters)
  report(@Body() body: ReturnDto, @Writing() request: WriteRequest): Promise<Written> {
    assertActsFor(request.scope, [body.reporter], 'reporter');
    const read = returnOf(body, { sha256: request.requestHash, line: 1 });
    if (read.kind === 'refused') throw problemOfFault(read.fault);
    return this.desk.send(request, returnDispatch(read.command, { actor: actorOf(request.caller) }));
  }

  /** Looks for the goods by the key chain and records what was found, or that nothing was; a search of one day is one search. */
  @Post(':returnCase/matches')
  @Policy(reporters)
  async match(
    @Param('returnCase', idParam) returnCase: string,
    @Body() { checkedOn }: MatchDto,
    @Writing() { scope, caller, ifRevision }: WriteRequest,
  ): Promise<Written> {
    const stream = streamName('returnCase', returnCase);
    await this.queries.execute(new ReadStream(stream, scope, ownersOf));
    await this.reactor.settleViews();
    const { store, catalogue, views, runner } = this;
    const outcome = await matchReturnCase(
      { store, catalogue, views, runner },
      returnCase,
      checkedOn ?? (await this.clock.today()),
      actorOf(caller),
      ifRevision,
    );
    if (outcome === undefined) throw problemOfRejection({ code: 'RETURN_ALREADY_MATCHED', message: 'the goods of the return are found' });
    const accepted = acceptedOrProblem(outcome);
    return new Written(writeAnswer(stream, accepted), accepted);
  }

  @Get()
  @Export('return-cases', 'returnCases')
  @AtViewpoint('return-cases')
  @Policy(readers)
  async list(
    @Query() query: ReturnsQuery,
    @Reading() { scope }: ReadRequest,
  ): Promise<{ readonly returnCases: readonly RowAnswer<ReturnCaseRow>[]; readonly next?: string }> {
    const page = pageOf('return-cases', plain(query), await this.clock.known());
    const party = ownerFilter(scope);
    const { after, limit } = page;
    const { rows, next } = await findReturnCases(this.views, {
      limit,
      ...present({ after, status: query.status }),
      ...(party === undefined ? {} : { parties: [party] }),
    });
    return {
      returnCases: rows.map(rowAnswer),
      ...(next === undefined ? {} : { next: cursorAfter('return-cases', plain(query), page, next) }),
    };
  }

  @Get(':returnCase')
  @AtViewpointAlone()
  @Policy(readers)
  read(@Param('returnCase', idParam) returnCase: string, @Reading() { scope }: ReadRequest): Promise<StreamDocument<ReturnCaseEvent>> {
    return this.queries.execute(new ReadStream<ReturnCaseEvent>(streamName('returnCase', returnCase), scope, ownersOf));
  }
}
