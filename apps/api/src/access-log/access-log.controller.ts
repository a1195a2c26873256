import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { instant, oneOf, optional, partyCode, present, textUpTo } from '#event-catalogue';
import { bodyOf, plain } from '../http/field';
import { cursorAfter, pageOf, pageQuery } from '../http/page-cursor';
import { problem } from '../http/problem';
import { roles } from '../identity/caller';
import { Policy } from '../identity/policy';
import { LedgerClock } from '../ledger/ledger-clock';
import { AccessLog } from './access-log';
import { Pseudonyms } from './access-record';
import { readAccessLog, type AccessPage } from './read-access-log';

/** The longest time of one question: each of its days is read through. */
const mostDays = 31;

/** `person` is the subject of a token, `q` a text that was searched for: both stand in the log as digests alone. Moments are included. */
export class AccessLogQuery extends bodyOf(
  pageQuery({
    from: instant,
    to: instant,
    person: optional(textUpTo(200)),
    q: optional(textUpTo(200)),
    role: optional(oneOf(...roles)),
    collector: optional(partyCode),
    route: optional(textUpTo(200)),
    subject: optional(textUpTo(200)),
  }),
) {}

/** Who read what over HTTP. */
@ApiTags('audit')
@Controller('v1/access-log')
export class AccessLogController {
  constructor(
    private readonly log: AccessLog,
    private readonly pseudonyms: Pseudonyms,
    private readonly clock: LedgerClock,
  ) {}

  /**
   * Reads of at most 31 days in the order of day, server and line; `broken` names lines that do not follow on the one before. Reading it is
   * recorded as well.
   */
  @Get()
  @Policy({ roles: ['auditor'], scope: 'any' })
  async list(@Query() query: AccessLogQuery): Promise<AccessPage> {
    const { from, to, person, q, subject, role, collector, route } = query;
    if (to < from || Date.parse(to) - Date.parse(from) > mostDays * 86_400_000)
      throw problem('FIELD_MALFORMED', `a moment from ${from} on, at most ${String(mostDays)} days later`, { field: 'to' });
    if (q !== undefined && subject !== undefined) throw problem('FIELD_MALFORMED', 'only one of q and subject', { field: 'subject' });
    const page = pageOf('access-log', plain(query), await this.clock.known());
    const sought = q === undefined ? subject : this.pseudonyms.of(q);
    const { next, ...found } = await readAccessLog(this.log, {
      from,
      to,
      limit: page.limit,
      ...(person === undefined ? {} : { caller: this.pseudonyms.of(person) }),
      ...present({ role, collector, route, subject: sought, after: page.after }),
    });
    return { ...found, ...(next === undefined ? {} : { next: cursorAfter('access-log', plain(query), page, next) }) };
  }
}
