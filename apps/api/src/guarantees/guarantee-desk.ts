import { Injectable } from '@nestjs/common';
import {
  findGuarantees,
  guaranteeDecider,
  guaranteeForecastOf,
  guaranteeSharesOf,
  guaranteeStream,
  periodsOfAccount,
  type GuaranteeCommand,
  type GuaranteeEvent,
  type GuaranteeForecast,
  type GuaranteeRow,
  type GuaranteeShare,
  type GuaranteeState,
} from '#accounts';
import { startOfLegalDay, streamName } from '#event-catalogue';
import { Exact, formatMoney, parseMoney } from '#money';
import { ReadModel } from '#read-model';
import { OpenedAccounts } from '#runtime';
import type { LegalDay } from '../accounts/account-desk';
import { Authorities } from '../accounts/authorities';
import { minorIn } from '../http/amounts';
import { CommandDesk, type Written } from '../http/command-desk';
import { notFound, problem } from '../http/problem';
import type { WriteRequest } from '../http/request-context';
import { rowAnswer, type RowAnswer } from '../http/row-answer';
import { StreamReader } from '../http/stream-reader';
import { owns, type CollectorScope } from '../identity/ownership';
import { LedgerClock } from '../ledger/ledger-clock';

type Registered = Extract<GuaranteeState, { readonly status: 'registered' }>;
/** A share with how far it is used, and what it comes to at the next payment. */
interface ShareStanding {
  readonly account: string;
  readonly holder: string;
  readonly share: string;
  readonly exposure: string;
  /** In percent, rounded up to hundredths. */
  readonly utilisation: string;
  readonly forecast?: Omit<GuaranteeForecast, 'exposure' | 'releasedThen'> & { readonly exposure: string; readonly releasedThen: string };
}
/** A guarantee on a legal day. */
export type GuaranteeStanding = RowAnswer<GuaranteeRow> & { readonly on: string; readonly shares: readonly ShareStanding[] };

/** Guarantees: the way to their streams, and how they stand behind their accounts. */
@Injectable()
export class GuaranteeDesk {
  constructor(
    private readonly desk: CommandDesk,
    private readonly reader: StreamReader,
    private readonly views: ReadModel,
    private readonly accounts: OpenedAccounts,
    private readonly authorities: Authorities,
    private readonly clock: LedgerClock,
  ) {}

  /** A guarantee as its stream tells it, or the 404 of what is absent or another's. */
  async registered(scope: CollectorScope, guarantee: string): Promise<Registered> {
    const events = await this.reader.events<GuaranteeEvent>(streamName('guarantee', guarantee));
    const state = events.reduce(guaranteeDecider.evolve, guaranteeDecider.initial);
    if (state.status === 'none' || !owns(scope, [state.facts.holder, state.facts.guarantor])) throw notFound();
    return state;
  }

  /** A share covers charges as soon as it is told, so that what is yet to come is told on its day. Throws the 400 of such a day. */
  async run(
    request: WriteRequest,
    named: Readonly<{ authority: string; guaranteeReference: string }>,
    command: GuaranteeCommand,
    { day, field }: LegalDay,
  ): Promise<Written> {
    await this.clock.dayOf(day, field);
    const { authority, guaranteeReference } = named;
    const effectiveAt = startOfLegalDay(day, this.authorities.zoneOf(authority));
    return this.desk.run(request, {
      decider: guaranteeDecider,
      stream: guaranteeStream(authority, guaranteeReference),
      command,
      book: authority,
      effectiveAt,
    });
  }

  /**
   * Shares with what their accounts say; an account at another authority, or in another currency, is none that the guarantee can stand
   * behind.
   */
  async shares(
    authority: string,
    currency: string,
    shares: readonly Readonly<{ account: string; share: string }>[],
  ): Promise<readonly GuaranteeShare[]> {
    const known = await this.accounts.current();
    return shares.map(({ account, share }, i) => {
      const found = known.get(account);
      if (found?.authority !== authority || found.currency !== currency)
        throw problem('FIELD_MALFORMED', `expected an account at ${authority} in ${currency}`, { field: `shares[${String(i)}].account` });
      return { account, authority, holder: found.holder, share: minorIn(share, currency, `shares[${String(i)}].share`) };
    });
  }

  /** What it is, each share with exposure, utilisation in percent and the forecast to the next payment. */
  async standing(guarantee: string): Promise<GuaranteeStanding> {
    const [row] = await findGuarantees(this.views, { after: previous(guarantee), limit: 1 });
    if (row?.guarantee !== guarantee) throw notFound();
    const today = await this.clock.today();
    const shares = await guaranteeSharesOf(this.views, { guarantee });
    return { ...rowAnswer(row), on: today, shares: await Promise.all(shares.map((share) => this.#share(row, share, today))) };
  }

  async #share(
    { currency }: GuaranteeRow,
    { account, holder, share }: Readonly<{ account: string; holder: string; share: string }>,
    today: string,
  ): Promise<ShareStanding> {
    const open = (await periodsOfAccount(this.views, account)).find(({ status }) => status === 'open');
    const text = (minor: bigint): string => formatMoney({ minor, currency });
    const exposure = open?.exposure ?? text(0n);
    const forecast = await guaranteeForecastOf(this.views, account, today);
    return {
      account,
      holder,
      share,
      exposure,
      utilisation: percentOf(parseMoney(exposure, currency).minor, parseMoney(share, currency).minor),
      ...(forecast === undefined
        ? {}
        : { forecast: { ...forecast, exposure: text(forecast.exposure), releasedThen: text(forecast.releasedThen) } }),
    };
  }
}

/** Whole hundredths of a percent, up: what is used is not understated. Nothing of nothing is all of it. */
const percentOf = (part: bigint, whole: bigint): string =>
  whole === 0n
    ? part === 0n
      ? '0'
      : '100'
    : Exact.ofInteger((part * 10_000n + whole - 1n) / whole)
        .dividedBy(Exact.ofInteger(100n))
        .toCanonicalText();

/** The list goes on after a key; this is the greatest one before an id. */
const previous = (id: string): string => id.slice(0, -1);
