import { isCountry } from '#rules';
import { countryNamed } from './country-names';

/**
 * ISO code of a destination as a shop writes it, by name or by code; undefined where it names no country (`Unspecified`, `European
 * Community`), and then no tax is decided.
 */
export const retailDestination = (name: string): string | undefined => {
  const code = name.toUpperCase();
  return countryNamed(name) ?? (isCountry(code) ? code : undefined);
};
