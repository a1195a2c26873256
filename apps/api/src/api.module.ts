import { type DynamicModule, Module, type Provider, type Type } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { EventCatalogue } from '#event-catalogue';
import { CommandRunner, EventStore } from '#event-store';
import { ProjectionRunner, ReadModel } from '#read-model';
import { RuleBookFollower, type Ledger } from '#runtime';
import { AccountsController } from './accounts/accounts.controller';
import { OpenAccountHandler, RecordReceiptHandler } from './accounts/accounts.commands';
import { ReceiptsController } from './accounts/receipts.controller';
import { CollectorsController } from './collectors/collectors.controller';
import { ChangeCollectorHandler } from './collectors/collectors.commands';
import { ConsignmentsController } from './consignments/consignments.controller';
import { ReportConsignmentHandler } from './consignments/consignments.commands';
import { Authorities } from './accounts/authorities';
import { DeclarationDesk } from './declarations/declaration-desk';
import { LodgeDeclarationHandler } from './declarations/declarations.commands';
import { DeclarationsController } from './declarations/declarations.controller';
import { ExplainDeclarationHandler, QuoteAssessmentHandler } from './declarations/declarations.queries';
import { Followers } from './health/followers';
import { HealthController } from './health/health.controller';
import { AnswerInterceptor } from './http/answer.interceptor';
import { CommandDesk } from './http/command-desk';
import { LogPositionInterceptor } from './http/log-position.interceptor';
import { ReadStreamHandler } from './http/read-stream.query';
import { RequestKeys } from './http/request-keys';
import { StreamReader } from './http/stream-reader';
import { IdentityModule } from './identity/identity.module';
import type { TokenRules } from './identity/token-verifier';
import { OpenApiController, OpenApiDocument } from './openapi';
import { PaymentsController } from './payments/payments.controller';
import { ReportPaymentHandler } from './payments/payments.commands';

const controllers: Type[] = [HealthController, OpenApiController, CollectorsController, PaymentsController, ConsignmentsController, AccountsController, ReceiptsController, DeclarationsController];
const handlers: Type[] = [ReadStreamHandler, ChangeCollectorHandler, ReportPaymentHandler, ReportConsignmentHandler, OpenAccountHandler, RecordReceiptHandler, LodgeDeclarationHandler, ExplainDeclarationHandler, QuoteAssessmentHandler];

/** The parts of an open ledger, each under its own class. */
const ledgerParts = (ledger: Ledger): Provider[] => [
  { provide: EventStore, useValue: ledger.store },
  { provide: EventCatalogue, useValue: ledger.catalogue },
  { provide: CommandRunner, useValue: ledger.runner },
  { provide: ReadModel, useValue: ledger.views },
  { provide: ProjectionRunner, useValue: ledger.projections },
  { provide: RuleBookFollower, useValue: ledger.rules },
];

/** The whole HTTP edge on one open ledger. */
@Module({})
export class ApiModule {
  static on(ledger: Ledger, tokens: TokenRules): DynamicModule {
    return {
      module: ApiModule,
      imports: [CqrsModule.forRoot(), IdentityModule.forRules(tokens)],
      controllers,
      providers: [
        ...ledgerParts(ledger),
        ...handlers,
        CommandDesk,
        RequestKeys,
        StreamReader,
        Authorities,
        DeclarationDesk,
        Followers,
        OpenApiDocument,
        { provide: APP_INTERCEPTOR, useClass: LogPositionInterceptor },
        { provide: APP_INTERCEPTOR, useClass: AnswerInterceptor },
      ],
    };
  }
}
