import { type CollectorCommand } from './collectors.commands';
import { collectorDecider } from './collectors.decider';
import { type CollectorEvent } from './collectors.events';

const registered: CollectorEvent = {
  type: 'CollectorRegistered',
  data: {
    collector: 'R-1',
    name: 'Tidewater Brokers',
    establishedIn: 'GB',
    roles: ['intermediary', 'representative'],
    registeredOn: '2025-01-01',
  },
};
const role = { authority: 'GB', responsibility: 'declarant', authorisation: 'GBSDE123', validFrom: '2026-01-01' } as const;
const authorised = (more: { validTo?: string } = {}): CollectorEvent => ({
  type: 'RoleAuthorised',
  data: { collector: 'R-1', ...role, ...more },
});
const delegation = {
  delegate: 'B-2',
  delegation: 'POA-1',
  scope: ['declare', 'pay'] as ('declare' | 'pay')[],
  authority: 'GB',
  validFrom: '2026-01-01',
  validTo: '2027-01-01',
};
const granted: CollectorEvent = { type: 'DelegationGranted', data: { collector: 'R-1', ...delegation } };
const suspended = (authority?: string): CollectorEvent => ({
  type: 'CollectorSuspended',
  data: { collector: 'R-1', reason: 'unpaid', suspendedFrom: '2026-03-01', ...(authority === undefined ? {} : { authority }) },
});
const reinstated: CollectorEvent = { type: 'CollectorReinstated', data: { collector: 'R-1', reinstatedFrom: '2026-04-01' } };
const aeo: CollectorEvent = {
  type: 'AeoStatusChanged',
  data: { collector: 'R-1', authority: 'GB', status: 'AEOC', changedFrom: '2026-01-01' },
};

const decided = (given: readonly CollectorEvent[], command: CollectorCommand) => {
  const decision = collectorDecider.decide(command, [registered, ...given].reduce(collectorDecider.evolve, collectorDecider.initial));
  return 'rejected' in decision ? decision.rejected.code : decision.accepted.map(({ type, data }) => ({ type, data }));
};
const authorise: CollectorCommand = { type: 'AuthoriseRole', ...role };
const revoke = (revokedFrom: string): CollectorCommand => ({
  type: 'RevokeRole',
  authority: 'GB',
  responsibility: 'declarant',
  authorisation: 'GBSDE123',
  revokedFrom,
  reason: 'fails to comply',
});
const delegate = (more: Partial<typeof delegation> = {}): CollectorCommand => ({ type: 'GrantDelegation', ...delegation, ...more });
const end = (endedFrom: string, reference = 'POA-1'): CollectorCommand => ({ type: 'EndDelegation', delegation: reference, endedFrom });
const suspend = (suspendedFrom: string, authority?: string): CollectorCommand => ({
  type: 'Suspend',
  reason: 'unpaid',
  suspendedFrom,
  ...(authority === undefined ? {} : { authority }),
});
const reinstate = (reinstatedFrom: string, authority?: string): CollectorCommand => ({
  type: 'Reinstate',
  reinstatedFrom,
  ...(authority === undefined ? {} : { authority }),
});
const change = (status: 'none' | 'AEOC' | 'AEOF', changedFrom: string): CollectorCommand => ({
  type: 'ChangeAeoStatus',
  authority: 'GB',
  status,
  changedFrom,
});

const known: readonly (readonly [
  what: string,
  given: readonly CollectorEvent[],
  command: CollectorCommand,
  events: readonly CollectorEvent[],
])[] = [
  ['a responsibility is authorised', [], authorise, [authorised()]],
  [
    'several responsibilities are held at once',
    [authorised()],
    { ...authorise, responsibility: 'guarantor' },
    [{ type: 'RoleAuthorised', data: { collector: 'R-1', ...role, responsibility: 'guarantor' } }],
  ],
  ['the same authorisation again is no news', [authorised()], authorise, []],
  [
    'it is authorised again after its end',
    [authorised({ validTo: '2026-07-01' })],
    { ...authorise, validFrom: '2026-07-01' },
    [{ type: 'RoleAuthorised', data: { collector: 'R-1', ...role, validFrom: '2026-07-01' } }],
  ],
  [
    'it is revoked',
    [authorised()],
    revoke('2026-05-01'),
    [
      {
        type: 'RoleRevoked',
        data: {
          collector: 'R-1',
          authority: 'GB',
          responsibility: 'declarant',
          authorisation: 'GBSDE123',
          revokedFrom: '2026-05-01',
          reason: 'fails to comply',
        },
      },
    ],
  ],
  ['another may act', [], delegate({ scope: ['pay', 'declare', 'pay'] }), [granted]],
  ['the same delegation again is no news', [granted], delegate(), []],
  [
    'a delegation is ended',
    [granted],
    end('2026-06-01'),
    [{ type: 'DelegationEnded', data: { collector: 'R-1', delegate: 'B-2', delegation: 'POA-1', endedFrom: '2026-06-01' } }],
  ],
  ['a collector is suspended', [], suspend('2026-03-01'), [suspended()]],
  ['a duplicate of a suspension that ended is no news', [suspended(), reinstated], suspend('2026-03-01'), []],
  ['one authority suspends beside another', [suspended('EU-FR')], suspend('2026-03-01', 'GB'), [suspended('GB')]],
  ['it is reinstated', [suspended()], reinstate('2026-04-01'), [reinstated]],
  ['a duplicate of that is no news', [suspended(), reinstated], reinstate('2026-04-01'), []],
  ['its AEO status changes', [], change('AEOC', '2026-01-01'), [aeo]],
  ['the status it has is no change', [aeo], change('AEOC', '2026-05-01'), []],
  ['nor is the first that it never had', [], change('none', '2026-05-01'), []],
];
const ended: CollectorEvent = {
  type: 'DelegationEnded',
  data: { collector: 'R-1', delegate: 'B-2', delegation: 'POA-1', endedFrom: '2026-06-01' },
};
const revoked: CollectorEvent = {
  type: 'RoleRevoked',
  data: {
    collector: 'R-1',
    authority: 'GB',
    responsibility: 'declarant',
    authorisation: 'GBSDE123',
    revokedFrom: '2026-05-01',
    reason: 'fails to comply',
  },
};

describe('the standing of a collector', () => {
  it.each(known)('%s', (_, given, command, events) => {
    expect(decided(given, command)).toEqual(events);
  });

  it.each<readonly [what: string, given: readonly CollectorEvent[], command: CollectorCommand, code: string]>([
    ['an authorisation of days it has', [authorised()], { ...authorise, validFrom: '2026-06-01' }, 'ROLE_ALREADY_AUTHORISED'],
    ['a revocation of what was never authorised', [], revoke('2026-05-01'), 'ROLE_NOT_AUTHORISED'],
    ['a second revocation', [authorised(), revoked], revoke('2026-06-01'), 'ROLE_ALREADY_REVOKED'],
    ['a revocation before the first day', [authorised()], revoke('2025-12-31'), 'DAY_RANGE_INVALID'],
    ['a revocation after the last', [authorised({ validTo: '2026-04-01' })], revoke('2026-05-01'), 'DAY_RANGE_INVALID'],
    ['a delegation to itself', [], delegate({ delegate: 'R-1' }), 'DELEGATION_TO_ITSELF'],
    ['another delegation under one reference', [granted], delegate({ delegate: 'B-3' }), 'DELEGATION_ALREADY_GRANTED'],
    ['a delegation of no day', [], delegate({ validTo: '2026-01-01' }), 'DAY_RANGE_INVALID'],
    ['the end of an unknown delegation', [], end('2026-06-01', 'POA-9'), 'DELEGATION_UNKNOWN'],
    ['a second end', [granted, ended], end('2026-07-01'), 'DELEGATION_ALREADY_ENDED'],
    ['an end when it is over', [granted], end('2027-01-01'), 'DAY_RANGE_INVALID'],
    ['a second suspension', [suspended()], suspend('2026-03-02'), 'COLLECTOR_ALREADY_SUSPENDED'],
    ['a suspension before the reinstatement', [suspended(), reinstated], suspend('2026-03-15'), 'DAY_RANGE_INVALID'],
    ['a reinstatement by another authority', [suspended('EU-FR')], reinstate('2026-04-01', 'GB'), 'COLLECTOR_NOT_SUSPENDED'],
    ['a reinstatement before the suspension', [suspended()], reinstate('2026-02-28'), 'DAY_RANGE_INVALID'],
    ['a status that changes back in time', [aeo], change('AEOF', '2026-01-01'), 'DAY_RANGE_INVALID'],
    ['a day that does not exist', [aeo], change('AEOF', '2026-02-30'), 'DAY_RANGE_INVALID'],
  ])('refuses %s', (_, given, command, code) => {
    expect(decided(given, command)).toBe(code);
  });

  it('is asked of registered collectors only', () => {
    for (const command of [authorise, delegate(), suspend('2026-03-01'), change('AEOC', '2026-01-01')]) {
      expect(collectorDecider.decide(command, collectorDecider.initial)).toMatchObject({ rejected: { code: 'COLLECTOR_UNKNOWN' } });
    }
  });
});
