import { each, ToldByHand } from './told-by-hand';

/** Days of May 2026, an hour each. */
const may = (day: number, hour = 10): string => `2026-05-${String(day).padStart(2, '0')}T${String(hour).padStart(2, '0')}:00:00.000Z`;
const full = { dataset: 'H1' };
const eight = (more: Readonly<Record<string, unknown>> = {}) => ({ hsCode: '39241000', origin: 'CN', additionalProcedures: [], ...more });

/** R01: 150 euro is the limit, and still within. */
const splitOfBuyers = (told: ToldByHand): void => {
  each(3, (one) => {
    told.sell('R01-FOUND', String(one), '60.00', { buyerId: 'ann', orderedAt: may(1, 7 * one) });
  });
  each(2, (one) => {
    told.sell('R01-AT-LIMIT', String(one), '75.00', { buyerId: 'ann', orderedAt: may(one) });
  });
  each(2, (one) => {
    told.sell('R01-DISCOUNT', String(one), '80.00', { buyerId: 'ann', discount: '5.00', orderedAt: may(one) });
  });
  each(2, (one) => {
    told.sell('R01-72-HOURS', String(one), '80.00', { buyerId: 'ann', orderedAt: may(3 * one - 2) });
  });
  each(2, (one) => {
    told.sell('R01-73-HOURS', String(one), '80.00', { buyerId: 'ann', orderedAt: may(3 * one - 2, 9 + one) });
  });
  each(2, (one) => {
    told.sell('R01-TWO-BUYERS', String(one), '80.00', { buyerId: `ann-${String(one)}` });
  });
  each(2, (one) => {
    told.sell('R01-ABOVE-ITSELF', String(one), one === 1 ? '80.00' : '150.01', { buyerId: 'ann' });
  });
  each(2, (one) => {
    told.sell('R01-ONE-ARRIVAL', String(one), '80.00', { buyerId: 'ann', orderedAt: may(8 * one) });
    told.ship(`R01A${String(one)}`, 'R01-ONE-ARRIVAL', [String(one)], may(25, one));
  });
};

const inTwoParcels = (told: ToldByHand, seller: string, values: readonly [string, string], change = {}): void => {
  told.sell(seller, '1', '1.00', { lines: values.map((value) => told.line(value)) });
  values.forEach((value, i) => {
    told.ship(`${seller}-${String(i)}`, seller, ['1']);
    const isLow = value.length < 6 || value <= '150.00';
    told.declare(seller, `${seller}-${String(i)}`, value, isLow ? change : full, {
      ...(isLow ? {} : eight()),
      covered: [{ seller, order: '1', ordinal: i + 1 }],
    });
  });
};

const splitOrders = (told: ToldByHand): void => {
  inTwoParcels(told, 'R02-FOUND', ['80.00', '90.00']);
  inTwoParcels(told, 'R02-AT-LIMIT', ['75.00', '75.00']);
  inTwoParcels(told, 'R02-DISCOUNT', ['80.00', '80.00'], { discount: '5.00' });
  inTwoParcels(told, 'R02-DECLARED-ABOVE', ['160.00', '20.00']);
};

const buyers = (told: ToldByHand): void => {
  each(20, (one) => {
    told.sell('R03-FOUND', String(one), '9.00', { buyerId: 'hub', orderedAt: may(one) });
  });
  each(19, (one) => {
    told.sell('R03-NINETEEN', String(one), '9.00', { buyerId: 'hub', orderedAt: may(one) });
  });
  each(20, (one) => {
    told.sell('R03-TWENTY-BUYERS', String(one), '1.00', { orderedAt: may(one) });
  });
};

/** 99.00 euro and 19.80 of VAT are paid at checkout. */
const invoices = (told: ToldByHand): void => {
  for (const [seller, declaredAt] of [
    ['R04-FOUND', '89.09'],
    ['R04-NINETY', '89.10'],
    ['R04-VAT-ASIDE', '99.00'],
  ] as const) {
    told.sell(seller, '1', '11.00', { schemeNumber: 'IM3720000014' }, { quantity: 9 });
    told.pay(seller, '1', '118.80');
    told.ship(`${seller}-P`, seller, ['1']);
    told.declare(seller, `${seller}-P`, declaredAt, {}, { hsCode: '420292', covered: [{ seller, order: '1', quantity: 9 }] });
  }
};

/** Groups of 41 items of one code: 40 at ten euro, and one. */
const peers = (told: ToldByHand): void => {
  for (const [name, hsCode, low, count] of [
    ['R05-FOUND', '69111000', '4.99', 40],
    ['R05-HALF', '69120021', '5.00', 40],
    ['R05-FEW', '82152010', '1.00', 38],
  ] as const) {
    told.declare(name, `${name}-1`, '', {
      ...full,
      items: Array.from({ length: count }, (_, i) => told.item('10.00', eight({ hsCode, seq: i + 1, description: 'china cups' }))),
    });
    told.declare(name, `${name}-2`, low, full, eight({ hsCode, description: 'china cups' }));
  }
};

/** The last 5 % up to 150 euro, and the bands of 5 % beside it. */
const heaps = (told: ToldByHand): void => {
  each(20, (one) => {
    told.declare('R06-FOUND', `R06F${String(one)}`, '149.00');
  });
  each(9, (one) => {
    told.declare('R06-FOUND', `R06N${String(one)}`, '140.00');
  });
  each(19, (one) => {
    told.declare('R06-NINETEEN', `R06L${String(one)}`, '149.00');
  });
  each(20, (one) => {
    told.declare('R06-EVEN', `R06A${String(one)}`, '149.00');
  });
  each(10, (one) => {
    told.declare('R06-EVEN', `R06B${String(one)}`, '140.00');
  });
  each(10, (one) => {
    told.declare('R06-EVEN', `R06C${String(one)}`, '155.00', full, eight());
  });
  each(20, (one) => {
    told.declare('R06-DEAR', `R06D${String(one)}`, '142.50');
  });
};

const descriptions = (told: ToldByHand): void => {
  told.declare('R07-FOUND', 'R07-FOUND', '10.00', {}, { hsCode: '940550', description: 'Gift: assorted spare parts' });
  told.declare('R07-ONE-WORD', 'R07-ONE-WORD', '10.00', {}, { hsCode: '940550', description: 'gift cards' });
  told.declare('R07-INNOCENT', 'R07-INNOCENT', '10.00', {}, { hsCode: '940550', description: 'sample spoons of stainless steel' });
  for (const [seller, second] of [
    ['R07-CODES', '69111000'],
    ['R07-ONE-CODE', '39241090'],
  ] as const)
    for (const [number, hsCode] of [
      ['1', '39241000'],
      ['2', second],
    ] as const)
      told.sell(seller, number, '10.00', {}, { hsCode, merchantProductIdentifier: 'MPI' });
  for (const [seller, hsCode] of [
    ['R07-SELLER-1', '39241000'],
    ['R07-SELLER-2', '69111000'],
  ] as const)
    told.sell(seller, '1', '10.00', {}, { hsCode, merchantProductIdentifier: 'OWN' });
};

const origins = (told: ToldByHand): void => {
  for (const [seller, from] of [
    ['R08-FOUND', ['CN', 'CN', 'CN', 'VN']],
    ['R08-FEW', ['CN', 'CN', 'VN']],
    ['R08-TWO-SOURCES', ['CN', 'CN', 'CN', 'VN', 'VN']],
  ] as const)
    from.forEach((origin, i) => {
      told.sell(seller, String(i), '10.00', {}, { origin });
    });
};

const businesses = (told: ToldByHand): void => {
  for (const [seller, count, buyerType] of [
    ['R09-FOUND', 5, 'consumer'],
    ['R09-FOUR', 4, 'consumer'],
    ['R09-BUSINESSES', 5, 'business'],
  ] as const) {
    each(count, (one) => {
      told.sell(seller, String(one), '10.00', { buyerType });
    });
    const covered = Array.from({ length: count }, (_, i) => ({ seller, order: String(i + 1) }));
    told.declare(seller, seller, '50.00', { ...full, buyerType: 'business', transactionType: 'B2B' }, eight({ covered }));
  }
};

const numbers = (told: ToldByHand): void => {
  const under = (
    schemeNumber: string,
    name: string,
    count: number,
    change: (one: number) => { readonly seller?: string; readonly dispatchCountry?: string; readonly acceptedAt?: string },
  ): void => {
    each(count, (one) => {
      const { seller = name, ...rest } = change(one);
      told.declare(
        seller,
        `${name}-${String(one)}`,
        '20.00',
        { scheme: 'EU-IOSS', schemeNumber, suppliedOn: '2026-05-02', ...rest },
        { additionalProcedures: ['C07', 'F48'] },
      );
    });
  };
  under('IM3720000101', 'R10-SENDERS', 10, (one) => ({ seller: `R10-S${String(one)}` }));
  under('IM3720000102', 'R10-NINE', 9, (one) => ({ seller: `R10-N${String(one)}` }));
  under('IM3720000103', 'R10-COUNTRIES', 5, (one) => ({ dispatchCountry: ['CN', 'VN', 'TR', 'US', 'IN'][one - 1] ?? '' }));
  under('IM3720000104', 'R10-FOUR', 8, (one) => ({ dispatchCountry: ['CN', 'VN', 'TR', 'US'][one % 4] ?? '' }));
  const monthly = (counts: readonly number[]) => (one: number) => {
    let [month, rest] = [2, one];
    for (const count of counts) {
      if (rest <= count) break;
      rest -= count;
      month += 1;
    }
    return {
      acceptedAt: `2026-${String(month).padStart(2, '0')}-10T10:00:00.000Z`,
      suppliedOn: `2026-${String(month).padStart(2, '0')}-02`,
    };
  };
  under('IM3720000105', 'R10-JUMP', 65, monthly([5, 5, 5, 50]));
  under('IM3720000106', 'R10-STEADY', 100, monthly([16, 17, 17, 50]));
};

const gifts = (told: ToldByHand): void => {
  for (const [seller, orders] of [
    ['R11-FOUND', 5],
    ['R11-FOUR', 4],
    ['R11-PRIVATE', 0],
  ] as const) {
    each(orders, (one) => {
      told.sell(seller, String(one), '10.00');
    });
    told.declare(seller, seller, '40.00', { transactionType: 'gift' });
  }
};

/** 20 orders of one seller and 40 of each of three others in a month: the others’ returns decide. */
const returns = (told: ToldByHand): void => {
  for (const [month, others] of [
    ['02', 9],
    ['03', 10],
  ] as const) {
    const at = `2026-${month}-10T10:00:00.000Z`;
    each(20, (one) => {
      told.sell('R12-SELLER', `${month}-${String(one)}`, '10.00', { orderedAt: at });
    });
    each(120, (one) => {
      told.sell(`R12-OTHER-${String(one % 3)}`, `${month}-${String(one)}`, '10.00', { orderedAt: at });
    });
    each(5, (one) => {
      told.giveBack('R12-SELLER', `${month}-${String(one)}`, {
        reportedAt: at,
        original: { seller: 'R12-SELLER', orderNumber: `${month}-${String(one)}` },
      });
    });
    each(others, (one) => {
      told.giveBack('C-1', `${month}-${String(one)}`, {
        reportedAt: at,
        original: { seller: `R12-OTHER-${String(one % 3)}`, orderNumber: `${month}-${String(one)}` },
      });
    });
  }
  const serial = (seller: string, reference: string, number: string, change = {}): void => {
    told.giveBack(seller, reference, { original: { seller }, lines: [{ quantity: 1, serial: number }], ...change });
  };
  each(2, (one) => {
    serial('R12-SERIAL', `S-${String(one)}`, 'SN-TWICE');
  });
  each(2, (one) => {
    serial(`R12-MAKER-${String(one)}`, 'S-1', 'SN-OF-TWO-MAKERS');
  });
  serial('R12-BOTH-TELL', 'S-1', 'SN-TOLD-TWICE', { consignmentNumber: 'BACK-1' });
  told.giveBack('C-1', 'S-1', {
    original: { seller: 'R12-BOTH-TELL' },
    consignmentNumber: 'BACK-1',
    lines: [{ quantity: 1, serial: 'SN-TOLD-TWICE' }],
  });
};

/** Orders without a country of destination. */
const quality = (told: ToldByHand): void => {
  for (const [seller, count, missing] of [
    ['R13-FOUND', 20, 3],
    ['R13-TENTH', 20, 2],
    ['R13-FEW', 19, 19],
  ] as const)
    each(count, (one) => {
      told.sell(seller, String(one), '10.00', one <= missing ? { destination: undefined } : {});
    });
};

/** For each indicator what has to be found, what stands at its boundary, and what only looks alike. */
export const indicatorStories = (): ToldByHand => {
  const told = new ToldByHand();
  for (const tell of [
    splitOfBuyers,
    splitOrders,
    buyers,
    invoices,
    peers,
    heaps,
    descriptions,
    origins,
    businesses,
    numbers,
    gifts,
    returns,
    quality,
  ])
    tell(told);
  return told;
};
