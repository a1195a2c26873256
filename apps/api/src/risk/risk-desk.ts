import { Injectable } from '@nestjs/common';
import { ReadModel } from '#read-model';
import { limitsOf, pageOfFindings, RiskIndicators, type Finding, type FindingFilter, type FindingPage, type IndicatorCode, type QualityFilter, type QualityRow } from '#risk';
import { RuleBookFollower } from '#runtime';
import { LedgerClock } from '../ledger/ledger-clock';

/** Answers of single indicators that are kept: one costs a pass over its facts, and each page shows a part of it. */
const keptAnswers = 26;

interface Viewpoint {
  readonly asOf?: string;
  readonly knownAt?: string;
}

/** Questions to the risk indicators, by the limits of the law and the legal day of this ledger. */
@Injectable()
export class RiskDesk {
  readonly #answers = new Map<string, Promise<readonly Finding[]>>();
  readonly #indicators: RiskIndicators;

  constructor(
    views: ReadModel,
    private readonly rules: RuleBookFollower,
    private readonly clock: LedgerClock,
  ) {
    this.#indicators = new RiskIndicators(views);
  }

  async findings(viewpoint: Viewpoint, filter: FindingFilter, page: { readonly after?: string; readonly limit: number }): Promise<FindingPage> {
    const moment = await this.#moment(viewpoint);
    return pageOfFindings((code) => this.#answer(moment, code), filter, page);
  }

  async quality(viewpoint: Viewpoint, filter: QualityFilter): Promise<readonly QualityRow[]> {
    return this.#indicators.quality(await this.#moment(viewpoint), filter);
  }

  /** A question always names its moment and position, so that its pages belong together. */
  async #moment({ asOf, knownAt }: Viewpoint): Promise<{ readonly asOf: string; readonly knownAt: string }> {
    return { asOf: asOf ?? (await this.clock.now()), knownAt: knownAt ?? (await this.clock.known()) };
  }

  /** Rows are a function of events, so an answer stays true. */
  #answer(moment: { readonly asOf: string; readonly knownAt: string }, code: IndicatorCode): Promise<readonly Finding[]> {
    const key = `${code} ${moment.asOf} ${moment.knownAt}`;
    const known = this.#answers.get(key);
    if (known !== undefined) return known;
    const answer = this.#indicators.findings({ ...moment, limitOf: limitsOf(this.rules.current()) }, code);
    this.#answers.set(key, answer);
    answer.catch(() => this.#answers.delete(key));
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > keptAnswers && oldest !== undefined) this.#answers.delete(oldest);
    return answer;
  }
}
