import { claimView } from './claim-view';
import { type RefundClaimCommand } from './refund-claim.decider';
import { after, approve, attach, claim, complete, offset, pay, reject, reserve, stateOf } from './refund-claim.examples';

const see = (party: string, ...commands: readonly RefundClaimCommand[]) => claimView(stateOf(after(...commands)), party);
const forVendor = claim({ entitlement: { model: 'vendor', payee: 'vendor', payeeParty: 'V-IE-1', buyerRefunded: true } });

describe('a claim is seen', () => {
  it.each<[string, readonly RefundClaimCommand[]]>([
    ['claimed', [claim()]],
    ['waiting_for_evidence', [claim(), reserve()]],
    ['complete', complete],
    ['rejected', [...complete, reject]],
    ['to_be_paid', [...complete, approve()]],
    ['paid', [...complete, approve(), pay]],
    ['approved', [...complete, approve({ settlement: 'offset' })]],
    ['offset', [...complete, approve({ settlement: 'offset' }), offset]],
    ['settled_by_later_return', [...complete, approve({ settlement: 'laterReturn' })]],
  ])('%s, by all its parties alike', (status, commands) => {
    expect(['EU-FR', 'CARRIER-1', 'CLERK-1'].map((party) => see(party, ...commands)?.status)).toEqual([status, status, status]);
    expect(see('V-IE-1', ...commands.map((command) => (command.type === 'ClaimRefund' ? forVendor : command)))?.status).toBe(status);
  });

  it('by nobody else', () => {
    expect(see('STRANGER', claim())).toBeUndefined();
    expect(claimView({ kind: 'none' }, 'CARRIER-1')).toBeUndefined();
  });

  it('with what is missing and until when, and what came late', () => {
    const late = see('CARRIER-1', claim(), attach('ReturnTracking', { attachedOn: '2026-08-25' }), {
      type: 'MissDeadline',
      kind: 'ImportDeclaration',
      missedOn: '2026-08-20',
    });
    expect(late?.required.map(({ kind, state, missed }) => [kind, state, missed])).toEqual([
      ['ImportDeclaration', 'missing', true],
      ['ProofOfExportOrDestruction', 'missing', false],
      ['ReturnTracking', 'late', false],
      ['RefundToBuyerReceipt', 'missing', false],
    ]);
  });

  it('with the reason of a rejection; who decided is known to the authority alone', () => {
    expect(see('CARRIER-1', ...complete, reject)).toMatchObject({ decidedOn: '2026-07-30', rejection: { reason: 'goods_not_identified' } });
    expect(see('CARRIER-1', ...complete, reject)).not.toHaveProperty('decidedBy');
    expect(see('EU-FR', ...complete, reject)).toMatchObject({ decidedBy: 'OFFICER-1' });
  });

  it('by its payee with the payment, without the documents', () => {
    const seen = see('V-IE-1', forVendor, ...complete.slice(1), approve({ approvedBy: 'OFFICER-1' }), pay);
    expect(seen).toMatchObject({ role: 'payee', payment: { number: 7, amount: '3.33', paidOn: '2026-08-01' } });
    expect(seen).not.toHaveProperty('documents');
    expect(see('CLERK-1', ...complete)?.documents).toHaveLength(4);
  });
});
