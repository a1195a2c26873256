import { createHmac, timingSafeEqual } from 'node:crypto';
import type { TwoPersons } from '#accounts';
import {
  canonicalJson,
  MalformedJsonError,
  parseStrictJson,
  record,
  reference,
  sha256,
  text,
  type ValueOf,
  partyCode,
} from '#event-catalogue';
import type { Written } from '../http/command-desk';
import { problem, problemOfRejection } from '../http/problem';
import type { WriteRequest } from '../http/request-context';
import { personOf } from './person';

/** What a ticket says: who asked for which write, under which key. */
const ticketShape = record({ requestedBy: partyCode, subject: reference, path: text, requestHash: sha256, key: reference });
type Ticket = ValueOf<typeof ticketShape>;

/** A write that waits for another person: nothing is recorded until they send the same with the ticket. */
export class Asked {
  constructor(
    readonly ticket: string,
    readonly requestedBy: string,
  ) {}
}

const invalid = (detail: string) => problem('TICKET_INVALID', detail, { field: 'Request-Ticket' });

/**
 * Two tokens for one write: the first is answered with a ticket that this installation signs, the second sends the same request with it.
 * What is recorded names both; its command id is that of the first request, so that a ticket has one effect however often it is sent.
 */
export class FourEyes {
  readonly #key: Buffer;

  constructor(installationKey: Uint8Array) {
    this.#key = createHmac('sha256', installationKey).update('four-eyes').digest();
  }

  /** Asks, or lets another person agree. Throws a ProblemError TICKET_INVALID, SAME_PERSON or ROLE_NOT_ALLOWED. */
  async decide(request: WriteRequest, act: (agreed: WriteRequest, persons: TwoPersons) => Promise<Written>): Promise<Written | Asked> {
    const { caller, ticket: given, approvers = [] } = request;
    if (given === undefined) return this.#ask(request);
    if (!approvers.includes(caller.role)) throw problem('ROLE_NOT_ALLOWED', `The role ${caller.role} may not agree to this.`);
    const ticket = this.#read(given);
    if (ticket.path !== request.path || ticket.requestHash !== request.requestHash) throw invalid('The ticket is for another request.');
    if (ticket.subject === caller.subject)
      throw problemOfRejection({ code: 'SAME_PERSON', message: 'Whoever asks for it does not agree to it.', field: 'Request-Ticket' });
    const holder = `ticket of ${ticket.requestedBy}`;
    const agreed = { ...request, idempotencyKey: ticket.key, keyScope: holder, keyHolder: holder };
    return act(agreed, { requestedBy: ticket.requestedBy, approvedBy: personOf(caller) });
  }

  #ask({ caller, path, requestHash, idempotencyKey: key }: WriteRequest): Asked {
    const requestedBy = personOf(caller);
    const said = Buffer.from(canonicalJson({ requestedBy, subject: caller.subject, path, requestHash, key }), 'utf8').toString('base64url');
    return new Asked(`${said}.${this.#sign(said)}`, requestedBy);
  }

  #sign(said: string): string {
    return createHmac('sha256', this.#key).update(said).digest('base64url');
  }

  #read(given: string): Ticket {
    const [said = '', signature = '', ...more] = given.split('.');
    const [expected, actual] = [Buffer.from(this.#sign(said)), Buffer.from(signature)];
    if (more.length > 0 || actual.length !== expected.length || !timingSafeEqual(actual, expected))
      throw invalid('expected a ticket that this API gave');
    try {
      return ticketShape.parse(parseStrictJson(Buffer.from(said, 'base64url').toString('utf8')), 'ticket');
    } catch (error) {
      if (error instanceof MalformedJsonError) throw invalid('expected a ticket that this API gave');
      throw error;
    }
  }
}
