import { existsSync } from 'node:fs';
import path from 'node:path';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { AssessmentExplanation } from '#declarations';
import { type Dossier, Dossiers } from '#enquiries';
import { EventCatalogue, idOf } from '#event-catalogue';
import { EventStore } from '#event-store';
import { entryDocument } from '#journal';
import { ReadModel } from '#read-model';
import { DocumentFolder } from '../claims/document-folder';
import { ExplainDeclaration } from '../declarations/declarations.queries';
import { streamParam } from '../http/params';
import { jsonOf, type JsonOf } from '../http/json-of';
import { notFound } from '../http/problem';
import { Reading, type ReadRequest } from '../http/request-context';
import { ownerFilter } from '../identity/ownership';
import { Policy } from '../identity/policy';
import { ReconciliationDesk } from '../reconciliation/reconciliation-desk';
import { CaseQuery } from '../reconciliation/reconciliation.dto';
import { visibleTo, type AnsweredCase } from '../reconciliation/reconciliation.queries';
import { OwnViewpoint } from '../viewpoint/at-viewpoint';

type DossierAnswer = Omit<Dossier, 'case' | 'journal'> & {
  readonly case: AnsweredCase;
  readonly asOf: string;
  readonly knownAt: string;
  readonly journal?: readonly ReturnType<typeof entryDocument>[];
  /** Each assessment computed again, by declaration. */
  readonly assessments: readonly { readonly declaration: string; readonly explanation: JsonOf<AssessmentExplanation> }[];
};

/** All that is known of a parcel, in one document. */
@ApiTags('reconciliation')
@Controller('v1/cases')
export class DossierController {
  readonly #dossiers: Dossiers;

  constructor(
    store: EventStore,
    catalogue: EventCatalogue,
    views: ReadModel,
    documents: DocumentFolder,
    private readonly queries: QueryBus,
    private readonly desk: ReconciliationDesk,
  ) {
    this.#dossiers = new Dossiers({ store, catalogue }, views, (sha256) => existsSync(path.join(documents.directory, sha256)));
  }

  /**
   * Its orders, payments, parcels, declarations, claims with every event and the message behind it; charges, statement, return and
   * receipts; breaks with the work on them; journal entries. A vendor gets what is its own.
   */
  @Get(':subject/dossier')
  @OwnViewpoint()
  @Policy({ roles: ['vendor', 'officer', 'auditor', 'operator'], scope: 'own-collector' })
  async dossier(
    @Param('subject', streamParam) subject: string,
    @Query() query: CaseQuery,
    @Reading() reader: ReadRequest,
  ): Promise<DossierAnswer> {
    const question = await this.desk.question(query);
    const found = await this.desk.cases.parcel(question, subject);
    const visible = await visibleTo(reader, this.desk, question, found);
    if (found === undefined || visible === undefined) throw notFound();
    const owner = ownerFilter(reader.scope);
    const { journal, ...dossier } = await this.#dossiers.of(found, {
      asOf: question.asOf,
      knownAt: question.knownAt,
      ...(owner === undefined ? {} : { owner }),
    });
    const declarations = dossier.parts
      .filter(({ kind, events }) => kind === 'declaration' && events.length > 0)
      .map(({ stream }) => stream);
    const assessments = await Promise.all(
      declarations.map(async (declaration) => ({
        declaration,
        explanation: jsonOf(await this.queries.execute(new ExplainDeclaration(idOf(declaration), reader.scope))),
      })),
    );
    return {
      asOf: question.asOf,
      knownAt: question.knownAt,
      ...dossier,
      case: visible,
      assessments,
      ...(journal === undefined ? {} : { journal: journal.map(entryDocument) }),
    };
  }
}
