import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { collectorStream } from '#collectors';
import type { Written } from '../http/command-desk';
import { plain } from '../http/field';
import { partyCodeParam, referenceParam } from '../http/params';
import { ownersIn, ReadStream } from '../http/read-stream.query';
import { Reading, Writing, type ReadRequest, type WriteRequest } from '../http/request-context';
import type { StreamDocument } from '../http/stream-reader';
import { Policy } from '../identity/policy';
import { ChangeCollector } from './collectors.commands';
import { GrantSchemeNumberDto, RegisterCollectorDto, WithdrawSchemeNumberDto } from './collectors.dto';

const registrars = { roles: ['officer', 'operator'], scope: 'any' } as const;

/** Who may collect: vendors, platforms, intermediaries, representatives, and their numbers under the schemes. */
@ApiTags('collectors')
@Controller('v1/collectors')
export class CollectorsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post()
  @Policy(registrars)
  register(@Body() body: RegisterCollectorDto, @Writing() request: WriteRequest): Promise<Written> {
    return this.commands.execute(new ChangeCollector(request, body.collector, { type: 'RegisterCollector', collector: body }, body.registeredOn));
  }

  @Post(':collector/scheme-numbers')
  @Policy(registrars)
  grant(@Param('collector', partyCodeParam) collector: string, @Body() body: GrantSchemeNumberDto, @Writing() request: WriteRequest): Promise<Written> {
    return this.commands.execute(new ChangeCollector(request, collector, { type: 'GrantSchemeNumber', ...plain(body) }, body.validFrom));
  }

  @Post(':collector/scheme-numbers/:number/withdrawals')
  @Policy(registrars)
  withdraw(
    @Param('collector', partyCodeParam) collector: string,
    @Param('number', referenceParam) schemeNumber: string,
    @Body() body: WithdrawSchemeNumberDto,
    @Writing() request: WriteRequest,
  ): Promise<Written> {
    return this.commands.execute(new ChangeCollector(request, collector, { type: 'WithdrawSchemeNumber', schemeNumber, ...plain(body) }, body.withdrawnFrom));
  }

  @Get(':collector')
  @Policy({ roles: ['vendor', 'intermediary', 'officer', 'auditor', 'cashier', 'operator'], scope: 'own-collector' })
  read(@Param('collector', partyCodeParam) collector: string, @Reading() { scope }: ReadRequest): Promise<StreamDocument> {
    return this.queries.execute(new ReadStream(collectorStream(collector), scope, ownersIn('collector')));
  }
}
