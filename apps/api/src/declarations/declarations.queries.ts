import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import {
  declarationDecider,
  explainAssessment,
  findDeclarations,
  toAssessable,
  type AssessmentExplanation,
  type DeclarationEvent,
  type DeclarationPage,
  type DeclarationQuestion,
} from '#declarations';
import { canonicalJson, type DomainEvent, sha256Hex, streamName } from '#event-catalogue';
import { ReadModel } from '#read-model';
import { assess, type Assessment } from '#rules';
import { RuleBookFollower } from '#runtime';
import { problemOfRejection } from '../http/problem';
import { ownersIn, ReadStream, ReadStreamHandler } from '../http/read-stream.query';
import { StreamReader } from '../http/stream-reader';
import { ownerFilter, type CollectorScope } from '../identity/ownership';
import { DeclarationDesk } from './declaration-desk';
import type { DeclarationDto } from './declarations.dto';

/** Whoever is named in a declaration with a duty or a right. */
export const declarationOwners = ownersIn('declarant', 'debtor', 'accountHolder', 'importer', 'seller', 'carrier');

/** The assessment of a lodged declaration, computed again, with every base, rate, row and rounding step. */
export class ExplainDeclaration extends Query<AssessmentExplanation> {
  constructor(
    readonly declaration: string,
    readonly scope: CollectorScope,
  ) {
    super();
  }
}

@QueryHandler(ExplainDeclaration)
export class ExplainDeclarationHandler implements IQueryHandler<ExplainDeclaration> {
  constructor(
    private readonly streams: ReadStreamHandler,
    private readonly reader: StreamReader,
    private readonly rules: RuleBookFollower,
  ) {}

  async execute({ declaration, scope }: ExplainDeclaration): Promise<AssessmentExplanation> {
    const stream = streamName('declaration', declaration);
    const { facts } = await this.streams.execute(new ReadStream(stream, scope, declarationOwners));
    const lodgedAt = await this.reader.position(stream);
    const rules = lodgedAt === undefined ? this.rules.initial : await this.rules.asKnownAt(lodgedAt);
    // Only events of declarations live in this category.
    return explainAssessment(facts as readonly DomainEvent[] as readonly DeclarationEvent[], rules);
  }
}

/** What duty and tax a declaration would be assessed to; nothing is recorded. */
export class QuoteAssessment extends Query<Assessment> {
  constructor(readonly message: DeclarationDto) {
    super();
  }
}

@QueryHandler(QuoteAssessment)
export class QuoteAssessmentHandler implements IQueryHandler<QuoteAssessment> {
  constructor(
    private readonly declarations: DeclarationDesk,
    private readonly rules: RuleBookFollower,
  ) {}

  async execute({ message }: QuoteAssessment): Promise<Assessment> {
    const command = this.declarations.read(message, sha256Hex(canonicalJson(message)));
    // What could not be lodged is not quoted: the same checks, on a reference that is not known yet.
    const lodged = declarationDecider.decide(command, declarationDecider.initial);
    if ('rejected' in lodged) throw problemOfRejection(lodged.rejected);
    return assess(toAssessable(command), this.rules.current());
  }
}

/** Declarations that name the reader, in order of acceptance. */
export class ListDeclarations extends Query<DeclarationPage> {
  constructor(
    readonly scope: CollectorScope,
    readonly question: Omit<DeclarationQuestion, 'parties'>,
  ) {
    super();
  }
}

@QueryHandler(ListDeclarations)
export class ListDeclarationsHandler implements IQueryHandler<ListDeclarations> {
  constructor(private readonly views: ReadModel) {}

  execute({ scope, question }: ListDeclarations): Promise<DeclarationPage> {
    const party = ownerFilter(scope);
    return findDeclarations(this.views, { ...question, ...(party === undefined ? {} : { parties: [party] }) });
  }
}
