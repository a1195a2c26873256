import { Controller, Get, Res } from '@nestjs/common';
import { ApiOkResponse, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '../identity/policy';
import { ReadinessDesk, type Readiness } from './readiness';

const retryAfter = { 'Retry-After': { required: true, description: 'Seconds.', schema: { type: 'string' } } } as const;

/** How the server is, for whoever keeps it running. Says nothing about the ledger's content. */
@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(private readonly desk: ReadinessDesk) {}

  /** The process answers. */
  @Get('live')
  @Public()
  live(): { readonly alive: true } {
    return { alive: true };
  }

  /**
   * The store answers, and every read model and process goes on and keeps up; 503 otherwise. Being behind for a moment is normal. Answers
   * within a few seconds whatever the store does.
   */
  @Get('ready')
  @ApiOkResponse({ description: 'Ready.' })
  @ApiServiceUnavailableResponse({ description: 'Not ready.', headers: retryAfter })
  @Public()
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Readiness> {
    const readiness = await this.desk.readiness();
    if (!readiness.ready) void reply.code(503).header('retry-after', '5');
    return readiness;
  }
}
