import { Controller, Get, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { comparePositions, EventStore } from '#event-store';
import { ProjectionRunner } from '#read-model';
import type { FastifyReply } from 'fastify';
import { Public } from '../identity/policy';
import { Reactor } from '../ledger/reactor';

interface Readiness {
  readonly ready: boolean;
  readonly store: 'answers' | 'silent';
  readonly processes: 'following' | 'stopped' | 'not started' | 'elsewhere';
  readonly projections: readonly { readonly name: string; readonly state: 'current' | 'behind' | 'stopped' }[];
}

/** How the server is, for whoever keeps it running. Says nothing about the ledger's content. */
@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(
    private readonly store: EventStore,
    private readonly projections: ProjectionRunner,
    private readonly reactor: Reactor,
  ) {}

  /** The process answers. */
  @Get('live')
  @Public()
  live(): { readonly alive: true } {
    return { alive: true };
  }

  /** The store answers, and every read model and process goes on; 503 otherwise. Being behind for a moment is normal. */
  @Get('ready')
  @Public()
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Readiness> {
    const readiness = await this.#readiness();
    if (!readiness.ready) void reply.code(503).header('retry-after', '5');
    return readiness;
  }

  async #readiness(): Promise<Readiness> {
    const processes = this.reactor.state();
    try {
      const head = await this.store.head();
      const status = await this.projections.status();
      const projections = status.map(({ projection: name, position, fault }) => ({
        name,
        state: fault !== undefined ? ('stopped' as const) : comparePositions(position, head) < 0 ? ('behind' as const) : ('current' as const),
      }));
      return { ready: processes !== 'stopped' && projections.every(({ state }) => state !== 'stopped'), store: 'answers', processes, projections };
    } catch {
      return { ready: false, store: 'silent', processes, projections: [] };
    }
  }
}
