import {
  accountId,
  accountPeriodDecider,
  type AccountPeriodCommand,
  type AccountPeriodEvent,
  type AccountPeriodState,
  type OpenPeriodState,
  PaymentHistory,
} from '#accounts';
import { declarationDecider, type DeclarationEvent, type DeclarationState, type LodgedDeclaration } from '#declarations';
import { commandIdOfMessage, type DomainEvent, type Recorded } from '#event-catalogue';
import { type CommandContext, type Decider, logStart } from '#event-store';
import { type MadeClaim, refundClaimDecider, type RefundClaimEvent, type RefundClaimState } from '#returns';
import { addDays } from '#rules';
import { ledgerCatalogue } from '#runtime';
import { type LedgerInMemory } from '../ledger-in-memory';

/** The accounts at the border of one authority: deferred, prepaid, and a desk where each parcel is paid before its release. */
export const borderAccounts = [
  { authority: 'GB', holder: 'R-2', kind: 'deferment' },
  { authority: 'GB', holder: 'R-3', kind: 'cash' },
  { authority: 'GB', holder: 'R-4', kind: 'consumer' },
] as const;
/** Before the trade of a small story, and in years of which the rates of interest are known. */
export const firstDay = '2025-06-02';
/** Whoever asks, and whoever agrees. */
export const twoPersons = { requestedBy: 'OFFICER-1', approvedBy: 'OFFICER-2' } as const;
export const fourEyes = { ...twoPersons, document: 'd'.repeat(64) } as const;

/** An open period of an account, and the stream it is in. */
export type OpenPeriod = Readonly<{ stream: string; state: OpenPeriodState }>;

/** A ledger and what its log says so far: states are folded by the deciders themselves, so that a history can ask for what makes sense. */
export class World {
  today = firstDay;
  readonly events: Recorded[] = [];
  readonly periods = new Map<string, AccountPeriodState>();
  readonly declarations = new Map<string, DeclarationState>();
  readonly claims = new Map<string, RefundClaimState>();
  readonly payments = new PaymentHistory();
  /** What was declared of each declaration by the commands that were accepted, told by the history itself. */
  readonly declared = new Map<string, bigint>();
  #read = logStart;
  #asked = 0;

  constructor(readonly ledger: LedgerInMemory) {}

  /** Days go by; nothing else does. */
  pass(days: number): void {
    this.today = addDays(this.today, days);
  }

  /** Reads what is new in the log. */
  async follow(): Promise<void> {
    for await (const { events, through } of this.ledger.store.readAll({ after: this.#read })) {
      for (const stored of events) this.#fold(ledgerCatalogue.decode(stored));
      this.#read = through;
    }
  }

  /** Sends a command; true where the log is longer for it. A refusal is an answer like any other. */
  async send<C, S, E extends DomainEvent>(
    decider: Decider<C, S, E>,
    stream: string,
    command: C,
    book = 'GB',
    day = this.today,
  ): Promise<boolean> {
    const before = this.events.length;
    await this.ledger.send({ decider, stream, command, context: this.#context(book, day) });
    await this.follow();
    return this.events.length > before;
  }

  sendToPeriod({ stream, state }: OpenPeriod, command: (day: string) => AccountPeriodCommand): Promise<boolean> {
    const { start, end, authority } = state.terms;
    // A period past its cut-off still takes what belongs to its last day.
    const day = this.today < start ? start : this.today < end ? this.today : addDays(end, -1);
    return this.send(accountPeriodDecider, stream, command(day), authority, day);
  }

  openPeriods(): readonly OpenPeriod[] {
    return [...this.periods].flatMap(([stream, state]) => (state.status === 'open' ? [{ stream, state }] : []));
  }

  periodOf({ authority, holder, kind }: (typeof borderAccounts)[number]): OpenPeriod | undefined {
    const account = accountId(authority, holder, kind);
    return this.openPeriods().find(({ state }) => state.terms.account === account);
  }

  assessed(): readonly Readonly<{ stream: string; state: LodgedDeclaration }>[] {
    return [...this.declarations].flatMap(([stream, state]) =>
      state.kind === 'lodged' && state.assessment?.kind === 'assessed' && state.invalidated === undefined ? [{ stream, state }] : [],
    );
  }

  madeClaims(): readonly Readonly<{ stream: string; state: MadeClaim }>[] {
    return [...this.claims].flatMap(([stream, state]) => (state.kind === 'made' ? [{ stream, state }] : []));
  }

  of<E extends DomainEvent, Name extends E['type']>(type: Name): readonly Recorded<Extract<E, { readonly type: Name }>>[] {
    return this.events.filter((event) => event.type === type) as unknown as readonly Recorded<Extract<E, { readonly type: Name }>>[];
  }

  /** A reference that no command had before. */
  next(): string {
    this.#asked += 1;
    return String(this.#asked).padStart(5, '0');
  }

  #context(book: string, day: string): CommandContext {
    const reference = this.next();
    return {
      commandId: commandIdOfMessage({ book, issuer: 'HISTORY', kind: 'command', reference, version: '1' }),
      actor: 'history',
      book,
      effectiveAt: `${day}T12:00:00.000Z`,
    };
  }

  #fold(event: Recorded): void {
    this.events.push(event);
    const { stream } = event;
    if (stream.startsWith('accountPeriod-')) {
      this.periods.set(
        stream,
        accountPeriodDecider.evolve(this.periods.get(stream) ?? accountPeriodDecider.initial, event as Recorded<AccountPeriodEvent>),
      );
      this.payments.apply(event as Recorded<AccountPeriodEvent>);
    } else if (stream.startsWith('declaration-'))
      this.declarations.set(
        stream,
        declarationDecider.evolve(this.declarations.get(stream) ?? declarationDecider.initial, event as Recorded<DeclarationEvent>),
      );
    else if (stream.startsWith('refundClaim-'))
      this.claims.set(
        stream,
        refundClaimDecider.evolve(this.claims.get(stream) ?? refundClaimDecider.initial, event as Recorded<RefundClaimEvent>),
      );
  }
}

/** One of a list by a number that knows nothing of its length. */
export const pick = <T>(list: readonly T[], n: number): T | undefined => list[n % Math.max(1, list.length)];
export const decimalOf = (cents: number | bigint): string =>
  `${String(BigInt(cents) / 100n)}.${String(BigInt(cents) % 100n).padStart(2, '0')}`;
