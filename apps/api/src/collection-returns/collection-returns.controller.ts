import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ReadModel } from '#read-model';
import { collectionReturnsOf, type CollectionFigures } from '#scheme-returns';
import { Export } from '../downloads/exported';
import type { Written } from '../http/command-desk';
import { periodParam, referenceParam } from '../http/params';
import { notFound } from '../http/problem';
import { Reading, Writing, type ReadRequest, type WriteRequest } from '../http/request-context';
import { ownerFilter } from '../identity/ownership';
import { Policy } from '../identity/policy';
import { CollectionReturnDesk, type CollectionPreview } from './collection-return-desk';
import { FileCollectionReturnDto } from './collection-returns.dto';
import { AtViewpointAlone } from '../viewpoint/at-viewpoint';

const readers = { roles: ['vendor', 'intermediary', 'officer', 'auditor', 'operator'], scope: 'own-collector' } as const;

/** The monthly returns of carriers under special arrangements: what they collected from recipients, and no other VAT. */
@ApiTags('collection returns')
@Controller('v1/collection-returns')
export class CollectionReturnsController {
  constructor(
    private readonly returns: CollectionReturnDesk,
    private readonly views: ReadModel,
  ) {}

  /** Files the return of a month that has ended; figures are those of the facts recorded until now. */
  @Post()
  @Policy({ roles: ['vendor', 'intermediary', 'operator'], scope: 'own-collector', act: 'file' })
  file(@Body() { schemeNumber, period }: FileCollectionReturnDto, @Writing() request: WriteRequest): Promise<Written> {
    return this.returns.file(request, schemeNumber, period);
  }

  @Get()
  @Export('collection-returns', 'returns')
  @AtViewpointAlone('collections')
  @Policy(readers)
  async list(@Reading() { scope }: ReadRequest): Promise<{ readonly returns: readonly CollectionFigures[] }> {
    return { returns: await collectionReturnsOf(this.views, ownerFilter(scope)) };
  }

  @Get(':number/:period')
  @AtViewpointAlone('collections')
  @Policy(readers)
  async read(
    @Param('number', referenceParam) number: string,
    @Param('period', periodParam) period: string,
    @Reading() { scope }: ReadRequest,
  ): Promise<CollectionFigures> {
    const found = (await collectionReturnsOf(this.views, ownerFilter(scope))).find(
      (filed) => filed.schemeNumber === number && filed.period === period,
    );
    if (found === undefined) throw notFound();
    return found;
  }

  /** What would be filed now, the parcels that leave it, and the months that are to be filed before. */
  @Get(':number/:period/preview')
  @AtViewpointAlone('collections')
  @Policy(readers)
  preview(
    @Param('number', referenceParam) number: string,
    @Param('period', periodParam) period: string,
    @Reading() { scope }: ReadRequest,
  ): Promise<CollectionPreview> {
    return this.returns.preview(scope, number, period);
  }
}
