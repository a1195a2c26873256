import { CollectorRegister } from './collector-register';
import { type CollectorEvent } from './collectors.events';

const registered = (collector: string): CollectorEvent => ({
  type: 'CollectorRegistered',
  data: { collector, name: collector, establishedIn: 'GB', roles: ['intermediary'], registeredOn: '2025-01-01' },
});
const events: readonly CollectorEvent[] = [
  registered('V-1'),
  registered('B-1'),
  registered('B-2'),
  {
    type: 'SchemeNumberGranted',
    data: { collector: 'V-1', scheme: 'EU-IOSS', schemeNumber: 'IM3720000014', authority: 'EU-IE', validFrom: '2025-01-01' },
  },
  {
    type: 'DelegationGranted',
    data: {
      collector: 'V-1',
      delegate: 'B-1',
      delegation: 'POA-1',
      scope: ['declare', 'read'],
      authority: 'GB',
      validFrom: '2026-01-01',
      validTo: '2026-07-01',
    },
  },
  { type: 'DelegationGranted', data: { collector: 'V-1', delegate: 'B-2', delegation: 'POA-2', scope: ['pay'], validFrom: '2026-01-01' } },
  { type: 'DelegationEnded', data: { collector: 'V-1', delegate: 'B-2', delegation: 'POA-2', endedFrom: '2026-05-01' } },
  {
    type: 'RoleAuthorised',
    data: { collector: 'B-1', authority: 'GB', responsibility: 'declarant', authorisation: 'SDE-1', validFrom: '2026-01-01' },
  },
  {
    type: 'RoleAuthorised',
    data: { collector: 'B-1', authority: 'GB', responsibility: 'guarantor', authorisation: 'CGU-1', validFrom: '2026-02-01' },
  },
  {
    type: 'RoleRevoked',
    data: {
      collector: 'B-1',
      authority: 'GB',
      responsibility: 'declarant',
      authorisation: 'SDE-1',
      revokedFrom: '2026-06-01',
      reason: 'no longer needed',
    },
  },
  { type: 'CollectorSuspended', data: { collector: 'V-1', authority: 'GB', reason: 'unpaid', suspendedFrom: '2026-03-01' } },
  { type: 'CollectorReinstated', data: { collector: 'V-1', authority: 'GB', reinstatedFrom: '2026-03-10' } },
  { type: 'CollectorSuspended', data: { collector: 'B-1', reason: 'audit', suspendedFrom: '2026-04-01' } },
  { type: 'CollectorReinstated', data: { collector: 'B-1', reinstatedFrom: '2026-04-02' } },
  { type: 'AeoStatusChanged', data: { collector: 'B-1', authority: 'GB', status: 'AEOC', changedFrom: '2026-02-01' } },
  { type: 'AeoStatusChanged', data: { collector: 'B-1', authority: 'GB', status: 'AEOF', changedFrom: '2026-05-01' } },
];
const register = new CollectorRegister();
for (const event of events) register.apply(event);

const answer = (actor: string, scope: 'declare' | 'pay' | 'read', authority: string, day: string): string => {
  const found = register.mayAct({ actor, onBehalfOf: 'V-1', scope, authority, day });
  return found.kind === 'refused' ? found.reason : found.kind === 'delegated' ? found.delegation.delegation : found.kind;
};

describe('who may act for a collector', () => {
  it.each([
    ['V-1', 'declare', 'GB', '2026-02-01', 'itself'],
    ['V-1', 'declare', 'GB', '2026-03-01', 'suspended'],
    ['V-1', 'declare', 'GB', '2026-03-10', 'itself'],
    ['V-1', 'declare', 'EU-FR', '2026-03-01', 'itself'],
    ['V-1', 'pay', 'GB', '2026-03-01', 'itself'], // a suspended collector goes on to pay what it owes
    ['B-1', 'declare', 'GB', '2025-12-31', 'not_delegated'],
    ['B-1', 'declare', 'GB', '2026-01-01', 'POA-1'],
    ['B-1', 'declare', 'GB', '2026-06-30', 'POA-1'],
    ['B-1', 'declare', 'GB', '2026-07-01', 'not_delegated'],
    ['B-1', 'declare', 'EU-FR', '2026-02-01', 'not_delegated'],
    ['B-1', 'pay', 'GB', '2026-02-01', 'not_delegated'],
    ['B-1', 'declare', 'GB', '2026-03-05', 'suspended'],
    ['B-1', 'declare', 'GB', '2026-04-01', 'delegate_suspended'],
    ['B-1', 'read', 'GB', '2026-04-01', 'POA-1'],
    ['B-2', 'pay', 'EU-FR', '2026-04-30', 'POA-2'],
    ['B-2', 'pay', 'EU-FR', '2026-05-01', 'not_delegated'],
  ] as const)('%s to %s at %s on %s: %s', (actor, scope, authority, day, expected) => {
    expect(answer(actor, scope, authority, day)).toBe(expected);
  });
  it('is nobody for a collector that is not registered', () => {
    expect(register.mayAct({ actor: 'V-9', onBehalfOf: 'V-9', scope: 'read', authority: 'GB', day: '2026-01-01' })).toEqual({
      kind: 'refused',
      reason: 'unknown',
    });
  });
  it('is told from the side of the one who acts', () => {
    expect(register.actingFor('B-2', 'pay', 'GB', '2026-04-01')).toEqual(['B-2', 'V-1']);
    expect(register.actingFor('B-2', 'pay', 'GB', '2026-05-01')).toEqual(['B-2']);
    expect(register.actingFor('V-9', 'pay', 'GB', '2026-05-01')).toEqual([]);
  });
});

describe('a collector on a day', () => {
  it('holds its responsibilities, status, number and name', () => {
    const roles = (day: string) => register.rolesOf('B-1', 'GB', day).map(({ responsibility }) => responsibility);
    expect([roles('2026-01-15'), roles('2026-02-01'), roles('2026-06-01')]).toEqual([
      ['declarant'],
      ['declarant', 'guarantor'],
      ['guarantor'],
    ]);
    expect(register.rolesOf('B-1', 'EU-FR', '2026-02-01')).toEqual([]);
    expect(['2026-01-31', '2026-02-01', '2026-04-30', '2026-05-01'].map((day) => register.aeoStatusOf('B-1', 'GB', day))).toEqual([
      'none',
      'AEOC',
      'AEOC',
      'AEOF',
    ]);
    expect(register.aeoStatusOf('V-1', 'GB', '2026-05-01')).toBe('none');
    expect(register.numbers.numberOf('V-1', 'EU-IOSS', '2026-05-01')?.schemeNumber).toBe('IM3720000014');
    expect(register.detailsOf('B-2')?.establishedIn).toBe('GB');
  });
});
