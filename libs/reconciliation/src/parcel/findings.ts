import { type BreakCode } from '../break-catalogue';
import { type Break, type ExpectedLegName, type Match, type MatchRule } from '../case';
import { type BreakInput, breakOf, type EvaluationContext } from '../evaluation-context';
import { type Agreement, matchOf, type Tolerated } from '../matching/agreement';
import { type LegalClock, legalExpiryOf } from '../legal-expiry';
import { type LineShare, lineKey } from './allot-units';
import { type DeclarationFacts } from './declaration-facts';
import { type OrderFacts, type ParcelFacts } from './parcel-facts';

/** Which units a finding is about: those of an order, of a parcel (`null`: in no parcel), of a line; what is absent does not restrict. */
export interface Scope {
  readonly order?: OrderFacts;
  readonly parcel?: ParcelFacts | null;
  readonly line?: string;
  readonly lines?: ReadonlySet<string>;
}

/** Scope of a finding that is about no units. */
export const noUnits: Scope = { line: '' };

const covers = (scope: Scope, share: LineShare): boolean =>
  (scope.order === undefined || scope.order === share.order) &&
  (scope.parcel === undefined || (scope.parcel ?? undefined) === share.parcel) &&
  (scope.line === undefined || scope.line === lineKey(share.order.id, share.line.ordinal)) &&
  (scope.lines?.has(lineKey(share.order.id, share.line.ordinal)) ?? true);

/** What a declaration's legal time limits count from; its debt is notified when it is charged, else when it is assessed. */
export const legalClockOf = ({ head, assessment, charges }: DeclarationFacts): LegalClock | undefined => {
  if (head === undefined) return undefined;
  const { authority, jurisdiction, acceptedOn } = head;
  return { authority, jurisdiction, acceptedOn, notifiedOn: charges[0]?.postedOn ?? assessment?.assessedAt.slice(0, 10) ?? acceptedOn };
};

interface Waiting {
  readonly scope: Scope;
  readonly leg: ExpectedLegName;
  readonly deadline: string;
}

/** Collects what an evaluation finds, in the order of the legs: breaks, legs still awaited, orders outside, matches. */
export class Findings {
  readonly breaks: { readonly scope: Scope; readonly found: Break }[] = [];
  readonly matches: Match[] = [];
  readonly tolerated: Tolerated[] = [];
  readonly outside = new Map<OrderFacts, string>();
  readonly #waits: Waiting[] = [];

  constructor(
    readonly context: EvaluationContext,
    readonly caseKey: string,
  ) {}

  broken(scope: Scope, code: BreakCode, input: BreakInput): void {
    const declaration = scope.parcel?.declarations[0] ?? scope.parcel?.invalidated.at(-1);
    const clock = input.legalExpiry === undefined && declaration !== undefined ? legalClockOf(declaration) : undefined;
    const legalExpiry = clock === undefined ? input.legalExpiry : legalExpiryOf(code, clock);
    this.breaks.push({ scope, found: breakOf(this.context, code, { ...input, ...(legalExpiry === undefined ? {} : { legalExpiry }) }) });
  }

  waiting(scope: Scope, leg: ExpectedLegName, deadline: string): void {
    this.#waits.push({ scope, leg, deadline });
  }

  /** A leg that is not there: awaited until its deadline, a break from then on. */
  missing(
    scope: Scope,
    leg: ExpectedLegName,
    deadline: string,
    code: BreakCode,
    input: Omit<BreakInput, 'since' | 'found' | 'distance'>,
  ): void {
    if (this.context.isBy(deadline)) this.waiting(scope, leg, deadline);
    else this.broken(scope, code, { ...input, since: deadline, found: 'nothing', distance: `late since ${deadline}` });
  }

  /** Two facts agree within a tolerance; what they differ by all the same is told in the totals. Exact units. */
  matched(rule: MatchRule, legs: readonly [string, string], { tolerance, distance, currency }: Agreement): void {
    if (distance > 0n) this.tolerated.push({ rule, currency, amount: distance });
    if (this.context.detail) this.matches.push(matchOf(this.context, rule, legs, { tolerance, distance, currency }));
  }

  has(code: BreakCode, order: OrderFacts): boolean {
    return this.breaks.some(({ scope, found }) => found.code === code && scope.order === order);
  }

  /**
   * What was found already of some codes, of one parcel where it is given: the root that explains another break. Earlier codes go first.
   */
  rootAmong(codes: readonly BreakCode[], parcel?: ParcelFacts): Pick<BreakInput, 'causedBy'> {
    for (const code of codes) {
      const root = this.breaks.find(({ scope, found }) => found.code === code && (parcel === undefined || scope.parcel === parcel))?.found;
      if (root !== undefined) return { causedBy: root.causedBy ?? { caseKey: this.caseKey, code } };
    }
    return {};
  }

  breaksOf(share: LineShare): readonly Break[] {
    return this.breaks.filter(({ scope }) => covers(scope, share)).map(({ found }) => found);
  }
  /** The first leg in the order of the story that these units wait for. */
  waitOf(share: LineShare): Waiting | undefined {
    return this.#waits.find(({ scope }) => covers(scope, share));
  }
  waitsForAny(legs: readonly ExpectedLegName[]): boolean {
    return this.#waits.some(({ leg }) => legs.includes(leg));
  }
  /** The first leg that anything in the case waits for, units or not. */
  firstWait(): Waiting | undefined {
    return this.#waits[0];
  }
}
