import { Exact } from '#money';
import { HandMadeTrade } from './trade';
import { carrier, numbers, type Parcel, seller, written } from './parcels';

const openedOn = '2026-03-01';
/** Who takes part: a vendor with its numbers, another one, and a representative with accounts. `now`: the ledger's clock. */
export const worldOf = async (now: string): Promise<HandMadeTrade> => {
  const trade = await HandMadeTrade.begin(now);
  for (const [collector, roles] of [
    [seller, ['vendor']],
    ['V-DE-3', ['vendor']],
    ['R-1', ['representative']],
  ] as const)
    await trade.tell('operator', '/v1/collectors', { collector, name: collector, roles, establishedIn: 'IE', registeredOn: '2026-01-01' });
  for (const [collector, scheme, schemeNumber, authority] of [
    [seller, 'EU-IOSS', numbers.ioss, 'EU-IE'],
    [seller, 'UK-VAT', numbers.uk, 'GB'],
    ['V-DE-3', 'EU-IOSS', 'IM2760000022', 'EU-DE'],
  ] as const)
    await trade.tell('officer', `/v1/collectors/${collector}/scheme-numbers`, { scheme, schemeNumber, authority, validFrom: openedOn });
  for (const [authority, holder, kind, currency, cycle] of [
    ['EU-IE', seller, 'scheme', 'EUR', 'EU-SIXTEENTH'],
    ['GB', seller, 'scheme', 'GBP', 'UK-DUTY'],
    ['EU-FR', 'R-1', 'deferment', 'EUR', 'EU-SIXTEENTH'],
    ['EU-DE', 'R-1', 'deferment', 'EUR', 'EU-SIXTEENTH'],
    ['GB', 'R-1', 'deferment', 'GBP', 'UK-DUTY'],
  ] as const)
    await trade.tell('officer', '/v1/accounts', { authority, holder, kind, currency, cycle, openedOn });
  await trade.settle();
  return trade;
};

/** The messages of a parcel, each by itself. */
export const steps = {
  order: (trade: HandMadeTrade, { order }: Parcel) => trade.tell(`vendor:${seller}`, '/v1/orders', order),
  payment: (trade: HandMadeTrade, { payment }: Parcel) => trade.tell(`vendor:${seller}`, '/v1/checkout-payments', payment),
  consignment: async (trade: HandMadeTrade, { consignment, arrival, delivery, number }: Parcel) => {
    const id = await trade.tell(`intermediary:${carrier}`, '/v1/consignments', consignment);
    await trade.tell(`intermediary:${carrier}`, `/v1/consignments/${carrier}/${number}/arrivals`, arrival);
    await trade.tell(`intermediary:${carrier}`, `/v1/consignments/${carrier}/${number}/deliveries`, delivery);
    return id;
  },
  declaration: async (trade: HandMadeTrade, { declaration, buyer: holder, authority, declarant }: Parcel) => {
    if (holder !== undefined) {
      const [kind, cycle, currency] = ['consumer', 'EU-AT-ONCE', declaration['currency']];
      await trade.tell('officer', '/v1/accounts', { authority, holder, kind, currency, cycle, openedOn });
      await trade.settle();
    }
    return trade.tell(`intermediary:${declarant}`, '/v1/declarations', declaration);
  },
};
export type Step = keyof typeof steps;

/** Tells a parcel in some order of arrival; what is not named is never told. Gives the ids of what was told. */
export const tellParcel = async (
  trade: HandMadeTrade,
  parcel: Parcel,
  order: readonly Step[] = ['declaration', 'consignment', 'payment', 'order'],
): Promise<Partial<Record<Step, string>>> => {
  const ids: Partial<Record<Step, string>> = {};
  for (const step of order) ids[step] = await steps[step](trade, parcel);
  return ids;
};

/** What somebody has to do, as the list of obligations says it. */
export interface Obligation {
  readonly kind: string;
  readonly holder: string;
  readonly authority: string;
  readonly state: string;
  readonly reference: string;
  readonly dueOn: string;
  readonly currency: string;
  readonly open?: string;
  readonly account?: string;
  readonly schemeNumber?: string;
  readonly period?: string;
}
export const obligations = (trade: HandMadeTrade): Promise<readonly Obligation[]> =>
  trade.list<Obligation>('/v1/obligations', 'obligations');

/** All months are closed, and all returns filed that were due by the clock, nil ones too. */
export const closeAndFile = async (trade: HandMadeTrade): Promise<void> => {
  await trade.settle();
  await trade.tell('operator', '/v1/close-runs', {});
  await trade.settle();
  for (const { kind, holder, state, schemeNumber, period } of await obligations(trade))
    if (kind === 'returnToFile' && state === 'overdue')
      await trade.tell(`vendor:${holder}`, '/v1/scheme-returns', { schemeNumber, period });
  await trade.settle();
};

/** An entry of a bank: money in time, told later. Gives the receipt. */
export const pay = async (
  trade: HandMadeTrade,
  {
    authority,
    reference,
    amount,
    currency = 'EUR',
    on,
    entry = `E-${reference}`,
  }: {
    readonly authority: string;
    readonly reference: string;
    readonly amount: string;
    readonly currency?: string;
    readonly on: string;
    readonly entry?: string;
  },
): Promise<string> => {
  const days = { bookedOn: on, valueOn: on };
  const bankAccount = `BANK-${currency}`;
  const receipt = await trade.tell('cashier', '/v1/receipts', {
    authority,
    bankAccount,
    entryReference: entry,
    amount,
    currency,
    ...days,
    remittance: reference,
  });
  await trade.settle();
  return receipt;
};

/** Everything that is open is paid on the day that it is due, but for what is named. */
export const payAll = async (trade: HandMadeTrade, but: readonly string[] = []): Promise<void> => {
  for (const { reference, authority, open, currency, dueOn } of await obligations(trade))
    if (open !== undefined && !but.includes(reference))
      await pay(trade, { authority, reference, amount: written(Exact.parse(open), currency), currency, on: dueOn });
};
