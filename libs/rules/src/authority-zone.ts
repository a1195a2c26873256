import { type RuleBook } from './rule-book';

/**
 * IANA zone of an authority's book, `GB` or `EU-` and a Member State (Northern Ireland declares to GB); undefined for a book that no rule
 * knows. A Member State's book says that it is one: `IE` alone is no book, `EU-GB` neither.
 */
export const zoneOfAuthority = (rules: RuleBook, authority: string): string | undefined => {
  const country = /^(?:EU-)?([A-Z]{2})$/.exec(authority)?.[1];
  const found = country === undefined ? undefined : rules.jurisdiction(country)?.value;
  return found !== undefined && (found.territory === 'EU') === authority.startsWith('EU-') ? found.zone : undefined;
};
