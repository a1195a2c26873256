import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { ConsignmentAdvisedData, ConsignmentEvent } from '#advance-data';
import { streamName } from '#event-catalogue';
import type { Written } from '../http/command-desk';
import { idParam, partyCodeParam, referenceParam } from '../http/params';
import { ReadStream, type OwnersOf } from '../http/read-stream.query';
import { Reading, Writing, type ReadRequest, type WriteRequest } from '../http/request-context';
import type { StreamDocument } from '../http/stream-reader';
import { assertActsFor } from '../identity/ownership';
import { Policy } from '../identity/policy';
import { AdviseConsignment, ReportConsignmentStatus } from './consignments.commands';
import { AdviseConsignmentDto, ArriveConsignmentDto, DeliverConsignmentDto } from './consignments.dto';
import { AtViewpointAlone } from '../viewpoint/at-viewpoint';

const carriers = { roles: ['intermediary', 'operator'], scope: 'own-collector', act: 'declare' } as const;

/** A parcel is its carrier's and its senders'. */
const ownersOf: OwnersOf = (facts) =>
  facts.flatMap(({ type, data }) => {
    if (type !== 'ConsignmentAdvised') return [];
    const { carrier, orders } = data as ConsignmentAdvisedData;
    return [carrier, ...orders.map(({ seller }) => seller)];
  });

/** Parcels on their way, as their carriers report them. */
@ApiTags('consignments')
@Controller('v1/consignments')
export class ConsignmentsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post()
  @Policy(carriers)
  advise(@Body() body: AdviseConsignmentDto, @Writing() request: WriteRequest): Promise<Written> {
    assertActsFor(request.scope, [body.carrier], 'carrier');
    return this.commands.execute(new AdviseConsignment(request, body));
  }

  @Post(':carrier/:number/arrivals')
  @Policy(carriers)
  arrive(
    @Param('carrier', partyCodeParam) carrier: string,
    @Param('number', referenceParam) consignmentNumber: string,
    @Body() arrival: ArriveConsignmentDto,
    @Writing() request: WriteRequest,
  ): Promise<Written> {
    assertActsFor(request.scope, [carrier], 'carrier');
    return this.commands.execute(
      new ReportConsignmentStatus(request, { carrier, consignmentNumber }, { type: 'RecordArrival', arrival }, arrival.arrivedAt),
    );
  }

  @Post(':carrier/:number/deliveries')
  @Policy(carriers)
  deliver(
    @Param('carrier', partyCodeParam) carrier: string,
    @Param('number', referenceParam) consignmentNumber: string,
    @Body() delivery: DeliverConsignmentDto,
    @Writing() request: WriteRequest,
  ): Promise<Written> {
    assertActsFor(request.scope, [carrier], 'carrier');
    return this.commands.execute(
      new ReportConsignmentStatus(request, { carrier, consignmentNumber }, { type: 'RecordDelivery', delivery }, delivery.deliveredAt),
    );
  }

  @Get(':consignment')
  @AtViewpointAlone()
  @Policy({ roles: ['vendor', 'intermediary', 'officer', 'auditor', 'operator'], scope: 'own-collector' })
  read(@Param('consignment', idParam) consignment: string, @Reading() { scope }: ReadRequest): Promise<StreamDocument<ConsignmentEvent>> {
    return this.queries.execute(new ReadStream<ConsignmentEvent>(streamName('consignment', consignment), scope, ownersOf));
  }
}
