import { idOf } from '#event-catalogue';
import { positionOf } from '#event-store';
import { type LoggedEvent, SqliteReadModel } from '#read-model';
import { type ClaimRefund } from '../claim-refund';
import { type RefundClaimCommand, refundClaimDecider } from '../refund-claim.decider';
import { approve, attach, claim, duty, evidence, pay, reject, reserve } from '../refund-claim.examples';
import { type ReturnCaseCommand, returnCaseDecider } from '../return-case.decider';
import { refundClaimStream, returnCaseStream } from '../returns.streams';
import { refundClaimsProjection } from './refund-claims.projection';
import { returnCasesProjection } from './return-cases.projection';
import { claimWorklist, findClaim, findClaims, findReturnCases, overclaimedTaxes, passedDeadlines } from './return-queries';

const log: LoggedEvent[] = [];
const logged = (stream: string, event: Readonly<{ type: string; data: unknown }>): void => {
  log.push({ ...event, stream, revision: 0n, position: positionOf(log.length + 1), metadata: {} as LoggedEvent['metadata'] });
};
/** Decides and logs, as the runner would. */
const tell = (reference: string, more: Partial<ClaimRefund>, ...commands: readonly RefundClaimCommand[]): string => {
  const first = claim({ claimReference: reference, ...more });
  const stream = refundClaimStream(first.authority, first.claimant, reference);
  let state = refundClaimDecider.initial;
  for (const command of [first, ...commands]) {
    const decision = refundClaimDecider.decide(command, state);
    if ('rejected' in decision) throw new Error(decision.rejected.code);
    for (const event of decision.accepted) {
      state = refundClaimDecider.evolve(state, event);
      logged(stream, event);
    }
  }
  return idOf(stream);
};
const report = (reference: string, ...commands: readonly ReturnCaseCommand[]): string => {
  const stream = returnCaseStream('CARRIER-1', reference);
  const reported: ReturnCaseCommand = {
    type: 'ReportReturn',
    report: {
      reporter: 'CARRIER-1',
      returnReference: reference,
      reportedAt: '2026-07-20T10:00:00.000Z',
      ground: 'withdrawn',
      original: { mrn: 'M', seller: 'V-IE-1' },
      lines: [{ quantity: 2 }],
    },
  };
  let state = returnCaseDecider.initial;
  for (const command of [reported, ...commands]) {
    const decision = returnCaseDecider.decide(command, state);
    for (const event of 'accepted' in decision ? decision.accepted : []) {
      state = returnCaseDecider.evolve(state, event);
      logged(stream, event);
    }
  }
  return idOf(stream);
};

const item = (seq: number) => ({ lines: [{ ...duty, seq }] });
const fresh = tell('C-1', { ...item(1), claimedOn: '2026-07-18' });
const waiting = tell('C-2', { ...item(2), claimedOn: '2026-07-10' }, reserve(), attach('ImportDeclaration'), {
  type: 'MissDeadline',
  kind: 'ReturnTracking',
  missedOn: '2026-08-10',
});
const paid = tell('C-3', { ...item(3), claimedOn: '2026-07-19' }, reserve(), ...evidence, approve(), pay);
const rejected = tell('C-4', { ...item(1), claimedOn: '2026-07-19' }, reject);
const british = tell('C-5', {
  authority: 'GB',
  jurisdiction: 'GB',
  claimant: 'R-1',
  entitlement: { model: 'vendor', payee: 'vendor', payeeParty: 'V-IE-1', buyerRefunded: true },
  lines: [{ ...duty, seq: 5, units: { of: 3, before: 0, taken: 3 } }],
});
const again = tell('C-6', { claimant: 'R-1', lines: [{ ...duty, seq: 5, units: { of: 3, before: 0, taken: 1 } }] });
const matched = report(
  'RET-1',
  { type: 'RecordUnmatched', reason: 'AMBIGUOUS', candidates: [{ criterion: 'several', distance: '2' }], checkedOn: '2026-07-21' },
  { type: 'RecordMatch', units: [{ mrn: 'M', seq: 1, quantity: 2 }], rule: 'mrn_item', ruleVersion: 1, matchedOn: '2026-07-22' },
);
const unmatched = report('RET-2', { type: 'RecordUnmatched', reason: 'NO_CANDIDATE', candidates: [], checkedOn: '2026-07-21' });

const projections = [refundClaimsProjection, returnCasesProjection];
const views = SqliteReadModel.openScratch(':memory:', projections);
beforeAll(async () => {
  // One event a batch: rows depend on the log alone.
  for (const event of log)
    expect(
      await views.apply(
        projections.map((projection) => ({
          projection,
          events: projection.categories?.some((c) => event.stream.startsWith(`${c}-`)) === true ? [event] : [],
          through: event.position,
        })),
      ),
    ).toEqual([]);
});
afterAll(() => views.close());

describe('the list of claims', () => {
  it('says how far each has come', async () => {
    const { rows } = await findClaims(views);
    expect(new Map(rows.map((row) => [row.claim, row.status]))).toEqual(
      new Map([
        [waiting, 'waiting_for_evidence'],
        [fresh, 'claimed'],
        [paid, 'paid'],
        [rejected, 'rejected'],
        [british, 'claimed'],
        [again, 'claimed'],
      ]),
    );
    expect(rows.find((row) => row.claim === paid)).toMatchObject({
      settlement: 'payment',
      paid: '3.33',
      number: 7,
      payment_reference: `RF${paid}`,
    });
  });
  it('is found by status, claimant and authority, and shows a party only what concerns it', async () => {
    const found = async (question: Parameters<typeof findClaims>[1]) =>
      (await findClaims(views, question)).rows.map((row) => row.claim_reference).sort();
    expect([
      await found({ status: 'paid' }),
      await found({ authority: 'GB' }),
      await found({ claimant: 'R-1' }),
      await found({ parties: ['V-IE-1'] }),
      await found({ parties: [] }),
    ]).toEqual([['C-3'], ['C-5'], ['C-5', 'C-6'], ['C-5'], []]);
    expect(await found({ parties: ['CARRIER-1'], status: 'claimed' })).toEqual(['C-1', 'C-6']);
  });
  it('goes on page by page', async () => {
    const all = (await findClaims(views)).rows.map((row) => row.claim);
    const found: string[] = [];
    let after: string | undefined;
    do {
      const page = await findClaims(views, { limit: 2, ...(after === undefined ? {} : { after }) });
      found.push(...page.rows.map((row) => row.claim));
      after = page.next;
    } while (after !== undefined);
    expect(found).toEqual(all);
  });
  it('shows one claim as the stream itself would', async () => {
    expect(await findClaim(views, paid, 'CARRIER-1')).toMatchObject({ role: 'claimant', status: 'paid', payment: { number: 7 } });
    expect(await findClaim(views, waiting, 'EU-FR')).toMatchObject({
      role: 'authority',
      required: [{ state: 'present' }, { state: 'missing', missed: false }, { missed: true }, { missed: false }],
    });
    expect([await findClaim(views, paid, 'STRANGER'), await findClaim(views, 'X'.repeat(26), 'EU-FR')]).toEqual([undefined, undefined]);
  });
});

describe('the worklist', () => {
  it('names what is to be done, the first deadline first', async () => {
    const entries = await claimWorklist(views, { authority: 'EU-FR', asOf: '2026-08-10' });
    expect(entries.map(({ claim_reference, task, daysLeft }) => [claim_reference, task, daysLeft])).toEqual([
      ['C-2', 'evidence', -1],
      ['C-1', 'reserve', 7],
      ['C-6', 'reserve', 9],
    ]);
  });
  it('names the documents whose day has passed and that nobody has marked', async () => {
    expect((await passedDeadlines(views, '2026-08-10')).map(({ claim: of, kind }) => [of, kind])).toEqual([
      [waiting, 'ProofOfExportOrDestruction'],
      [waiting, 'RefundToBuyerReceipt'],
    ]);
    expect(await passedDeadlines(views, '2026-08-09')).toEqual([]);
  });
});

it('the overclaim guard names a tax of which claims ask for more than was paid, rejected ones apart', async () => {
  expect((await overclaimedTaxes(views)).map(({ seq, paid: whole, claimed, approved }) => [seq, whole, claimed, approved])).toEqual([
    [5, '10.00', '13.33', '0.00'],
  ]);
});

describe('the list of returns', () => {
  it('says what was found, and nothing of a former answer', async () => {
    const { rows } = await findReturnCases(views, { parties: ['V-IE-1'] });
    expect(new Map(rows.map((row) => [row.return_case, [row.status, row.rule ?? row.reason]]))).toEqual(
      new Map([
        [matched, ['matched', 'mrn_item']],
        [unmatched, ['unmatched', 'NO_CANDIDATE']],
      ]),
    );
    expect(rows.find((row) => row.return_case === matched)).not.toHaveProperty('candidates');
    expect((await findReturnCases(views, { status: 'unmatched', reporter: 'CARRIER-1' })).rows.map((row) => row.return_case)).toEqual([
      unmatched,
    ]);
    expect((await findReturnCases(views, { parties: ['STRANGER'] })).rows).toEqual([]);
  });
});
