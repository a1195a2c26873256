import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  amendmentDispatch,
  amendmentOf,
  compareAuthorityTax,
  declarationId,
  refundPosition,
  type AuthorityTaxRecordedData,
  type RefundPosition,
} from '#declarations';
import { startOfLegalDay } from '#event-catalogue';
import { RuleBookFollower } from '#runtime';
import { Authorities } from '../accounts/authorities';
import { CommandDesk, type Written } from '../http/command-desk';
import { plain } from '../http/field';
import { idParam } from '../http/params';
import { jsonOf, type JsonOf } from '../http/json-of';
import { notFound, problem, problemOfFault } from '../http/problem';
import { Reading, Writing, type ReadRequest, type WriteRequest } from '../http/request-context';
import { FourEyes, type Asked } from '../identity/four-eyes';
import { assertActsFor } from '../identity/ownership';
import { Policy } from '../identity/policy';
import { AmendmentDto, AuthorityTaxDto, InvalidateDto } from './declaration-changes.dto';
import { LodgedDeclarations } from './lodged-declarations';
import { AtViewpointAlone } from '../viewpoint/at-viewpoint';

const readers = { roles: ['vendor', 'intermediary', 'officer', 'auditor', 'operator'], scope: 'own-collector' } as const;

/** Messages of the authority about a declaration, each beside our assessment where they are in one currency. */
interface AuthorityTaxAnswer {
  readonly version: number;
  readonly messages: readonly (Pick<AuthorityTaxRecordedData, 'message' | 'version' | 'lines'> & {
    readonly comparison?: JsonOf<ReturnType<typeof compareAuthorityTax>>;
  })[];
}

/**
 * What becomes of a declaration after it was accepted: later versions, its end, the authority's own figures, what of it can be given back.
 */
@ApiTags('declarations')
@Controller('v1/declarations/:declaration')
export class DeclarationChangesController {
  constructor(
    private readonly declarations: LodgedDeclarations,
    private readonly desk: CommandDesk,
    private readonly rules: RuleBookFollower,
    private readonly authorities: Authorities,
    private readonly fourEyes: FourEyes,
  ) {}

  /** A later version, whole (UCC Art. 173); what it changes of the debt follows. */
  @Post('amendments')
  @Policy({ roles: ['vendor', 'intermediary', 'operator'], scope: 'own-collector', act: 'declare' })
  async amend(
    @Param('declaration', idParam) declaration: string,
    @Body() body: AmendmentDto,
    @Writing() request: WriteRequest,
  ): Promise<Written> {
    assertActsFor(request.scope, [body.declarant], 'declarant');
    const { authority, declarant, lrn } = body;
    if (declarationId(authority, declarant, lrn) !== declaration)
      throw problem('FIELD_MALFORMED', 'expected the reference of the declaration in the path', { field: 'lrn' });
    const read = amendmentOf(body, { rules: this.rules.current() }, { sha256: request.requestHash, line: 1 });
    if (read.kind === 'refused') throw problemOfFault(read.fault);
    return this.desk.send(request, amendmentDispatch(read.command, { actor: request.caller.subject }));
  }

  /** Taken back whole within the window of its ground (UCC Art. 174); the declarant asks, an officer agrees. */
  @Post('invalidations')
  @Policy({ roles: ['vendor', 'intermediary', 'operator', 'officer'], scope: 'own-collector', act: 'declare', approvers: ['officer'] })
  async invalidate(
    @Param('declaration', idParam) declaration: string,
    @Body() body: InvalidateDto,
    @Writing() request: WriteRequest,
  ): Promise<Written | Asked> {
    const { header } = await this.declarations.find(request.scope, declaration, 'declarant');
    const effectiveAt = startOfLegalDay(body.invalidatedOn, this.authorities.zoneOf(header.authority));
    return this.fourEyes.decide(request, (agreed, persons) =>
      this.declarations.run(
        agreed,
        declaration,
        header.authority,
        { type: 'InvalidateDeclaration', ...plain(body), ...persons },
        effectiveAt,
      ),
    );
  }

  @Post('authority-tax')
  @Policy({ roles: ['officer', 'operator'], scope: 'any' })
  async tellAuthorityTax(
    @Param('declaration', idParam) declaration: string,
    @Body() body: AuthorityTaxDto,
    @Writing() request: WriteRequest,
  ): Promise<Written> {
    const { header } = await this.declarations.find(request.scope, declaration);
    return this.declarations.run(
      request,
      declaration,
      header.authority,
      { type: 'RecordAuthorityTax', ...plain(body) },
      body.issuedAt ?? header.acceptedAt,
    );
  }

  /** Each message of the authority beside our assessment, tax by tax: where they differ is break B42. */
  @Get('authority-tax')
  @AtViewpointAlone()
  @Policy(readers)
  async authorityTax(@Param('declaration', idParam) declaration: string, @Reading() { scope }: ReadRequest): Promise<AuthorityTaxAnswer> {
    const { header, assessment } = await this.declarations.find(scope, declaration);
    const told = new Map<string, AuthorityTaxRecordedData>();
    for (const event of await this.declarations.events(declaration)) {
      if (event.type !== 'AuthorityTaxRecorded') continue;
      const before = told.get(event.data.message);
      told.set(event.data.message, before === undefined ? event.data : { ...before, lines: [...before.lines, ...event.data.lines] });
    }
    const ours =
      assessment?.kind === 'assessed'
        ? { currency: assessment.duty.currency, acceptedOn: header.acceptedOn, lines: assessment.lines }
        : undefined;
    return {
      version: header.version,
      messages: [...told.values()].map(({ message, version, lines, currency }) => ({
        message,
        version,
        lines,
        ...(ours?.currency === currency ? { comparison: jsonOf(compareAuthorityTax(ours, { currency, lines })) } : {}),
      })),
    };
  }

  /** What can still be given back of each tax, and sent back of each item. */
  @Get('refund-position')
  @AtViewpointAlone()
  @Policy(readers)
  async refundPosition(@Param('declaration', idParam) declaration: string, @Reading() { scope }: ReadRequest): Promise<RefundPosition> {
    const position = refundPosition(await this.declarations.find(scope, declaration));
    if (position === undefined) throw notFound();
    return position;
  }
}
