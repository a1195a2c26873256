import type { DelegationScope } from '#collectors';
import { partyCode } from '#event-catalogue';
import type { FastifyRequest } from 'fastify';
import type { KnownCollectors } from '../collectors/known-collectors';
import { problem } from '../http/problem';
import { reads } from '../http/reads';
import type { LedgerClock } from '../ledger/ledger-clock';
import { collectorRoles, type Caller } from './caller';
import type { RolePolicy } from './policy';

/** The header by which a caller says that it acts for another collector. */
const onBehalfOfHeader = 'on-behalf-of';

const notDelegated = (detail: string) => problem('NOT_DELEGATED', detail, { field: 'On-Behalf-Of' });

/** The authority that a request names; a delegation that holds at one authority alone is used where the request names it. */
const authorityOf = ({ body, query }: FastifyRequest): string => {
  for (const part of [body, query]) {
    const authority: unknown = typeof part === 'object' && part !== null ? Reflect.get(part, 'authority') : undefined;
    if (typeof authority === 'string') return authority;
  }
  return '-';
};

/** For whom a caller acts: itself, or a collector that delegated to it what the route does, on the ledger's legal day. */
export class Acting {
  constructor(
    private readonly collectors: Pick<KnownCollectors, 'current'>,
    private readonly clock: Pick<LedgerClock, 'today'>,
  ) {}

  /** The caller with the collector it acts for. Throws a ProblemError NOT_DELEGATED. */
  async admit(caller: Caller, policy: RolePolicy, request: FastifyRequest): Promise<Caller> {
    const header = request.headers[onBehalfOfHeader];
    if (header === undefined) return caller;
    const onBehalfOf = partyCode.parse(header, '$.On-Behalf-Of');
    const { collector } = caller;
    if (collector === undefined || !collectorRoles.includes(caller.role))
      throw notDelegated(`The role ${caller.role} acts for no collector.`);
    const scope: DelegationScope | undefined = policy.act ?? (reads(request) ? 'read' : undefined);
    if (scope === undefined || policy.scope === 'any') throw notDelegated('Nobody does this for another.');
    if (onBehalfOf === collector) return caller;
    const register = await this.collectors.current();
    const answer = register.mayAct({ actor: collector, onBehalfOf, scope, authority: authorityOf(request), day: await this.clock.today() });
    if (answer.kind !== 'delegated') throw notDelegated(`No delegation of ${onBehalfOf} lets the token's collector do this today.`);
    return { ...caller, onBehalfOf };
  }
}
