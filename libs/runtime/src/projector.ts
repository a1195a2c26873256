import { setTimeout as sleep } from 'node:timers/promises';
import { CommandRunner, logStart, ProcessRunner, type AnyProcess, type Clock } from '#event-store';
import { ProjectionRunner, type Lease, type ReadModel } from '#read-model';
import type { Follower, LedgerInstruments } from '#telemetry';
import type { ProjectorParts } from './ledger-parts';
import { processFollowers, projectionFollowers } from './followers';
import { ledgerProcesses } from './ledger-processes';
import { demoSettings } from './legal-now';
import { CaseIndexFollower } from './case-index-follower';
import { initialRuleBook, RuleBookFollower } from './rule-book-follower';
import type { WorkUnit } from './shared-work';
import { caseIndexUnit, processesUnit, viewUnits } from './work-units';

/** What a unit of work is doing in this program: another may be doing it meanwhile. */
export type UnitState = 'standing by' | 'working' | 'stopped';

export interface ProjectorOptions extends Omit<ProjectorParts, 'close'> {
  readonly clock: Clock;
  /** What measures and traces commands and processes; nothing unless told. */
  readonly instruments?: Pick<LedgerInstruments, 'commands' | 'processes'>;
  /** Told of every change of a unit's state; `fault` says why it stopped. */
  readonly onState?: (unit: string, state: UnitState, fault?: unknown) => void;
  /** Told of a server that is away while everybody waits for it, once for each loss; `unit` is what was at work, where something was. */
  readonly onLost?: (fault: unknown, unit?: string) => void;
}

/** How often a free lease is looked for; each unit that this program has already makes it wait so much longer, so that the work spreads. */
const pollMilliseconds = 200;
/** Before work that stopped is tried again: what keeps it may be a server that restarts, or an event that needs another program. */
const againMilliseconds = 2000;

/** How often this program asks how many others are there, and lets go of a unit where it has more than its share. */
const shareMilliseconds = 500;
/** Who has stopped at something takes no share from others for so long: it may be the one that cannot do the work. */
const unfitMilliseconds = 20_000;

/** Cases are judged as of the end of the legal day, as questions are that name no moment. */
const endOfDay = (day: string): string => `${day}T23:59:59.999Z`;

const until = (signal: AbortSignal, milliseconds: number): Promise<void> =>
  sleep(milliseconds, undefined, { signal }).catch(() => undefined);

/**
 * Keeps a ledger's processes and read models up with its log, together with any number of others: each unit of work belongs to whoever has
 * its lease, and goes to another when its holder dies. Who stands by for the processes folds what they have reacted to, so that it can go
 * on at once.
 */
export class Projector {
  readonly #states = new Map<string, UnitState>();
  readonly #projections: ProjectionRunner;
  /** Ends the work of a unit so that another program can have it. */
  readonly #letGo = new Map<string, AbortController>();
  #stoppedAt = -unfitMilliseconds;
  /** Why there are no leases, as it was told. */
  #noLeases: string | undefined;
  #reacting: { readonly runner: ProcessRunner; readonly processes: readonly AnyProcess[] } | undefined;

  constructor(private readonly with_: ProjectorOptions) {
    this.#projections = new ProjectionRunner(with_.store, with_.catalogue, with_.views);
  }

  /** How far everything that follows the log has come, whoever keeps it up. */
  async followers(): Promise<readonly Follower[]> {
    const { views, checkpoints } = this.with_;
    const reacting =
      this.#reacting === undefined ? [] : await processFollowers(this.#reacting.processes, this.#reacting.runner, checkpoints);
    return [...(await projectionFollowers(this.#projections, views)), ...reacting];
  }

  /** What each unit of work is doing in this program. */
  states(): ReadonlyMap<string, UnitState> {
    return this.#states;
  }

  /** Works until the signal aborts; a lost server ends nothing: what stops is tried again. */
  async run(signal: AbortSignal): Promise<void> {
    const reactions = await this.#whenBegun(signal);
    if (reactions === undefined) return;
    const { caseIndex } = this.with_;
    const indexing = caseIndex === undefined ? [] : [this.#keep(caseIndexUnit, await this.#indexing(caseIndex), signal)];
    const units = [
      ...[processesUnit, ...viewUnits].map((unit) => this.#keep(unit, unit === processesUnit ? reactions : this.#projecting(unit), signal)),
      ...indexing,
    ];
    await Promise.all([...units, this.#share(units.length, signal)]);
  }

  /**
   * Where others came, or came back, the work spreads again, one unit after another. The processes stay where they are: they have folded
   * most.
   */
  async #share(units: number, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const here = performance.now() - this.#stoppedAt > unfitMilliseconds;
      const present = await this.with_.leases.present('projector', here).catch(() => 1);
      const surplus = this.#working() > Math.ceil(units / Math.max(1, present));
      if (surplus) [...this.#letGo].findLast(([unit]) => unit !== processesUnit.name)?.[1].abort();
      await until(signal, shareMilliseconds);
    }
  }

  /**
   * An empty log does not tell yet by which rules it will be kept: a demonstration says so in its first event. Undefined when aborted
   * before.
   */
  async #whenBegun(signal: AbortSignal): Promise<Work | undefined> {
    while (!signal.aborted) {
      try {
        if ((await this.with_.store.head()) !== logStart) return await this.#reactions();
      } catch (fault) {
        this.#tell(processesUnit, 'stopped', fault);
      }
      await until(signal, pollMilliseconds);
    }
    return undefined;
  }

  /** Takes the unit's lease whenever nobody has it, works while it has it, stands by otherwise. */
  async #keep(unit: WorkUnit, { work, standBy }: Work, signal: AbortSignal): Promise<void> {
    this.#tell(unit, 'standing by');
    while (!signal.aborted) {
      const lease = await this.#acquire(unit);
      if (lease === undefined) {
        await standBy().catch(() => undefined);
        await until(signal, pollMilliseconds * (1 + this.#working()));
        continue;
      }
      const { letGo } = await this.#workWith(unit, work, lease, signal);
      await lease.release().catch(() => undefined);
      if (letGo || this.#states.get(unit.name) === 'stopped') await until(signal, againMilliseconds);
    }
  }

  async #workWith(unit: WorkUnit, work: Work['work'], lease: Lease, signal: AbortSignal): Promise<{ readonly letGo: boolean }> {
    const letGo = new AbortController();
    const end = AbortSignal.any([signal, lease.lost, letGo.signal]);
    this.#letGo.set(unit.name, letGo);
    this.#tell(unit, 'working');
    try {
      await work(end);
      this.#tell(unit, 'standing by');
    } catch (fault) {
      if (end.aborted) this.#tell(unit, 'standing by');
      else this.#tell(unit, 'stopped', fault);
    }
    this.#letGo.delete(unit.name);
    return { letGo: letGo.signal.aborted };
  }

  /** A server that does not answer is no lease. */
  async #acquire(unit: WorkUnit): Promise<Lease | undefined> {
    try {
      const lease = await this.with_.leases.acquire(unit.name);
      this.#noLeases = undefined;
      return lease;
    } catch (fault) {
      if (this.#noLeases !== String(fault)) this.with_.onLost?.(fault);
      this.#noLeases = String(fault);
      return undefined;
    }
  }

  #working(): number {
    return [...this.#states.values()].filter((state) => state === 'working').length;
  }

  #tell(unit: WorkUnit, state: UnitState, fault?: unknown): void {
    if (state === 'stopped') this.#stoppedAt = performance.now();
    if (this.#states.get(unit.name) === state && fault === undefined) return;
    this.#states.set(unit.name, state);
    this.with_.onState?.(unit.name, state, fault);
  }

  #projecting({ name, projections }: WorkUnit): Work {
    const { store, catalogue, views, onLost } = this.with_;
    const options = { only: projections, onLost: (fault: unknown) => onLost?.(fault, name) };
    return {
      work: (signal) => new ProjectionRunner(store, catalogue, views, options).follow(signal),
      standBy: async () => undefined,
    };
  }

  /** The index follows the rows of reconciliation, whoever writes those. */
  async #indexing(index: ReadModel): Promise<Work> {
    const { store, catalogue, views, clock } = this.with_;
    const demo = await demoSettings(store, catalogue);
    const rules = new RuleBookFollower(store, catalogue, initialRuleBook(demo !== undefined));
    return {
      work: async (signal) => {
        const follower = new CaseIndexFollower({ store, catalogue, views, index, rules });
        while (!signal.aborted) {
          await follower.keepUp(endOfDay(demo?.legalNow ?? clock().slice(0, 10)));
          await until(signal, pollMilliseconds);
        }
      },
      standBy: async () => undefined,
    };
  }

  async #reactions(): Promise<Work> {
    const { store, catalogue, checkpoints, clock, instruments } = this.with_;
    const rules = initialRuleBook((await demoSettings(store, catalogue)) !== undefined);
    const processes: readonly AnyProcess[] = ledgerProcesses(rules);
    const runner = new ProcessRunner(
      store,
      catalogue,
      new CommandRunner(store, catalogue, clock, { ...instruments?.commands }),
      checkpoints,
      { ...instruments?.processes },
    );
    this.#reacting = { runner, processes };
    return {
      work: async (signal) => {
        await runner.takeOver(processes);
        await runner.follow(processes, signal);
      },
      standBy: () => runner.standBy(processes),
    };
  }
}

interface Work {
  readonly work: (signal: AbortSignal) => Promise<void>;
  /** What is done while another has the lease. */
  readonly standBy: () => Promise<void>;
}
