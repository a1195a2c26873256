import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { OrderEvent } from '#advance-data';
import { streamName } from '#event-catalogue';
import type { Written } from '../http/command-desk';
import { idParam } from '../http/params';
import { ownersIn, ReadStream } from '../http/read-stream.query';
import { Reading, Writing, type ReadRequest, type WriteRequest } from '../http/request-context';
import type { StreamDocument } from '../http/stream-reader';
import { assertActsFor } from '../identity/ownership';
import { Policy } from '../identity/policy';
import { RecordOrderCommand } from './orders.commands';
import { OrderDto } from './orders.dto';
import { AtViewpointAlone } from '../viewpoint/at-viewpoint';

/** What vendors sold. */
@ApiTags('orders')
@Controller('v1/orders')
export class OrdersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post()
  @Policy({ roles: ['vendor', 'intermediary', 'operator'], scope: 'own-collector', act: 'declare' })
  record(@Body() body: OrderDto, @Writing() request: WriteRequest): Promise<Written> {
    assertActsFor(request.scope, [body.seller], 'seller');
    return this.commands.execute(new RecordOrderCommand(request, body));
  }

  /** Everything recorded of an order: its lines, its payment, how its tax is collected, cancellations and corrections. */
  @Get(':order')
  @AtViewpointAlone()
  @Policy({ roles: ['vendor', 'intermediary', 'officer', 'auditor', 'operator'], scope: 'own-collector' })
  read(@Param('order', idParam) order: string, @Reading() { scope }: ReadRequest): Promise<StreamDocument<OrderEvent>> {
    return this.queries.execute(
      new ReadStream<OrderEvent>(streamName('order', order), scope, ownersIn('seller', 'schemeHolder', 'holder')),
    );
  }
}
