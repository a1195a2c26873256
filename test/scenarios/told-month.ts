import { type ApiUnderTest } from './api.support';
import { parcels } from './messages';

/** What the story left, by name: ids of orders, consignments, declarations, accounts and bank entries; the statement’s reference. */
export type MonthIds = Readonly<Record<string, string>>;

/** A moment after the due days of March 2026, at which the month is told. */
export const monthTold = '2026-04-20T09:00:00.000Z';

const write = async (api: ApiUnderTest, who: string, url: string, body: unknown): Promise<string> => {
  const answer = await api.post(who, url, body);
  if (answer.status !== 201) throw new Error(`${url}: ${String(answer.status)} ${answer.text}`);
  return String(answer.body['id']);
};

/**
 * The month of `a-vendors-month`, told in one go: three parcels (IOSS, UK, border), declared, assessed and charged, the month closed. With
 * `filed` the returns are filed, with `paid` the statement and the returns are paid.
 */
export const tellMonth = async (
  api: ApiUnderTest,
  { filed = true, paid = true }: { readonly filed?: boolean; readonly paid?: boolean } = {},
): Promise<MonthIds> => {
  const ids: Record<string, string> = {};
  const registered = { establishedIn: 'IE', registeredOn: '2026-01-01' };
  await write(api, 'operator', '/v1/collectors', { collector: 'V-IE-1', name: 'A vendor', roles: ['vendor'], ...registered });
  await write(api, 'operator', '/v1/collectors', { collector: 'R-1', name: 'A representative', roles: ['representative'], ...registered });
  await write(api, 'officer', '/v1/collectors/V-IE-1/scheme-numbers', {
    scheme: 'EU-IOSS',
    schemeNumber: 'IM3720000014',
    authority: 'EU-IE',
    validFrom: '2026-03-01',
  });
  await write(api, 'officer', '/v1/collectors/V-IE-1/scheme-numbers', {
    scheme: 'UK-VAT',
    schemeNumber: 'GB999999973',
    authority: 'GB',
    validFrom: '2026-01-01',
  });
  const openedOn = '2026-03-01';
  await write(api, 'officer', '/v1/accounts', {
    authority: 'EU-IE',
    holder: 'V-IE-1',
    kind: 'scheme',
    currency: 'EUR',
    cycle: 'EU-SIXTEENTH',
    openedOn,
  });
  await write(api, 'officer', '/v1/accounts', {
    authority: 'GB',
    holder: 'V-IE-1',
    kind: 'scheme',
    currency: 'GBP',
    cycle: 'UK-DUTY',
    openedOn,
  });
  ids['deferment'] = await write(api, 'officer', '/v1/accounts', {
    authority: 'EU-FR',
    holder: 'R-1',
    kind: 'deferment',
    currency: 'EUR',
    cycle: 'EU-SIXTEENTH',
    openedOn,
  });
  await write(api, 'officer', '/v1/accounts', {
    authority: 'GB',
    holder: 'R-1',
    kind: 'deferment',
    currency: 'GBP',
    cycle: 'UK-DUTY',
    openedOn,
  });
  for (const [name, parcel] of Object.entries(parcels)) {
    ids[`order ${name}`] = await write(api, 'vendor:V-IE-1', '/v1/orders', parcel.order);
    ids[`payment ${name}`] = await write(api, 'vendor:V-IE-1', '/v1/checkout-payments', parcel.payment);
    ids[`consignment ${name}`] = await write(api, 'intermediary:C-1', '/v1/consignments', parcel.consignment);
    const place = `/v1/consignments/C-1/${parcel.consignment.consignmentNumber}`;
    await write(api, 'intermediary:C-1', `${place}/arrivals`, { arrivedAt: '2026-03-10T08:00:00.000Z' });
    await write(api, 'intermediary:C-1', `${place}/deliveries`, { deliveredAt: '2026-03-12T08:00:00.000Z' });
  }
  await api.settle();
  for (const [name, parcel] of Object.entries(parcels))
    ids[`declaration ${name}`] = await write(api, 'intermediary:R-1', '/v1/declarations', parcel.declaration);
  await api.settle();
  await api.post('operator', '/v1/close-runs', {});
  await api.settle();
  const { body } = await api.get('intermediary:R-1', '/v1/statements?authority=EU-FR');
  ids['statement'] =
    (body['statements'] as { statementReference: string; charged: string }[]).find(({ charged }) => charged === '83.40')
      ?.statementReference ?? '';
  if (filed) await fileReturns(api);
  if (paid) await payAll(api, ids);
  return ids;
};

const fileReturns = async (api: ApiUnderTest): Promise<void> => {
  await write(api, 'vendor:V-IE-1', '/v1/scheme-returns', { schemeNumber: 'IM3720000014', period: '2026-03' });
  await write(api, 'vendor:V-IE-1', '/v1/scheme-returns', { schemeNumber: 'GB999999973', period: '2026-Q1' });
  await api.settle();
};

const payAll = async (api: ApiUnderTest, ids: Record<string, string>): Promise<void> => {
  const entry = { bankAccount: 'BANK-1', bookedOn: '2026-04-16', valueOn: '2026-04-16' };
  const receipts = [
    { authority: 'EU-IE', entryReference: 'E-1', amount: '19.80', currency: 'EUR', remittance: 'IE/IM3720000014/M03.2026' },
    { authority: 'GB', entryReference: 'E-2', amount: '20.00', currency: 'GBP', remittance: 'GB/GB999999973/Q1.2026' },
    { authority: 'EU-FR', entryReference: 'E-3', amount: '83.40', currency: 'EUR', remittance: `PAYMENT ${ids['statement'] ?? ''}` },
  ];
  for (const receipt of receipts)
    ids[`receipt ${receipt.entryReference}`] = await write(api, 'cashier', '/v1/receipts', { ...entry, ...receipt });
  await api.settle();
};
