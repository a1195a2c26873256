import { Injectable } from '@nestjs/common';
import type { Position } from '#event-store';
import { ReadModel } from '#read-model';
import { Reconciliation, WhyNot, WorkedBreaks, type Break, type ReconciliationQuestion, type ReconciliationReport, type WorkedBreak } from '#reconciliation';
import { zoneOfAuthority } from '#rules';
import { RuleBookFollower } from '#runtime';
import { readerOf, standingFor } from '../breaks/break-document';
import type { ReadRequest } from '../http/request-context';
import { LedgerClock } from '../ledger/ledger-clock';

/** Reports that are kept: one costs a pass over all cases, and several routes show parts of the same one. */
const keptReports = 4;

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
  readonly cases: Reconciliation;
  /** Breaks with what people do about them. */
  readonly worked: WorkedBreaks;
  readonly whyNot: WhyNot;

  constructor(
    views: ReadModel,
    private readonly rules: RuleBookFollower,
    private readonly clock: LedgerClock,
  ) {
    this.cases = new Reconciliation(views);
    this.worked = new WorkedBreaks(views, this.cases, (question) => this.#kept(question));
    this.whyNot = new WhyNot(views, this.cases);
  }

  /** A question always names its moment and position, so that its pages and parts belong together. */
  async question({ asOf, knownAt }: Viewpoint): Promise<ReconciliationQuestion & { readonly knownAt: string }> {
    const position = (knownAt ?? (await this.clock.known())) as Position;
    const ruleBook = await this.rules.at(position);
    return {
      asOf: asOf ?? (await this.clock.now()),
      knownAt: position,
      ruleBook,
      zoneOf: (authority) => zoneOfAuthority(ruleBook, authority) ?? 'utc',
    };
  }

  /** The whole report at a viewpoint. Rows are a function of events, so an answer stays true. */
  async report(viewpoint: Viewpoint): Promise<ReconciliationReport> {
    return this.#kept(await this.question(viewpoint));
  }

  /** Cases with the work on their breaks, as much of it as the reader may see. */
  async withWork<C extends { readonly breaks: readonly Break[] }>(question: ReconciliationQuestion, cases: readonly C[], reader: ReadRequest): Promise<readonly Worked<C>[]> {
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
