import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { PaymentEvent } from '#advance-data';
import { streamName } from '#event-catalogue';
import type { Written } from '../http/command-desk';
import { idParam } from '../http/params';
import { ownersIn, ReadStream } from '../http/read-stream.query';
import { Reading, Writing, type ReadRequest, type WriteRequest } from '../http/request-context';
import type { StreamDocument } from '../http/stream-reader';
import { assertActsFor } from '../identity/ownership';
import { Policy } from '../identity/policy';
import { ReportPayment } from './payments.commands';
import { CapturePaymentDto, RefundPaymentDto } from './payments.dto';
import { AtViewpointAlone } from '../viewpoint/at-viewpoint';

/** What buyers paid at checkout, as their payment service providers report it. */
@ApiTags('checkout payments')
@Controller('v1/checkout-payments')
export class PaymentsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post()
  @Policy({ roles: ['vendor', 'intermediary', 'operator'], scope: 'own-collector', act: 'declare' })
  capture(@Body() body: CapturePaymentDto, @Writing() request: WriteRequest): Promise<Written> {
    assertActsFor(request.scope, [body.seller], 'seller');
    return this.commands.execute(new ReportPayment(request, body));
  }

  /** A refund names a transaction, not a seller: only the installation may report it for everybody. */
  @Post('refunds')
  @Policy({ roles: ['operator'], scope: 'any' })
  refund(@Body() body: RefundPaymentDto, @Writing() request: WriteRequest): Promise<Written> {
    return this.commands.execute(new ReportPayment(request, body));
  }

  @Get(':payment')
  @AtViewpointAlone()
  @Policy({ roles: ['vendor', 'intermediary', 'officer', 'auditor', 'operator'], scope: 'own-collector' })
  read(@Param('payment', idParam) payment: string, @Reading() { scope }: ReadRequest): Promise<StreamDocument<PaymentEvent>> {
    return this.queries.execute(new ReadStream<PaymentEvent>(streamName('payment', payment), scope, ownersIn('seller')));
  }
}
