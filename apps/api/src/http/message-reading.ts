import { Injectable } from '@nestjs/common';
import type { MessageContext, MessageOrigin } from '#advance-data';
import { actorOf, type WriteRequest } from './request-context';

/** What reading a canonical message takes besides the message. */
@Injectable()
export class MessageReading {
  constructor(readonly installationKey: Uint8Array) {}

  context({ caller }: Pick<WriteRequest, 'caller'>): MessageContext {
    return { installationKey: this.installationKey, actor: actorOf(caller) };
  }

  /** A request is a source of one line, known by the digest of its canonical body. */
  origin({ requestHash }: WriteRequest): MessageOrigin {
    return { sha256: requestHash, line: 1 };
  }
}
