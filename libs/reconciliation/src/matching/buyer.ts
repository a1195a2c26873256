/** As much of a buyer's pseudonym as tells buyers apart: 64 bits of an HMAC under the installation key. */
export const shortBuyer = (pseudonym: string): string => pseudonym.slice(0, 16);

/** Where payments and parcels that tell whose they are can be found by that. */
export const blockOfBuyer = (buyer: string): string => `buyer ${buyer}`;
