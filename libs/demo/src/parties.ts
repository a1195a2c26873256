import { memberStates } from './generated-trade';

/** The invented parties of the demonstration; every one of them is a role, none is a person. */
export const parties = {
  vendor: { collector: 'V-IE-001', name: 'Demonstration vendor', establishedIn: 'IE', roles: ['vendor'] },
  representative: {
    collector: 'R-001',
    name: 'Demonstration indirect representative',
    establishedIn: 'NL',
    roles: ['representative', 'intermediary'],
  },
  carrier: 'C-001',
  psp: 'P-001',
} as const;

/** IM, 372 for Ireland (ISO 3166-1 numeric, as the codes of Member States of identification), a serial. */
export const iossNumber = 'IM3720000015';
export const ukVatNumber = 'GB999999973';

/** The book of the authority that a country's imports are declared to. */
export const authorityOf = (country: string): string => (country === 'GB' ? 'GB' : `EU-${country}`);
/** Authorities at which the representative has a deferment account. */
export const importAuthorities: readonly string[] = ['GB', ...memberStates.map(authorityOf)];
/** Where the vendor's returns are filed. */
export const returnAuthorities = { 'EU-IOSS': 'EU-IE', 'UK-SUPPLY': 'GB' } as const;

/** The desk at which consumers pay their own assessments: it stands for persons whom the ledger does not know by name. */
export const consumers = 'CONSUMERS';
/** The officer who decides what the representative asks for, and the clerk who asks for what the officer pays out. */
export const officer = 'O-001';
export const clerk = 'K-001';
/** Authorisation of the carrier for special arrangements in a Member State. */
export const arrangementNumber = (country: string): string => `SA${country}2026000001`;

/** Rules of periods by kind of account, at the United Kingdom and at the Member States. */
export const accountCycles = {
  deferment: { uk: 'UK-DUTY', eu: 'EU-SIXTEENTH' },
  scheme: { uk: 'UK-VAT-QUARTER', eu: 'EU-IOSS-MONTH' },
  consumer: { uk: 'UK-AT-ONCE', eu: 'EU-AT-ONCE' },
} as const;

/**
 * Debtors that only planted faults are charged to: one has no account, one a suspended one, one a guarantee in which nothing has room; one
 * sums its declarations up; one is charged with what is not its own.
 */
export const debtors = { summing: 'R-005', uninvolved: 'R-006', withoutAccount: 'R-007', suspended: 'R-008', unsecured: 'R-009' } as const;
