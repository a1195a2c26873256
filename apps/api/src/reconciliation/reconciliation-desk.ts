import { Injectable } from '@nestjs/common';
import type { Position } from '#event-store';
import { ReadModel } from '#read-model';
import {
  CaseAnswers,
  Reconciliation,
  type Break,
  type Bridge,
  type BridgeFigure,
  type DimensionFilter,
  figureParts,
  type FigureParts,
  type ReconciliationQuestion,
  type ReconciliationReport,
  WhyNot,
  type WorkedBreak,
  WorkedBreaks,
} from '#reconciliation';
import { judgedBy, RuleBookFollower } from '#runtime';
import { readerOf, standingFor } from '../breaks/break-document';
import type { ReadRequest } from '../http/request-context';
import { LedgerClock } from '../ledger/ledger-clock';
import { KeptIndex } from './kept-index';

/** Reports that are kept: one costs a pass over all cases, and several routes show parts of the same one. */
const keptReports = 4;

/** A usual page. */
const preparedCases = 100;

/** A case whose breaks say what people do about them. */
export type Worked<C> = Omit<C, 'breaks'> & { readonly breaks: readonly WorkedBreak[] };

interface Viewpoint {
  readonly asOf?: string;
  readonly knownAt?: string;
}

/** Questions to reconciliation, judged by the rules and the legal day of this ledger. */
@Injectable()
export class ReconciliationDesk {
  readonly #reports = new Map<string, Promise<ReconciliationReport>>();
  readonly cases: CaseAnswers;
  /** Breaks with what people do about them. */
  readonly worked: WorkedBreaks;
  readonly whyNot: WhyNot;

  constructor(
    views: ReadModel,
    private readonly rules: RuleBookFollower,
    private readonly clock: LedgerClock,
    private readonly kept: KeptIndex,
  ) {
    this.cases = new CaseAnswers(new Reconciliation(views), kept.index);
    this.worked = new WorkedBreaks(views, this.cases, (question) => this.#kept(question));
    this.whyNot = new WhyNot(views, this.cases);
  }

  /**
   * A question always names its moment and position, so that its pages and parts belong together: where the asker names none, those of the
   * case index, if it is of this legal day.
   */
  async question({ asOf, knownAt }: Viewpoint): Promise<ReconciliationQuestion & { readonly knownAt: string }> {
    const live = asOf === undefined && knownAt === undefined ? await this.kept.live() : undefined;
    const position = (knownAt ?? live?.position ?? (await this.clock.known())) as Position;
    return { ...judgedBy(await this.rules.at(position)), asOf: asOf ?? live?.moment ?? (await this.clock.now()), knownAt: position };
  }

  /**
   * Asks for a page of all cases and one of those with breaks, as of now: what is read and compiled once is there when somebody asks. Nobody
   * waits for it, and whoever asks is told of a fault himself.
   */
  async prepare(): Promise<void> {
    try {
      const question = await this.question({});
      for (const filter of [{}, { status: 'broken' }] as const) await this.cases.list(question, filter, { limit: preparedCases });
    } catch {
      return;
    }
  }

  /** The whole report at a viewpoint. Rows are a function of events, so an answer stays true. */
  async report(viewpoint: Viewpoint): Promise<ReconciliationReport> {
    return this.#kept(await this.question(viewpoint));
  }

  /** The bridge of the cases within a filter. */
  async bridges(question: ReconciliationQuestion, filter: DimensionFilter): Promise<readonly Bridge[]> {
    return Object.keys(filter).length === 0 ? (await this.#kept(question)).bridges : this.cases.bridges(question, filter);
  }

  /** What a figure of the bridge of the cases within a filter is made of. */
  async figure(question: ReconciliationQuestion, figure: BridgeFigure, filter: DimensionFilter): Promise<FigureParts> {
    return figureParts(await this.bridges(question, filter), figure, await this.cases.periodsBehind(question, figure, filter));
  }

  /** Cases with the work on their breaks, as much of it as the reader may see. */
  async withWork<C extends { readonly breaks: readonly Break[] }>(
    question: ReconciliationQuestion,
    cases: readonly C[],
    reader: ReadRequest,
  ): Promise<readonly Worked<C>[]> {
    const own = readerOf(reader);
    const worked = await this.worked.joined(question, cases);
    return worked.map((one) => ({ ...one, breaks: one.breaks.map((found) => ({ ...found, work: standingFor(own, found.work) })) }));
  }

  #kept(question: ReconciliationQuestion): Promise<ReconciliationReport> {
    const key = `${question.asOf} ${question.knownAt ?? ''}`;
    const known = this.#reports.get(key);
    if (known !== undefined) return known;
    const report = this.cases.reconcile(question);
    this.#reports.set(key, report);
    report.catch(() => this.#reports.delete(key));
    const [oldest] = this.#reports.keys();
    if (this.#reports.size > keptReports && oldest !== undefined) this.#reports.delete(oldest);
    return report;
  }
}
