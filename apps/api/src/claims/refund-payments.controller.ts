import { Readable } from 'node:stream';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { problem } from '../http/problem';
import { actorOf, Reading, type ReadRequest } from '../http/request-context';
import { Streamed } from '../http/streamed';
import { Policy } from '../identity/policy';
import { LedgerClock } from '../ledger/ledger-clock';
import { PaymentFileDto, PaymentRunDto } from './claims.dto';
import { RefundPayments, type OrderedRefund } from './refund-payments';

const cashiers = { roles: ['cashier'], scope: 'any' } as const;

/** Approved refunds on their way to the bank. */
@ApiTags('claims')
@Controller('v1')
export class RefundPaymentsController {
  constructor(
    private readonly payments: RefundPayments,
    private readonly clock: LedgerClock,
  ) {}

  /** Orders every approved claim of the authority that is to be paid; answers with those that this run ordered. */
  @Post('refund-payment-runs')
  @HttpCode(200)
  @Policy(cashiers)
  async run(
    @Body() { authority, paidOn }: PaymentRunDto,
    @Reading() { caller }: ReadRequest,
  ): Promise<{ readonly payments: readonly OrderedRefund[] }> {
    return { payments: await this.payments.run(authority, paidOn, actorOf(caller)) };
  }

  /** The transfers as pain.001 for the bank; nothing is recorded, so no Idempotency-Key is asked for. */
  @Post('refund-payment-files')
  @HttpCode(200)
  @Policy(cashiers)
  async file(@Body() body: PaymentFileDto): Promise<Streamed<'application/xml'>> {
    const parts = this.payments.file(body, this.clock.moment());
    try {
      const first = await parts.next();
      if (first.done === true) throw problem('NOT_FOUND', 'No refund of these numbers can be ordered with these bank details.');
      const text = async function* (): AsyncGenerator<string> {
        yield first.value;
        yield* parts;
      };
      return new Streamed(Readable.from(text()), {
        type: 'application/xml',
        disposition: `attachment; filename="${body.messageId.replaceAll(/[^\w.-]/g, '_')}.xml"`,
      });
    } catch (error) {
      if (error instanceof RangeError) throw problem('FIELD_MALFORMED', error.message, { field: 'debtor' });
      throw error;
    }
  }
}
