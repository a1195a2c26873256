import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { NothingToSearchError, search, searchKinds, type SearchHit } from '#enquiries';
import { oneOf, optional, present, textUpTo } from '#event-catalogue';
import { ReadModel } from '#read-model';
import { bodyOf, plain } from '../http/field';
import { cursorAfter, listQuery, pageOf } from '../http/page-cursor';
import { problem } from '../http/problem';
import { Reading, type ReadRequest } from '../http/request-context';
import { ownerFilter } from '../identity/ownership';
import { Policy } from '../identity/policy';
import { LedgerClock } from '../ledger/ledger-clock';
import { linksOf, type Links } from './search-links';
import { OwnViewpoint } from '../viewpoint/at-viewpoint';

/** `q`: a number, code or reference, however it is spaced, or an amount: `12.34`, `12.34 EUR`. */
export class SearchQuery extends bodyOf(listQuery({ q: textUpTo(200), kind: optional(oneOf(...searchKinds)) }), ['asOf']) {}

interface SearchAnswer {
  readonly hits: readonly (SearchHit & { readonly links: Links })[];
  /** False: more names begin so than were looked through for the reader's own; more of the name finds them. */
  readonly complete: boolean;
  readonly next?: string;
}

/** One box for whatever somebody has in hand. */
@ApiTags('search')
@Controller('v1/search')
export class SearchController {
  constructor(
    private readonly views: ReadModel,
    private readonly clock: LedgerClock,
  ) {}

  /** What is called exactly so, then what begins so (three characters and more); a vendor's or an intermediary's own. */
  @Get()
  @OwnViewpoint('knownAt')
  @Policy({ roles: ['vendor', 'intermediary', 'officer', 'auditor', 'cashier', 'operator'], scope: 'own-collector' })
  async search(@Query() query: SearchQuery, @Reading() { scope }: ReadRequest): Promise<SearchAnswer> {
    const { q: text, kind, knownAt } = query;
    const page = pageOf('search', plain(query), knownAt ?? (await this.clock.known()));
    const owner = ownerFilter(scope);
    const asked = {
      text,
      knownAt: page.position,
      limit: page.limit,
      ...present({ kind, owner, after: page.after }),
    };
    const { hits, complete, next } = await search(this.views, asked).catch((error: unknown) => {
      if (error instanceof NothingToSearchError) throw problem('FIELD_MALFORMED', error.message, { field: 'q' });
      throw error;
    });
    return {
      hits: hits.map((hit) => ({ ...hit, links: linksOf(hit) })),
      complete,
      ...(next === undefined ? {} : { next: cursorAfter('search', plain(query), page, next) }),
    };
  }
}
