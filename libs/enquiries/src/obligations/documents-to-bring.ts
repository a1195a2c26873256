import { present, streamName } from '#event-catalogue';
import { evidenceRequestStream, findEvidenceRequests } from '#evidence-requests';
import { type ReadModel } from '#read-model';
import { type ApprovalLeg, type ClaimLeg, type EvidenceLeg, legsOfSubjects, type RejectionLeg, type Viewpoint } from '#reconciliation';
import { findClaims } from '#returns';
import { type DayAt } from './debts';
import { type Obligation, stateOf } from './obligation';

const batch = 100;
type ClaimStory = readonly (ClaimLeg | EvidenceLeg | ApprovalLeg | RejectionLeg)[];

/** Documents that claims for refunds need and that nobody brought yet, of claims that are not decided. */
export const documentsToBring = async (
  views: ReadModel,
  viewpoint: Viewpoint,
  dayAt: DayAt,
  claimant?: string,
): Promise<readonly Obligation[]> => {
  const found: Obligation[] = [];
  for (let after: string | undefined, more = true; more;) {
    const { rows, next } = await findClaims(views, {
      limit: batch,
      ...present({ claimant, after }),
    });
    const subjects = rows.map(({ claim }) => streamName('refundClaim', claim));
    for (const [subject, story] of await legsOfSubjects(views, subjects, ['claim', 'evidence', 'approval', 'rejection'], viewpoint))
      found.push(...missingOf(subject, story, dayAt));
    after = next;
    more = next !== undefined;
  }
  return found;
};

/** Documents that an authority asked a party for, and that it neither brought nor refused. */
export const evidenceToBring = async (
  views: ReadModel,
  viewpoint: Viewpoint,
  dayAt: DayAt,
  party?: string,
): Promise<readonly Obligation[]> => {
  const found: Obligation[] = [];
  for (let after: string | undefined, more = true; more;) {
    const { requests, next } = await findEvidenceRequests(
      views,
      party === undefined ? {} : { party },
      viewpoint,
      viewpoint.asOf.slice(0, 10),
      { limit: batch, ...(after === undefined ? {} : { after }) },
    );
    for (const { asked, status } of requests) {
      if (status !== 'open' && status !== 'overdue') continue;
      const { request, party: holder, authority, dueOn, requestReference: reference, kind: document } = asked;
      found.push({
        id: `documentToBring/${evidenceRequestStream(request)}`,
        kind: 'documentToBring',
        holder,
        authority,
        state: stateOf(dayAt(authority), dueOn),
        dueOn,
        reference,
        document,
        subject: evidenceRequestStream(request),
      });
    }
    after = next;
    more = next !== undefined;
  }
  return found;
};

const missingOf = (subject: string, story: ClaimStory, dayAt: DayAt): readonly Obligation[] => {
  const claim = story.find((leg) => leg.kind === 'claim');
  if (claim === undefined || story.some(({ kind }) => kind === 'approval' || kind === 'rejection')) return [];
  const brought = new Set(story.map((leg) => (leg.kind === 'evidence' ? leg.document : undefined)));
  const { claimant: holder, authority = '-', reference } = claim;
  return claim.required
    .filter(({ kind }) => !brought.has(kind))
    .map(({ kind, until }) => ({
      id: `documentToBring/${subject}/${kind}`,
      kind: 'documentToBring',
      holder,
      authority,
      state: stateOf(dayAt(authority), until),
      dueOn: until,
      reference,
      document: kind,
      subject,
    }));
};
