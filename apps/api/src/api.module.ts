import path from 'node:path';
import { type DynamicModule, Module, type Provider, type Type } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { DirectorySourceStore } from '#advance-data';
import { EventCatalogue } from '#event-catalogue';
import { CommandRunner, EventStore } from '#event-store';
import { ProjectionRunner, ReadModel } from '#read-model';
import { ledgerProjections, OpenedAccounts, PastViews, RuleBookFollower, type Ledger } from '#runtime';
import { LedgerWatch, Log, Metrics, type Telemetry } from '#telemetry';
import { AccountsController } from './accounts/accounts.controller';
import { OpenAccountHandler, RecordReceiptHandler } from './accounts/accounts.commands';
import {
  ListAccountsHandler,
  ListOpenItemsHandler,
  ListPeriodsHandler,
  ListReceiptsHandler,
  ListStatementsHandler,
  ReadAllocationsHandler,
  ReadPeriodHandler,
  ReadStatementHandler,
} from './accounts/accounts.queries';
import { AccountDesk } from './accounts/account-desk';
import { AccountOfficeController } from './accounts/account-office.controller';
import { CashController } from './accounts/cash.controller';
import { DebtsController } from './accounts/debts.controller';
import { InterestController } from './accounts/interest.controller';
import { InterestDesk } from './accounts/interest-desk';
import { ReceiptDesk } from './accounts/receipt-desk';
import { ReceiptsController } from './accounts/receipts.controller';
import { ToleratedDifferencesController } from './accounts/tolerated-differences.controller';
import { BreakBulkController } from './breaks/break-bulk.controller';
import { BreakSummaryController } from './breaks/break-summary.controller';
import { BreakDesk } from './breaks/break-desk';
import { BreaksController } from './breaks/breaks.controller';
import { BulkWork } from './breaks/bulk-work';
import { ClaimDesk } from './claims/claim-desk';
import { ClaimsController } from './claims/claims.controller';
import { DocumentFolder } from './claims/document-folder';
import { RefundPayments } from './claims/refund-payments';
import { RefundPaymentsController } from './claims/refund-payments.controller';
import { CloseRunsController, RunClosesHandler } from './close-runs/close-runs';
import { CollectorsController } from './collectors/collectors.controller';
import { KnownCollectors } from './collectors/known-collectors';
import { Acting } from './identity/acting';
import { FourEyes } from './identity/four-eyes';
import { ChangeCollectorHandler, GrantNumberHandler } from './collectors/collectors.commands';
import { ConsignmentsController } from './consignments/consignments.controller';
import { AdviseConsignmentHandler, ReportConsignmentStatusHandler } from './consignments/consignments.commands';
import { Authorities } from './accounts/authorities';
import { DeclarationDesk } from './declarations/declaration-desk';
import { LodgeDeclarationHandler } from './declarations/declarations.commands';
import { DeclarationChangesController } from './declarations/declaration-changes.controller';
import { LodgedDeclarations } from './declarations/lodged-declarations';
import { EvidenceRequestDesk } from './evidence-requests/evidence-request-desk';
import { EvidenceRequestsController } from './evidence-requests/evidence-requests.controller';
import { ExportsController } from './exports/exports.controller';
import { SummariesController } from './summaries/summaries.controller';
import { SummaryDesk } from './summaries/summary-desk';
import { DeclarationsController } from './declarations/declarations.controller';
import { ExplainDeclarationHandler, ListDeclarationsHandler, QuoteAssessmentHandler } from './declarations/declarations.queries';
import { GuaranteeDesk } from './guarantees/guarantee-desk';
import { GuaranteesController } from './guarantees/guarantees.controller';
import { CollectionReturnDesk } from './collection-returns/collection-return-desk';
import { CollectionReturnsController } from './collection-returns/collection-returns.controller';
import { ExportInterceptor } from './downloads/export.interceptor';
import { DistributionDesk } from './distributions/distribution-desk';
import { DistributionsController } from './distributions/distributions.controller';
import { HealthController } from './health/health.controller';
import { ReadinessDesk, ReadinessLimits } from './health/readiness';
import { AnswerInterceptor } from './http/answer.interceptor';
import { CommandDesk } from './http/command-desk';
import { LogPositionInterceptor } from './http/log-position.interceptor';
import { MessageReading } from './http/message-reading';
import { ReadStreamHandler } from './http/read-stream.query';
import { RequestKeys } from './http/request-keys';
import { Uploads } from './http/uploads';
import { StreamReader } from './http/stream-reader';
import { IdentityModule } from './identity/identity.module';
import type { TokenRules } from './identity/token-verifier';
import { ImportJobs } from './imports/import-jobs';
import { ImportsController } from './imports/imports.controller';
import { AskIntegrityHandler, Integrity, IntegrityController } from './integrity/integrity';
import { JournalController } from './journal/journal.controller';
import { ReadEntriesHandler, ReadTrialBalanceHandler } from './journal/journal.queries';
import { LinesController } from './lines/lines.controller';
import { SourcesController } from './sources/sources.controller';
import { TraceController } from './trace/trace.controller';
import { SchemeNumbersController } from './scheme-numbers/scheme-numbers.controller';
import { DossierController } from './dossier/dossier.controller';
import { AuditController } from './audit/audit.controller';
import { AccessLog } from './access-log/access-log';
import { AccessLogController } from './access-log/access-log.controller';
import { AccessLogInterceptor } from './access-log/access-log.interceptor';
import { Pseudonyms } from './access-log/access-record';
import { LedgerClock } from './ledger/ledger-clock';
import { Reactor } from './ledger/reactor';
import { ObligationsController } from './obligations/obligations.controller';
import { MatchesController } from './matches/matches.controller';
import { OrdersController } from './orders/orders.controller';
import { RecordOrderHandler } from './orders/orders.commands';
import { OpenApiController, OpenApiDocument } from './openapi/openapi';
import { PaymentsController } from './payments/payments.controller';
import { ReportPaymentHandler } from './payments/payments.commands';
import { ReconciliationController } from './reconciliation/reconciliation.controller';
import { KeptIndex } from './reconciliation/kept-index';
import { ReconciliationDesk } from './reconciliation/reconciliation-desk';
import { ListCasesHandler, ReadCaseHandler, ReadReconciliationHandler } from './reconciliation/reconciliation.queries';
import { ReturnsController } from './returns/returns.controller';
import { RiskController } from './risk/risk.controller';
import { RiskDesk } from './risk/risk-desk';
import { PublishTableHandler, RulesController } from './rules/rules';
import { ReturnDesk } from './scheme-returns/return-desk';
import { FileReturnHandler } from './scheme-returns/scheme-returns.commands';
import { SearchController } from './search/search.controller';
import { SchemeReturnsController } from './scheme-returns/scheme-returns.controller';
import { ListReturnsHandler, PreviewReturnHandler, ReadReturnHandler } from './scheme-returns/scheme-returns.queries';
import { SimulationJobs } from './simulations/simulation-jobs';
import { SimulationsController } from './simulations/simulations.controller';
import { StatisticsController } from './statistics/statistics.controller';
import { ReadAgeInterceptor } from './telemetry/read-age.interceptor';
import { LogOfRequest } from './viewpoint/log-of-request';
import { ViewpointInterceptor } from './viewpoint/viewpoint.interceptor';
import { ViewsOfRequest } from './viewpoint/views-of-request';

const controllers: Type[] = [
  HealthController,
  OpenApiController,
  CollectorsController,
  ImportsController,
  OrdersController,
  PaymentsController,
  ConsignmentsController,
  DeclarationsController,
  DeclarationChangesController,
  SummariesController,
  ExportsController,
  AccountsController,
  AccountOfficeController,
  DebtsController,
  InterestController,
  CashController,
  GuaranteesController,
  CloseRunsController,
  SchemeReturnsController,
  ReceiptsController,
  ToleratedDifferencesController,
  ReturnsController,
  ClaimsController,
  RefundPaymentsController,
  DistributionsController,
  CollectionReturnsController,
  JournalController,
  ReconciliationController,
  BreaksController,
  BreakBulkController,
  MatchesController,
  EvidenceRequestsController,
  BreakSummaryController,
  SearchController,
  ObligationsController,
  LinesController,
  TraceController,
  SourcesController,
  DossierController,
  AuditController,
  AccessLogController,
  SchemeNumbersController,
  IntegrityController,
  RulesController,
  StatisticsController,
  SimulationsController,
  RiskController,
];
const handlers: Type[] = [
  ReadStreamHandler,
  ChangeCollectorHandler,
  GrantNumberHandler,
  RecordOrderHandler,
  ReportPaymentHandler,
  AdviseConsignmentHandler,
  ReportConsignmentStatusHandler,
  LodgeDeclarationHandler,
  ExplainDeclarationHandler,
  ListDeclarationsHandler,
  QuoteAssessmentHandler,
  OpenAccountHandler,
  ListAccountsHandler,
  ListPeriodsHandler,
  ListOpenItemsHandler,
  ReadPeriodHandler,
  ListStatementsHandler,
  ReadStatementHandler,
  ListReceiptsHandler,
  ReadAllocationsHandler,
  RunClosesHandler,
  FileReturnHandler,
  ListReturnsHandler,
  PreviewReturnHandler,
  ReadReturnHandler,
  RecordReceiptHandler,
  ReadTrialBalanceHandler,
  ReadEntriesHandler,
  ReadReconciliationHandler,
  ListCasesHandler,
  ReadCaseHandler,
  AskIntegrityHandler,
  PublishTableHandler,
];

/** The parts of an open ledger, each under its own class. */
const ledgerParts = (ledger: Ledger, clock: LedgerClock, collectors: KnownCollectors, log: Log): Provider[] => {
  const uploads = new Uploads(ledger.dataDirectory, ledger.place.servers !== undefined);
  const documents = path.join(ledger.dataDirectory, 'sources');
  const reading = new MessageReading(ledger.installation.buyerKey);
  return [
    { provide: EventStore, useValue: new LogOfRequest(ledger.store) },
    { provide: EventCatalogue, useValue: ledger.catalogue },
    { provide: CommandRunner, useValue: ledger.runner },
    { provide: ReadModel, useValue: new ViewsOfRequest(ledger.views) },
    { provide: PastViews, useValue: new PastViews(ledger.store, ledger.catalogue, ledgerProjections) },
    { provide: ProjectionRunner, useValue: ledger.projections },
    { provide: RuleBookFollower, useValue: ledger.rules },
    { provide: OpenedAccounts, useValue: new OpenedAccounts(ledger.store, ledger.catalogue) },
    { provide: KnownCollectors, useValue: collectors },
    { provide: FourEyes, useValue: new FourEyes(ledger.installation.buyerKey) },
    { provide: MessageReading, useValue: reading },
    { provide: Reactor, useValue: new Reactor(ledger) },
    { provide: LedgerClock, useValue: clock },
    { provide: KeptIndex, useValue: new KeptIndex(ledger, clock) },
    { provide: RiskDesk, useValue: new RiskDesk(ledger, clock, log) },
    { provide: Uploads, useValue: uploads },
    { provide: DirectorySourceStore, useValue: new DirectorySourceStore(documents) },
    { provide: DocumentFolder, useValue: new DocumentFolder(documents) },
    { provide: SimulationJobs, useValue: new SimulationJobs(ledger.place, log) },
    { provide: ImportJobs, useValue: new ImportJobs(ledger.dataDirectory, uploads, ledger.runner, reading, clock, log) },
  ];
};

/** How the edge is watched. */
export interface Watched {
  readonly telemetry: Telemetry;
  readonly watch: LedgerWatch;
  readonly maxLagSeconds: number;
  /** How long the log of reads is kept; its own usual time unless told. */
  readonly accessLogDays?: number;
}

const watchParts = ({ telemetry, watch, maxLagSeconds }: Watched): Provider[] => [
  { provide: Log, useValue: telemetry.log },
  { provide: Metrics, useValue: telemetry.metrics },
  { provide: LedgerWatch, useValue: watch },
  { provide: ReadinessLimits, useValue: new ReadinessLimits(maxLagSeconds) },
  ReadinessDesk,
];

/** The whole HTTP edge on one open ledger. */
@Module({})
export class ApiModule {
  static on(ledger: Ledger, tokens: TokenRules, watched: Watched): DynamicModule {
    const clock = new LedgerClock(ledger);
    const collectors = new KnownCollectors(ledger.store, ledger.catalogue);
    return {
      module: ApiModule,
      imports: [CqrsModule.forRoot(), IdentityModule.forRules(tokens, new Acting(collectors, clock))],
      controllers,
      providers: [
        ...ledgerParts(ledger, clock, collectors, watched.telemetry.log),
        ...watchParts(watched),
        ...handlers,
        CommandDesk,
        RequestKeys,
        StreamReader,
        Authorities,
        AccountDesk,
        ReceiptDesk,
        InterestDesk,
        GuaranteeDesk,
        ClaimDesk,
        RefundPayments,
        DistributionDesk,
        CollectionReturnDesk,
        DeclarationDesk,
        LodgedDeclarations,
        SummaryDesk,
        ReturnDesk,
        ReconciliationDesk,
        BreakDesk,
        BulkWork,
        EvidenceRequestDesk,
        Integrity,
        OpenApiDocument,
        { provide: AccessLog, useValue: new AccessLog(ledger.dataDirectory, watched.accessLogDays) },
        { provide: Pseudonyms, useValue: new Pseudonyms(ledger.installation.buyerKey) },
        // The first: it sees every answer and refusal of the others.
        { provide: APP_INTERCEPTOR, useClass: AccessLogInterceptor },
        { provide: APP_INTERCEPTOR, useClass: ReadAgeInterceptor },
        { provide: APP_INTERCEPTOR, useClass: LogPositionInterceptor },
        { provide: APP_INTERCEPTOR, useClass: ExportInterceptor },
        { provide: APP_INTERCEPTOR, useClass: ViewpointInterceptor },
        { provide: APP_INTERCEPTOR, useClass: AnswerInterceptor },
      ],
    };
  }
}
