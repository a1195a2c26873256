import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { ShareStanding } from '#enquiries';
import { Export } from '../downloads/exported';
import type { Written } from '../http/command-desk';
import { Writing, type WriteRequest } from '../http/request-context';
import { FourEyes, type Asked } from '../identity/four-eyes';
import { Policy } from '../identity/policy';
import { DistributionDesk } from './distribution-desk';
import { DistributeDto, EstablishShareDto, SharesQuery } from './distributions.dto';
import { AtViewpoint } from '../viewpoint/at-viewpoint';

/** Each beneficiary gets what was collected for it (own resources: Regulation (EU, Euratom) 609/2014 Art. 6 and 9). */
@ApiTags('distributions')
@Controller('v1')
export class DistributionsController {
  constructor(
    private readonly distributions: DistributionDesk,
    private readonly fourEyes: FourEyes,
  ) {}

  /** What was collected in days that are over becomes due; shares follow one another without a gap. */
  @Post('distributions')
  @Policy({ roles: ['cashier', 'officer'], scope: 'any' })
  establish(@Body() body: EstablishShareDto, @Writing() request: WriteRequest): Promise<Written> {
    return this.distributions.establish(request, body);
  }

  /** A share is paid once; a cashier asks, an officer agrees. */
  @Post('distribution-payments')
  @Policy({ roles: ['cashier', 'officer'], scope: 'any', approvers: ['officer'] })
  distribute(@Body() body: DistributeDto, @Writing() request: WriteRequest): Promise<Written | Asked> {
    const { distribution, paidOn, paymentReference } = body;
    return this.fourEyes.decide(request, (agreed, persons) =>
      this.distributions.run(agreed, body, { type: 'Distribute', distribution, paidOn, paymentReference, ...persons }, paidOn),
    );
  }

  /** Shares due and paid. */
  @Get('distributions')
  @Export('distributions', 'shares')
  @AtViewpoint()
  @Policy({ roles: ['officer', 'auditor', 'cashier', 'operator'], scope: 'any' })
  async shares(@Query() query: SharesQuery): Promise<{ readonly shares: readonly ShareStanding[] }> {
    return { shares: await this.distributions.shares(query) };
  }
}
