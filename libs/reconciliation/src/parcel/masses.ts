import { unitsOf } from '../exact-units';

/** Kilograms of several together, exact units; undefined where there are none, or one of them is not told. */
export const sumOfMasses = (masses: readonly (bigint | undefined)[]): bigint | undefined =>
  masses.length === 0 || masses.includes(undefined) ? undefined : masses.reduce<bigint>((sum, mass) => sum + (mass ?? 0n), 0n);

/** Kilograms of items or lines, where each of them says so. */
export const grossMassOf = (things: readonly { readonly grossMass?: string }[]): bigint | undefined =>
  sumOfMasses(things.map(({ grossMass }) => (grossMass === undefined ? undefined : unitsOf(grossMass))));
