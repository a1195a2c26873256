import { ChargeTable } from './charge-table';
import { type OpenItem, openItem, OpenItems } from './open-items';
import { type OpenPeriodState, type PeriodEventData } from './open-period';
import { minorOf } from './period-amounts';
import { cashTakenOver } from './payments.state';
import { securityOf } from './security';
import { type UnappliedCash, UnappliedCashes } from './unapplied-cash';
import { VersionedMap } from './versioned-map';

export const opened = ({
  opening,
  unapplied: _unapplied,
  security,
  suspended,
  limit,
  ...terms
}: PeriodEventData<'PeriodOpened'>): OpenPeriodState => ({
  status: 'open',
  terms,
  opening: minorOf(terms.currency)(opening),
  charged: 0n,
  adjusted: 0n,
  interest: 0n,
  penalties: 0n,
  reversed: 0n,
  applied: 0n,
  offset: 0n,
  remitted: 0n,
  writtenOff: 0n,
  tolerated: 0n,
  received: 0n,
  returned: 0n,
  openItems: OpenItems.empty(),
  unapplied: UnappliedCashes.empty(),
  totals: VersionedMap.empty(),
  securedInWindow: 0n,
  charges: ChargeTable.empty(),
  payments: VersionedMap.empty(),
  sightings: VersionedMap.empty(),
  onTheirWay: VersionedMap.empty(),
  interestCharged: VersionedMap.empty(),
  penaltiesHere: VersionedMap.empty(),
  offsets: VersionedMap.empty(),
  writtenOffHere: VersionedMap.empty(),
  toleratedHere: VersionedMap.empty(),
  adjustments: VersionedMap.empty(),
  declinedCount: 0,
  handedOn: 0,
  ...(security === undefined ? {} : { security: securityOf(security, terms.currency) }),
  ...(suspended === undefined ? {} : { suspended }),
  ...(limit === undefined ? {} : { limit: minorOf(terms.currency)(limit) }),
});

type Carried = PeriodEventData<'OpenItemsCarried'>;

/** An open item as it is carried, in minor units. */
export const openItemOf = ({ open, secured, contested, ...item }: Carried['openItems'][number], currency: string): OpenItem => {
  const minor = minorOf(currency);
  return openItem({
    ...item,
    open: minor(open),
    ...(secured === undefined ? {} : { secured: minor(secured) }),
    ...(contested === undefined ? {} : { contested: minor(contested) }),
  });
};
/** Unapplied cash as it is carried, in minor units. */
const unappliedCashOf = (cash: Carried['unapplied'][number], currency: string): UnappliedCash => ({
  ...cash,
  amount: minorOf(currency)(cash.amount),
});

/** What several events carry, together. */
export const takenOver = (
  events: readonly Carried[],
  currency: string,
): Readonly<{ openItems: readonly OpenItem[]; unapplied: readonly UnappliedCash[] }> => ({
  openItems: events.flatMap(({ openItems }) => openItems.map((item) => openItemOf(item, currency))),
  unapplied: events.flatMap(({ unapplied }) => unapplied.map((cash) => unappliedCashOf(cash, currency))),
});

/** The closing chunk says what is handed on; only the opening one is taken over. */
export const carried = (state: OpenPeriodState, data: Carried): OpenPeriodState => {
  if (data.moment === 'closing') return { ...state, handedOn: state.handedOn + 1 };
  let { openItems } = state;
  for (const item of data.openItems) openItems = openItems.plus(openItemOf(item, data.currency));
  return data.unapplied.reduce((next, cash) => cashTakenOver(next, unappliedCashOf(cash, data.currency)), { ...state, openItems });
};
