import { Injectable } from '@nestjs/common';
import { receiptDecider, type ReceiptCommand, type ReceiptEvent } from '#accounts';
import { startOfLegalDay, streamName } from '#event-catalogue';
import { CommandDesk, type Written } from '../http/command-desk';
import { notFound } from '../http/problem';
import type { WriteRequest } from '../http/request-context';
import { StreamReader } from '../http/stream-reader';
import { Authorities } from './authorities';

/** The way to a bank entry that is recorded, in the book that it is recorded in. */
@Injectable()
export class ReceiptDesk {
  constructor(
    private readonly desk: CommandDesk,
    private readonly reader: StreamReader,
    private readonly authorities: Authorities,
  ) {}

  /** Counts from the booking day, or from `day` where the message names one. Throws the 404 of what is not recorded. */
  async run(
    request: WriteRequest,
    receipt: string,
    command: Exclude<ReceiptCommand, { readonly type: 'RecordReceipt' }>,
    day?: string,
  ): Promise<Written> {
    const stream = streamName('receipt', receipt);
    for await (const recorded of this.reader.stream<ReceiptEvent>(stream)) {
      if (recorded.type !== 'ReceiptRecorded') break;
      const { authority, bookedOn } = recorded.data;
      const effectiveAt = startOfLegalDay(day ?? bookedOn, this.authorities.zoneOf(authority));
      return this.desk.run(request, { decider: receiptDecider, stream, command, book: authority, effectiveAt });
    }
    throw notFound();
  }
}
