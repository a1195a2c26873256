import type { Readable } from 'node:stream';
import { Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import { day, oneOf, optional, record, startOfLegalDay, textUpTo } from '#event-catalogue';
import { CommandRunner, EventStore } from '#event-store';
import {
  readRuleTable,
  ruleTableKinds,
  TableFormatError,
  type LineVerdict,
  type RuleTableKind,
  type SchemeRuleSet,
  type TableOrigin,
  type TableRef,
} from '#rules';
import { publishRules, RuleBookFollower } from '#runtime';
import type { FastifyRequest } from 'fastify';
import { acceptedOrProblem } from '../http/command-answer';
import { streamedBody } from '../http/body-guard';
import { bodyOf } from '../http/field';
import { partyCodeParam } from '../http/params';
import { notFound, problem } from '../http/problem';
import { actorOf, Reading, type ReadRequest } from '../http/request-context';
import { Policy } from '../identity/policy';
import { LedgerClock } from '../ledger/ledger-clock';

/** Largest public table that is read: the history of the ECB has 3 MB. */
const maxTableBytes = 32 * 1024 * 1024;

export class RulesQuery extends bodyOf(record({ on: optional(day) })) {}
export class TableQuery extends bodyOf(record({ kind: oneOf(...ruleTableKinds), source: textUpTo(300), publishedAt: day, from: day })) {}

export interface TableAnswer {
  readonly events: number;
  readonly lines: Readonly<Record<LineVerdict['verdict'], number>>;
  /** The first hundred lines that were not taken, with field and code. */
  readonly problems: readonly Pick<LineVerdict, 'line' | 'problems'>[];
}

/** A public table becomes events; what it says already is no event. */
export class PublishTable extends Command<TableAnswer> {
  constructor(
    readonly kind: RuleTableKind,
    readonly text: string,
    readonly origin: TableOrigin,
    readonly actor: string,
  ) {
    super();
  }
}

@CommandHandler(PublishTable)
export class PublishTableHandler implements ICommandHandler<PublishTable> {
  constructor(
    private readonly runner: CommandRunner,
    private readonly store: EventStore,
    private readonly rules: RuleBookFollower,
  ) {}

  async execute({ kind, text, origin, actor }: PublishTable): Promise<TableAnswer> {
    const { events, verdicts } = await readRuleTable(kind, text, origin).catch((error: unknown) => {
      throw error instanceof TableFormatError ? problem('TABLE_FORMAT', error.message) : error;
    });
    const publication = { runner: this.runner, store: this.store, actor, effectiveAt: startOfLegalDay(origin.publishedAt, 'UTC') };
    const outcomes = (await publishRules(publication, events)).map(acceptedOrProblem);
    await this.rules.refresh();
    const lines = { accepted: 0, rejected: 0, unsupported: 0 };
    for (const { verdict } of verdicts) lines[verdict] += 1;
    const problems = verdicts.filter(({ verdict }) => verdict !== 'accepted').slice(0, 100);
    return {
      events: outcomes.reduce((sum, { events: written, replayed }) => sum + (replayed ? 0 : written.length), 0),
      lines,
      problems: problems.map(({ line, problems: found }) => ({ line, problems: found })),
    };
  }
}

/** The law as the ledger knows it: rule sets of schemes, and the tables of rates and measures. */
@ApiTags('rules')
@Controller('v1')
export class RulesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly rules: RuleBookFollower,
    private readonly clock: LedgerClock,
  ) {}

  /** Rule sets in force on a day; the ledger's own day unless told. */
  @Get('rule-sets')
  @Policy({ roles: ['vendor', 'intermediary', 'officer', 'auditor', 'cashier', 'operator'], scope: 'any' })
  async ruleSets(
    @Query() { on }: RulesQuery,
  ): Promise<{ readonly on: string; readonly ruleSets: readonly (SchemeRuleSet & { readonly table: TableRef })[] }> {
    const at = on ?? (await this.clock.today());
    const book = this.rules.current();
    const all = [...book.tables.schemes.values()].flatMap(({ ref, rows }) => [...rows.values()].map((value) => ({ ...value, table: ref })));
    return {
      on: at,
      ruleSets: all.filter(({ from, to }) => from <= at && (to === undefined || at < to)).sort((a, b) => (a.id < b.id ? -1 : 1)),
    };
  }

  @Get('rule-sets/:scheme')
  @Policy({ roles: ['vendor', 'intermediary', 'officer', 'auditor', 'cashier', 'operator'], scope: 'any' })
  async ruleSet(
    @Param('scheme', partyCodeParam) scheme: string,
    @Query() { on }: RulesQuery,
  ): Promise<SchemeRuleSet & { readonly table: TableRef }> {
    const found = this.rules.current().scheme(scheme, on ?? (await this.clock.today()));
    if (found === undefined) throw notFound();
    return { ...found.value, table: found.table };
  }

  /**
   * Publishes a public table: the ECB's rates, VAT by period, the two-column tariff; or what reconciliation tolerates. The same content
   * again is no event, so no Idempotency-Key is asked for.
   */
  @Post('rule-tables')
  @HttpCode(200)
  @Policy({ roles: ['operator'], scope: 'any' })
  @ApiConsumes('text/csv')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  async publish(
    @Query() { kind, ...origin }: TableQuery,
    @Reading() { caller }: ReadRequest,
    @Req() request: FastifyRequest,
  ): Promise<TableAnswer> {
    const body = streamedBody(request, ['text/csv']);
    return this.commands.execute(new PublishTable(kind, await textOf(body), origin, actorOf(caller)));
  }
}

const textOf = async (body: Readable): Promise<string> => {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of body as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > maxTableBytes) throw problem('BODY_TOO_LARGE', `expected at most ${String(maxTableBytes)} bytes`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
};
