/**
 * Member States of identification by the ISO 3166-1 numeric code that an IOSS number carries: IM + three digits + seven digits (Implementing
 * Regulation (EU) 2020/194 Annex; VAT Directive Art. 369q). The period of a supply is judged by the state's own clock. Two states have territory
 * in a second zone; the zone here is that of the competent tax office.
 */
const zones: ReadonlyMap<string, string> = new Map([
  ['040', 'Europe/Vienna'],
  ['056', 'Europe/Brussels'],
  ['100', 'Europe/Sofia'],
  ['191', 'Europe/Zagreb'],
  ['196', 'Asia/Nicosia'],
  ['203', 'Europe/Prague'],
  ['208', 'Europe/Copenhagen'],
  ['233', 'Europe/Tallinn'],
  ['246', 'Europe/Helsinki'],
  ['250', 'Europe/Paris'],
  ['276', 'Europe/Berlin'],
  ['300', 'Europe/Athens'],
  ['348', 'Europe/Budapest'],
  ['372', 'Europe/Dublin'],
  ['380', 'Europe/Rome'],
  ['428', 'Europe/Riga'],
  ['440', 'Europe/Vilnius'],
  ['442', 'Europe/Luxembourg'],
  ['470', 'Europe/Malta'],
  ['528', 'Europe/Amsterdam'],
  ['616', 'Europe/Warsaw'],
  ['620', 'Europe/Lisbon'],
  ['642', 'Europe/Bucharest'],
  ['703', 'Europe/Bratislava'],
  ['705', 'Europe/Ljubljana'],
  ['724', 'Europe/Madrid'],
  ['752', 'Europe/Stockholm'],
]);

const importOneStopShop = /^IM\d{10}$/;

/** IANA zone of the state that gave an IOSS number, or undefined for any other number. */
export const zoneOfIdentification = (schemeNumber: string): string | undefined =>
  importOneStopShop.test(schemeNumber) ? zones.get(schemeNumber.slice(2, 5)) : undefined;

/** An IOSS number serves IOSS only, and no other number does. */
export const numberServes = (schemeNumber: string, scheme: 'EU-IOSS' | 'UK-SUPPLY'): boolean => importOneStopShop.test(schemeNumber) === (scheme === 'EU-IOSS');
