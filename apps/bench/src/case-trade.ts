import { accountId, accountPeriodStream, chargeId, receiptId } from '#accounts';
import { consignmentStream, orderStream, paymentStream } from '#advance-data';
import { collectorStream } from '#collectors';
import { declarationId, declarationStream } from '#declarations';
import { positionOf, type Position } from '#event-store';
import type { LoggedEvent } from '#read-model';
import { schemeReturnId, schemeReturnStream } from '#scheme-returns';

const sellers = 200;
const countries = [
  'AT',
  'BE',
  'CZ',
  'DE',
  'DK',
  'ES',
  'FI',
  'FR',
  'GR',
  'HR',
  'HU',
  'IE',
  'IT',
  'LT',
  'NL',
  'PL',
  'PT',
  'RO',
  'SE',
  'SK',
] as const;
export const months = ['2026-01', '2026-02', '2026-03', '2026-04', '2026-05', '2026-06', '2026-07', '2026-08'] as const;
/** Returns and statements are made of the months up to here. */
const closed = 6;
/** As of when the cases are judged. */
export const today = '2026-08-20T23:59:59.999Z';

export const sellerOf = (i: number): string => `V-${String(i % sellers)}`;
export const numberOf = (i: number): string => `IM${String(1_000_000_000 + (i % sellers))}`;
export const countryOf = (i: number): string => countries[(i * 7) % countries.length] ?? 'FR';
const monthOf = (i: number): string => months[(i * 13) % months.length] ?? '2026-01';
export const chapterOf = (i: number): string => String(10 + ((i * 31) % 80));
const after = (month: string, days: number): string => new Date(Date.parse(`${month}-01T10:00:00.000Z`) + days * 86_400_000).toISOString();
const nextMonth = (month: string): string => months[months.indexOf(month as (typeof months)[number]) + 1] ?? '2026-09';

/** Gives events their places in one log. */
export class CaseLog {
  #events = 0;

  get position(): Position {
    return positionOf(this.#events);
  }

  place(type: string, stream: string, at: string, data: object): LoggedEvent {
    this.#events += 1;
    const metadata = {
      v: '1',
      schemaVersion: '1',
      commandId: '',
      index: '0',
      actor: 'bench',
      book: '-',
      recordedAt: at,
      effectiveAt: at,
      prev: '',
      hash: '',
    };
    return { type, stream, data, metadata, revision: 0n, position: this.position } as LoggedEvent;
  }
}

const period = (country: string, month: string) => {
  const account = accountId(`EU-${country}`, 'R-1', 'deferment');
  return { account, stream: accountPeriodStream(`EU-${country}`, account, month) };
};

/** Numbers, accounts, returns and statements: what belongs to no parcel. Four returns and statements of five are paid. */
export const officeEvents = (log: CaseLog): readonly LoggedEvent[] => [
  ...Array.from({ length: sellers }, (_, i) =>
    log.place('SchemeNumberGranted', collectorStream(sellerOf(i)), '2026-01-01T00:00:00.000Z', {
      collector: sellerOf(i),
      scheme: 'EU-IOSS',
      schemeNumber: numberOf(i),
      authority: 'EU-IE',
      validFrom: '2025-01-01',
    }),
  ),
  ...countries.flatMap((country, i) => months.flatMap((month, m) => accountEvents(log, country, month, m < closed, (i + m) % 5 > 0))),
  ...Array.from({ length: sellers }, (_, i) =>
    months.slice(0, closed).flatMap((month, m) => returnEvents(log, i, month, (i + m) % 5 > 0)),
  ).flat(),
];

const accountEvents = (log: CaseLog, country: string, month: string, isClosed: boolean, isPaid: boolean): readonly LoggedEvent[] => {
  const { account, stream } = period(country, month);
  const head = {
    account,
    authority: `EU-${country}`,
    holder: 'R-1',
    kind: 'deferment',
    currency: 'EUR',
    period: month,
    start: `${month}-01`,
    end: `${nextMonth(month)}-01`,
  };
  const statement = `${country}-${month}`;
  const opened = log.place('PeriodOpened', stream, `${month}-01T00:00:00.000Z`, { ...head, opening: '0.00' });
  if (!isClosed) return [opened];
  const totals = [{ taxType: 'A00', beneficiary: 'EU', amount: '1000.00' }];
  const stated = log.place('PeriodClosed', stream, `${nextMonth(month)}-01T00:00:00.000Z`, {
    ...head,
    statementReference: statement,
    closedOn: `${nextMonth(month)}-01`,
    dueOn: `${nextMonth(month)}-16`,
    charged: '1000.00',
    closing: '1000.00',
    totals,
  });
  return [
    opened,
    stated,
    ...(isPaid
      ? [paid(log, account, stream, nextMonth(month), { kind: 'statement', reference: statement, beneficiary: 'EU', amount: '1000.00' })]
      : []),
  ];
};

const returnEvents = (log: CaseLog, i: number, month: string, isPaid: boolean): readonly LoggedEvent[] => {
  const number = numberOf(i);
  const [id, reference, holder] = [schemeReturnId('EU-IE', number, month), `${number}/${month}`, sellerOf(i)];
  const account = accountId('EU-IE', holder, 'scheme');
  const stream = accountPeriodStream('EU-IE', account, month);
  const at = `${nextMonth(month)}-10T00:00:00.000Z`;
  const head = {
    return: id,
    returnReference: reference,
    authority: 'EU-IE',
    scheme: 'EU-IOSS',
    schemeNumber: number,
    holder,
    period: month,
    start: `${month}-01`,
    end: `${nextMonth(month)}-01`,
    dueOn: `${nextMonth(month)}-28`,
    filedOn: at.slice(0, 10),
    currency: 'EUR',
  };
  const due = countries.map((country) => ({ country, balance: '100.00' }));
  return [
    log.place('SchemeReturnFiled', schemeReturnStream('EU-IE', number, month), at, {
      ...head,
      rows: countries.map((country) => ({ country, rate: '20', taxable: '500.00', vat: '100.00' })),
      corrections: [],
      balances: due,
      exchangeRows: [],
    }),
    log.place('ChargePosted', stream, at, {
      kind: 'return',
      subject: id,
      account,
      reference,
      currency: 'EUR',
      total: String(100 * countries.length),
      dueOn: head.dueOn,
      lines: due.map(({ country, balance }) => ({ beneficiary: country, amount: balance })),
    }),
    ...(isPaid
      ? due.map(({ country, balance }) =>
          paid(log, account, stream, nextMonth(month), { kind: 'return', reference, beneficiary: country, amount: balance }),
        )
      : []),
  ];
};

const paid = (log: CaseLog, account: string, stream: string, month: string, pair: object): LoggedEvent =>
  log.place('PaymentAllocated', stream, after(month, 14), {
    account,
    receipt: receiptId('EU-IE', 'B-1', stream),
    allocatedOn: `${month}-15`,
    amount: '1.00',
    pairs: [pair],
  });

/** What one parcel of the trade is, by its number in it. */
interface TradedParcel {
  readonly number: string;
  readonly seller: string;
  readonly country: string;
  /** Above the threshold: customs taxes it, and no scheme does. */
  readonly isLarge: boolean;
  readonly value: number;
  readonly vat: string;
  readonly hsCode: string;
  readonly month: string;
  readonly ordered: string;
  readonly arrived: string;
  /** Of a hundred parcels, which this one is. */
  readonly chance: number;
}

const parcelOf = (i: number, month: string): TradedParcel => {
  const isLarge = i % 5 === 0;
  const value = isLarge ? 200 + (i % 300) : 10 + (i % 130);
  return {
    number: String(i),
    seller: sellerOf(i),
    country: countryOf(i),
    isLarge,
    value,
    vat: (value * 0.2).toFixed(2),
    hsCode: `${chapterOf(i)}0910`,
    month,
    ordered: after(month, i % 20),
    arrived: after(month, (i % 20) + 7),
    chance: (i * 37) % 100,
  };
};

/**
 * One parcel from the order to its debt. Of a hundred two are not paid, two not declared, two declared for half of their value; one in five
 * is above the threshold.
 */
export const parcelEvents = (log: CaseLog, i: number, month = monthOf(i)): readonly LoggedEvent[] => {
  const parcel = parcelOf(i, month);
  const scheme = parcel.isLarge ? {} : { scheme: 'EU-IOSS', schemeNumber: numberOf(i) };
  return [
    ...orderedEvents(log, parcel),
    ...(parcel.chance < 2 ? [] : shippedEvents(log, parcel, scheme)),
    ...(parcel.chance < 4 ? [] : declaredEvents(log, parcel, scheme)),
    ...(parcel.chance < 4 || !parcel.isLarge ? [] : [chargedEvent(log, parcel)]),
  ];
};

const orderedEvents = (log: CaseLog, { number, seller, country, value, hsCode, ordered }: TradedParcel): readonly LoggedEvent[] => {
  const order = orderStream(seller, number);
  return [
    log.place('OrderRecorded', order, ordered, {
      seller,
      orderNumber: number,
      destination: country,
      orderedAt: ordered,
      currency: 'EUR',
      goods: `${String(value)}.00`,
      freight: '0',
      insurance: '0',
      discount: '0',
      intangibles: '0',
      lineCount: 1,
    }),
    log.place('OrderLinesRecorded', order, ordered, {
      lines: [{ ordinal: 1, sku: 'S', quantity: 1, unitPrice: `${String(value)}.00`, class: 'goods', hsCode }],
    }),
  ];
};

/** The order is paid and attributed to a scheme or excluded from all, and its parcel travels. */
const shippedEvents = (log: CaseLog, parcel: TradedParcel, scheme: object): readonly LoggedEvent[] => {
  const { number, seller, country, isLarge, value, vat, month, ordered, arrived } = parcel;
  const order = orderStream(seller, number);
  const consignment = consignmentStream('C-1', number);
  const price = `${String(value)}.00`;
  return [
    log.place('CheckoutPaymentCaptured', paymentStream('P-1', number), ordered, {
      psp: 'P-1',
      transactionId: number,
      seller,
      orderNumber: number,
      acceptedAt: ordered,
      amount: isLarge ? price : (value * 1.2).toFixed(2),
      currency: 'EUR',
    }),
    isLarge
      ? log.place('SupplyExcluded', order, ordered, { regime: 'STANDARD-IMPORT', reason: 'above_threshold', suppliedAt: ordered })
      : log.place('SupplyAttributed', order, ordered, {
          ...scheme,
          holder: seller,
          period: month,
          suppliedAt: ordered,
          consumptionCountry: country,
          currency: 'EUR',
          rows: [{ rate: '20', rateCategory: 'standard', taxable: price, vat }],
          thresholdTest: { value: price, limit: '150.00', currency: 'EUR' },
        }),
    log.place('ConsignmentAdvised', consignment, ordered, {
      carrier: 'C-1',
      consignmentNumber: number,
      orders: [{ seller, orderNumber: number }],
      dispatchedAt: ordered,
      destination: country,
    }),
    log.place('ConsignmentArrived', consignment, arrived, { arrivedAt: arrived }),
  ];
};

const mrnOf = ({ country, number }: TradedParcel): string => `26${country}${number}`;

const declaredEvents = (log: CaseLog, parcel: TradedParcel, scheme: object): readonly LoggedEvent[] => {
  const { number, seller, country, isLarge, value, hsCode, arrived, chance } = parcel;
  const authority = `EU-${country}`;
  const stream = declarationStream(authority, 'R-1', number);
  const item = {
    seq: 1,
    hsCode,
    description: 'goods',
    goodsValue: String(chance < 6 ? value / 2 : value),
    quantity: 1,
    additionalProcedures: [],
    covers: [{ seller, orderNumber: number, ordinal: 1, quantity: 1 }],
  };
  return [
    log.place('DeclarationLodged', stream, arrived, {
      authority,
      jurisdiction: country,
      declarant: 'R-1',
      lrn: number,
      mrn: mrnOf(parcel),
      version: 1,
      dataset: isLarge ? 'H1' : 'H7',
      accountHolder: 'R-1',
      carrier: 'C-1',
      consignmentNumber: number,
      seller,
      ...scheme,
      currency: 'EUR',
      freight: '0',
      insurance: '0',
      discount: '0',
      acceptedAt: arrived,
      acceptedOn: arrived.slice(0, 10),
      itemCount: 1,
    }),
    log.place('DeclarationItemsRecorded', stream, arrived, { items: [item] }),
    log.place('DutyAssessed', stream, arrived, debtOf(parcel)),
  ];
};

const debtOf = (parcel: TradedParcel): object => {
  const { number, country, isLarge, vat, arrived } = parcel;
  const authority = `EU-${country}`;
  const payable = isLarge ? vat : '0.00';
  const total = {
    taxType: 'B00',
    beneficiary: country,
    assessed: vat,
    relieved: '0.00',
    accountedElsewhere: isLarge ? '0.00' : vat,
    secured: '0.00',
    payable,
  };
  return {
    declaration: declarationId(authority, 'R-1', number),
    authority,
    mrn: mrnOf(parcel),
    version: 1,
    assessedAt: arrived,
    accountHolder: 'R-1',
    currency: 'EUR',
    totals: [total],
    payable,
  };
};

const chargedEvent = (log: CaseLog, parcel: TradedParcel): LoggedEvent => {
  const { number, country, vat, month, arrived } = parcel;
  const authority = `EU-${country}`;
  const { account, stream } = period(country, month);
  return log.place('ChargePosted', stream, arrived, {
    account,
    holder: 'R-1',
    charge: chargeId(authority, number),
    kind: 'declaration',
    subject: declarationId(authority, 'R-1', number),
    reference: mrnOf(parcel),
    lines: [{ taxType: 'B00', beneficiary: country, amount: vat }],
    total: vat,
    currency: 'EUR',
    acceptedAt: arrived,
    postedOn: arrived.slice(0, 10),
    dueOn: `${nextMonth(month)}-16`,
  });
};
