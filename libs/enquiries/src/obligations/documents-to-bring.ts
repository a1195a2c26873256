import { findClaims } from '#returns';
import { streamName } from '#event-catalogue';
import { type ReadModel } from '#read-model';
import { type Viewpoint } from '#reconciliation';
import { type DayAt } from './debts';
import { type Obligation, stateOf } from './obligation';

/** Legs of a claim as they are stored, as far as documents go. */
interface ClaimRow {
  readonly subject: string;
  readonly kind: 'claim' | 'evidence' | 'approval' | 'rejection';
  readonly body: string;
}
interface Asked {
  readonly kind: string;
  readonly until: string;
}
type Known = { reference: string; claimant: string; authority?: string; required: readonly Asked[]; readonly brought: Set<string>; decided: boolean };

const endOfLog = '~';
const batch = 100;

/** Documents that claims for refunds need and that nobody brought yet, of claims that are not decided. */
export const documentsToBring = async (views: ReadModel, { asOf, knownAt = endOfLog }: Viewpoint, dayAt: DayAt, claimant?: string): Promise<readonly Obligation[]> => {
  const found: Obligation[] = [];
  for (let after: string | undefined, more = true; more; ) {
    const { rows, next } = await findClaims(views, { limit: batch, ...(claimant === undefined ? {} : { claimant }), ...(after === undefined ? {} : { after }) });
    const subjects = rows.map(({ claim }) => streamName('refundClaim', claim));
    const marks = subjects.map(() => '?').join(', ');
    const legs = subjects.length === 0 ? [] : await views.all<ClaimRow>(`SELECT subject, kind, CAST(body AS TEXT) AS body FROM case_leg WHERE subject IN (${marks}) AND position <= ? AND at <= ? ORDER BY subject, position`, [...subjects, knownAt, asOf]);
    for (const [subject, claim] of foldedBy(legs)) found.push(...missingOf(subject, claim, dayAt));
    after = next;
    more = next !== undefined;
  }
  return found;
};

const foldedBy = (legs: readonly ClaimRow[]): ReadonlyMap<string, Known> => {
  const claims = new Map<string, Known>();
  for (const { subject, kind, body } of legs) {
    const known = claims.get(subject) ?? { reference: '', claimant: '', required: [], brought: new Set<string>(), decided: false };
    claims.set(subject, known);
    const leg = JSON.parse(body) as Readonly<{ reference: string; claimant: string; authority?: string; required: readonly Asked[]; document: string }>;
    if (kind === 'claim') Object.assign(known, { reference: leg.reference, claimant: leg.claimant, required: leg.required, ...(leg.authority === undefined ? {} : { authority: leg.authority }) });
    else if (kind === 'evidence') known.brought.add(leg.document);
    else if (kind === 'approval' || kind === 'rejection') known.decided = true;
  }
  return claims;
};

const missingOf = (subject: string, { reference, claimant: holder, authority = '-', required, brought, decided }: Known, dayAt: DayAt): readonly Obligation[] =>
  decided
    ? []
    : required
        .filter(({ kind }) => !brought.has(kind))
        .map(({ kind, until }) => ({ id: `documentToBring/${subject}/${kind}`, kind: 'documentToBring', holder, authority, state: stateOf(dayAt(authority), until), dueOn: until, reference, document: kind, subject }));
