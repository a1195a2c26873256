import type { EventCatalogue } from '#event-catalogue';
import type { EventStore, Position } from '#event-store';
import { NotCaughtUpError, ProjectionRunner, type ReadModel } from '#read-model';
import {
  type Finding,
  type FindingFilter,
  type FindingPage,
  type IndicatorCode,
  limitsOf,
  pageOfFindings,
  type QualityFilter,
  type QualityRow,
  RiskIndicators,
} from '#risk';
import { demoSettings } from './legal-now';
import type { RuleBookFollower } from './rule-book-follower';

/** The moment that findings are of: what was effective by `asOf`, as known at a position of the log. */
export interface RiskMoment {
  readonly asOf: string;
  readonly knownAt: Position;
}

/** What is asked of the facts behind the risk indicators; plain values, so that a thread can be asked. */
export interface RiskCalls {
  /** Brings the facts to the end of the log. Rejects with NotCaughtUpError where they cannot take an event. */
  readonly catchUp: () => Promise<void>;
  /** Through which position the facts are complete. */
  readonly position: () => Promise<Position>;
  readonly findings: (
    moment: RiskMoment,
    filter: FindingFilter,
    page: { readonly after?: string; readonly limit: number },
  ) => Promise<FindingPage>;
  readonly quality: (moment: RiskMoment, filter: QualityFilter) => Promise<readonly QualityRow[]>;
}

/** What the answers are made from; `facts` holds the rows of the risk projection alone. */
export interface RiskParts {
  readonly store: EventStore;
  readonly catalogue: EventCatalogue;
  /** The rows of the cases, kept up by somebody else. */
  readonly views: ReadModel;
  readonly rules: RuleBookFollower;
  readonly facts: ReadModel;
}

/** Risk findings and data quality from facts that are brought up when somebody asks. */
export const riskAnswers = ({ store, catalogue, views, rules, facts }: RiskParts): RiskCalls => {
  const runner = new ProjectionRunner(store, catalogue, facts);
  const indicators = async (): Promise<RiskIndicators> =>
    new RiskIndicators(views, { facts, ownCalendar: (await demoSettings(store, catalogue)) !== undefined });
  // An indicator is one pass over its facts, and the pages of a list are asked for one after another.
  let kept: { readonly key: string; readonly findings: Promise<readonly Finding[]> } | undefined;
  const foundOf = async (moment: RiskMoment, code: IndicatorCode): Promise<readonly Finding[]> =>
    (await indicators()).findings({ ...moment, limitOf: limitsOf(await rules.at(moment.knownAt)) }, code);
  const findingsOf =
    (moment: RiskMoment) =>
    (code: IndicatorCode): Promise<readonly Finding[]> => {
      const key = JSON.stringify([moment.asOf, moment.knownAt, code]);
      if (kept?.key !== key) kept = { key, findings: foundOf(moment, code) };
      const asked = kept;
      asked.findings.catch(() => (kept = kept === asked ? undefined : kept));
      return asked.findings;
    };
  return {
    catchUp: async () => {
      await rules.refresh();
      await runner.catchUp();
      const [stopped] = (await runner.status()).flatMap(({ fault }) => fault ?? []);
      if (stopped !== undefined)
        throw new NotCaughtUpError(`the risk facts cannot take the event at ${stopped.position}`, { cause: stopped.cause });
    },
    position: async () => (await runner.status()).map(({ position }) => position).sort()[0] ?? (await store.head()),
    findings: (moment, filter, page) => pageOfFindings(findingsOf(moment), filter, page),
    quality: async (moment, filter) => (await indicators()).quality(moment, filter),
  };
};
