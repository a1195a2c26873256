import { memberStates } from './generated-trade';

/** The invented parties of the demonstration; every one of them is a role, none is a person. */
export const parties = {
  vendor: { collector: 'V-IE-001', name: 'Demonstration vendor', establishedIn: 'IE', roles: ['vendor'] },
  representative: { collector: 'R-001', name: 'Demonstration indirect representative', establishedIn: 'NL', roles: ['representative', 'intermediary'] },
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

/** IANA zone of an authority, for legal days. */
const zones: Readonly<Record<string, string>> = {
  GB: 'Europe/London', AT: 'Europe/Vienna', BE: 'Europe/Brussels', BG: 'Europe/Sofia', HR: 'Europe/Zagreb', CY: 'Asia/Nicosia', CZ: 'Europe/Prague', DK: 'Europe/Copenhagen',
  EE: 'Europe/Tallinn', FI: 'Europe/Helsinki', FR: 'Europe/Paris', DE: 'Europe/Berlin', GR: 'Europe/Athens', HU: 'Europe/Budapest', IE: 'Europe/Dublin', IT: 'Europe/Rome',
  LV: 'Europe/Riga', LT: 'Europe/Vilnius', LU: 'Europe/Luxembourg', MT: 'Europe/Malta', NL: 'Europe/Amsterdam', PL: 'Europe/Warsaw', PT: 'Europe/Lisbon', RO: 'Europe/Bucharest',
  SK: 'Europe/Bratislava', SI: 'Europe/Ljubljana', ES: 'Europe/Madrid', SE: 'Europe/Stockholm',
};
export const zoneOf = (country: string): string => zones[country] ?? 'UTC';
