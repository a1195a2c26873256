import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ndjson, type Ndjson } from '../http/ndjson';
import { Writing, type WriteRequest } from '../http/request-context';
import { Policy } from '../identity/policy';
import { BulkDto } from './breaks.dto';
import { BulkWork, type RowVerdict } from './bulk-work';

@ApiTags('breaks')
@Controller('v1/breaks')
export class BreakBulkController {
  constructor(private readonly bulk: BulkWork) {}

  /** Up to 500 steps, one for each row; NDJSON with one verdict per row, in their order. Write-offs are decided one by one. */
  @Post('bulk')
  @HttpCode(200)
  @Policy({ roles: ['officer', 'operator'], scope: 'any' })
  run(@Body() { rows }: BulkDto, @Writing() request: WriteRequest): Ndjson<RowVerdict> {
    return ndjson(this.bulk.run(request, rows), (verdict) => verdict);
  }
}
