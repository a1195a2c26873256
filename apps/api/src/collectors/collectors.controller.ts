import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import {
  collectorStream,
  type AeoStatus,
  type AuthorisedRole,
  type CollectorEvent,
  type CollectorCommand,
  type DelegationScope,
  type GrantSchemeNumber,
  type Suspension,
} from '#collectors';
import type { Written } from '../http/command-desk';
import { plain } from '../http/field';
import { partyCodeParam, referenceParam } from '../http/params';
import { ownersIn, ReadStream } from '../http/read-stream.query';
import { Reading, Writing, type ReadRequest, type WriteRequest } from '../http/request-context';
import type { StreamDocument } from '../http/stream-reader';
import { assertActsFor } from '../identity/ownership';
import { Policy } from '../identity/policy';
import { LedgerClock } from '../ledger/ledger-clock';
import { ChangeCollector, GrantNumber } from './collectors.commands';
import {
  AuthoriseRoleDto,
  ChangeAeoStatusDto,
  EndDelegationDto,
  GrantDelegationDto,
  GrantSchemeNumberDto,
  RegisterCollectorDto,
  ReinstateCollectorDto,
  RevokeRoleDto,
  StandingQuery,
  SuspendCollectorDto,
  WithdrawSchemeNumberDto,
} from './collectors.dto';
import { KnownCollectors } from './known-collectors';
import { AtViewpointAlone } from '../viewpoint/at-viewpoint';

const registrars = { roles: ['officer', 'operator'], scope: 'any' } as const;
/** A collector decides itself who acts for it, and no delegate does that for it. */
const principals = { roles: ['vendor', 'intermediary', 'officer', 'operator'], scope: 'own-collector' } as const;
const readers = { roles: ['vendor', 'intermediary', 'officer', 'auditor', 'cashier', 'operator'], scope: 'own-collector' } as const;

const delegationScopes = ['declare', 'pay', 'file', 'claim', 'read'] as const satisfies readonly DelegationScope[];

/** What a collector is and may do at an authority on a day. */
interface Standing {
  readonly on: string;
  readonly responsibilities: readonly AuthorisedRole[];
  readonly aeoStatus: AeoStatus['status'];
  readonly suspension?: Suspension;
  /** For whom it acts, itself first, by what it may do for them. */
  readonly actsFor: Readonly<Record<string, readonly string[]>>;
}

/** Who may collect: vendors, platforms, intermediaries, representatives, and their numbers under the schemes. */
@ApiTags('collectors')
@Controller('v1/collectors')
export class CollectorsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly known: KnownCollectors,
    private readonly clock: LedgerClock,
  ) {}

  @Post()
  @Policy(registrars)
  register(@Body() body: RegisterCollectorDto, @Writing() request: WriteRequest): Promise<Written> {
    return this.commands.execute(
      new ChangeCollector(request, body.collector, { type: 'RegisterCollector', collector: body }, body.registeredOn),
    );
  }

  @Post(':collector/scheme-numbers')
  @Policy(registrars)
  grant(
    @Param('collector', partyCodeParam) collector: string,
    @Body() body: GrantSchemeNumberDto,
    @Writing() request: WriteRequest,
  ): Promise<Written> {
    const grant: GrantSchemeNumber = { type: 'GrantSchemeNumber', ...plain(body) };
    return this.commands.execute(new GrantNumber(request, collector, grant));
  }

  @Post(':collector/scheme-numbers/:number/withdrawals')
  @Policy(registrars)
  withdraw(
    @Param('collector', partyCodeParam) collector: string,
    @Param('number', referenceParam) schemeNumber: string,
    @Body() body: WithdrawSchemeNumberDto,
    @Writing() request: WriteRequest,
  ): Promise<Written> {
    return this.commands.execute(
      new ChangeCollector(request, collector, { type: 'WithdrawSchemeNumber', schemeNumber, ...plain(body) }, body.withdrawnFrom),
    );
  }

  /** One of the five parties of a debt: liable, declarant, payer, guarantor, beneficiary. */
  @Post(':collector/responsibilities')
  @Policy(registrars)
  authorise(
    @Param('collector', partyCodeParam) collector: string,
    @Body() body: AuthoriseRoleDto,
    @Writing() request: WriteRequest,
  ): Promise<Written> {
    return this.#change(request, collector, { type: 'AuthoriseRole', ...plain(body) }, body.validFrom);
  }

  @Post(':collector/responsibilities/:authorisation/revocations')
  @Policy(registrars)
  revoke(
    @Param('collector', partyCodeParam) collector: string,
    @Param('authorisation', referenceParam) authorisation: string,
    @Body() body: RevokeRoleDto,
    @Writing() request: WriteRequest,
  ): Promise<Written> {
    return this.#change(request, collector, { type: 'RevokeRole', authorisation, ...plain(body) }, body.revokedFrom);
  }

  /** Lets another party act for the collector: its requests then carry On-Behalf-Of. */
  @Post(':collector/delegations')
  @Policy(principals)
  delegate(
    @Param('collector', partyCodeParam) collector: string,
    @Body() body: GrantDelegationDto,
    @Writing() request: WriteRequest,
  ): Promise<Written> {
    assertActsFor(request.scope, [collector], 'collector');
    return this.#change(request, collector, { type: 'GrantDelegation', ...plain(body) }, body.validFrom);
  }

  @Post(':collector/delegations/:delegation/ends')
  @Policy(principals)
  endDelegation(
    @Param('collector', partyCodeParam) collector: string,
    @Param('delegation', referenceParam) delegation: string,
    @Body() { endedFrom }: EndDelegationDto,
    @Writing() request: WriteRequest,
  ): Promise<Written> {
    assertActsFor(request.scope, [collector], 'collector');
    return this.#change(request, collector, { type: 'EndDelegation', delegation, endedFrom }, endedFrom);
  }

  @Post(':collector/suspensions')
  @Policy(registrars)
  suspend(
    @Param('collector', partyCodeParam) collector: string,
    @Body() body: SuspendCollectorDto,
    @Writing() request: WriteRequest,
  ): Promise<Written> {
    return this.#change(request, collector, { type: 'Suspend', ...plain(body) }, body.suspendedFrom);
  }

  @Post(':collector/reinstatements')
  @Policy(registrars)
  reinstate(
    @Param('collector', partyCodeParam) collector: string,
    @Body() body: ReinstateCollectorDto,
    @Writing() request: WriteRequest,
  ): Promise<Written> {
    return this.#change(request, collector, { type: 'Reinstate', ...plain(body) }, body.reinstatedFrom);
  }

  @Post(':collector/aeo-statuses')
  @Policy(registrars)
  changeAeoStatus(
    @Param('collector', partyCodeParam) collector: string,
    @Body() body: ChangeAeoStatusDto,
    @Writing() request: WriteRequest,
  ): Promise<Written> {
    return this.#change(request, collector, { type: 'ChangeAeoStatus', ...plain(body) }, body.changedFrom);
  }

  /** Responsibilities, status, suspension and whom it acts for at an authority on a day. */
  @Get(':collector/standing')
  @Policy(readers)
  async standing(
    @Param('collector', partyCodeParam) collector: string,
    @Query() { authority, on }: StandingQuery,
    @Reading() { scope }: ReadRequest,
  ): Promise<Standing> {
    await this.queries.execute(new ReadStream(collectorStream(collector), scope, ownersIn('collector')));
    const register = await this.known.current();
    const day = on ?? (await this.clock.today());
    const suspension = register.suspensionOf(collector, authority, day);
    return {
      on: day,
      responsibilities: register.rolesOf(collector, authority, day),
      aeoStatus: register.aeoStatusOf(collector, authority, day),
      ...(suspension === undefined ? {} : { suspension }),
      actsFor: Object.fromEntries(delegationScopes.map((act) => [act, register.actingFor(collector, act, authority, day)])),
    };
  }

  @Get(':collector')
  @AtViewpointAlone()
  @Policy(readers)
  read(@Param('collector', partyCodeParam) collector: string, @Reading() { scope }: ReadRequest): Promise<StreamDocument<CollectorEvent>> {
    return this.queries.execute(new ReadStream<CollectorEvent>(collectorStream(collector), scope, ownersIn('collector')));
  }

  #change(request: WriteRequest, collector: string, change: Exclude<CollectorCommand, GrantSchemeNumber>, from: string): Promise<Written> {
    return this.commands.execute(new ChangeCollector(request, collector, change, from));
  }
}
