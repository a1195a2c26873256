import { tokenSeconds } from './identity/local-issuer';
import type { Caller } from './identity/caller';

/** A token made for the greeting. */
export interface PrintedToken {
  readonly caller: Caller;
  readonly token: string;
}

const nameOf = ({ role, collector }: Caller): string => (collector === undefined ? role : `${role} ${collector}`);

/**
 * What the server says when it is up: its address, a token per role, three things to try. Without tokens (an outside issuer) the address
 * alone.
 */
export const greeting = (address: string, tokens: readonly PrintedToken[]): string => {
  const lines = [
    '',
    `Tidewaiter listens on ${address}`,
    `  API description  ${address}/openapi.json`,
    `  readiness        ${address}/health/ready`,
    '',
  ];
  if (tokens.length === 0) return lines.join('\n');
  const officer = tokens.find(({ caller }) => caller.role === 'officer')?.token ?? '';
  const curl = (path: string): string => `  curl -s -H "Authorization: Bearer $TOKEN" "${address}${path}"`;
  lines.push(
    `Tokens (valid for ${String(tokenSeconds / 60)} minutes; a fresh one: npm start -- --token officer, or --token vendor:V-IE-001):`,
  );
  for (const { caller, token } of tokens) lines.push(`  ${nameOf(caller)}`, `    ${token}`);
  lines.push(
    '',
    'Try:',
    `  TOKEN=${officer}`,
    curl('/v1/journal/trial-balance'),
    curl('/v1/reconciliation'),
    curl('/v1/cases?status=broken'),
    '',
  );
  return lines.join('\n');
};
