import { readdirSync } from 'node:fs';
import path from 'node:path';
import { domainProblems } from '../../apps/api/src/http/domain-problems';
import { allProblems, problemBody, ProblemError } from '../../apps/api/src/http/problem';
import { expectGolden } from '../support/golden';

const root = path.resolve(__dirname, '../..');
const folder = path.join(root, 'test/golden/errors');
const page = path.join(root, 'docs/errors.md');
const bodyOf = (code: string, title: string): string =>
  `${JSON.stringify(problemBody(new ProblemError(code, title), '0'.repeat(32)), undefined, 2)}\n`;

const rows = (codes: readonly string[]): string =>
  allProblems()
    .filter(({ code }) => codes.includes(code))
    .sort((a, b) => a.status - b.status || (a.code < b.code ? -1 : 1))
    .map(({ code, status, title }) => `| \`${code}\` | ${String(status)} | ${title} |`)
    .join('\n');

const document = (): string => {
  const domain = Object.keys(domainProblems);
  const edge = allProblems()
    .map(({ code }) => code)
    .filter((code) => !domain.includes(code));
  return `# Problems

Every answer that is no success is \`application/problem+json\` (RFC 9457): \`type\`, \`title\`, \`status\`, \`detail\`, and

- \`code\`: stable; programs decide by it. A code is never given another meaning.
- \`field\`: the path of the field in the request (\`lines[0].sku\`), or the header or parameter it is about.
- \`traceId\`: finds the request in the server's log; the caller's own where it sent a \`traceparent\`.
- \`details\`: figures that explain the refusal, where there are any.

A 503 carries \`Retry-After\`. \`OUTCOME_UNKNOWN\` means that the store did not say whether it wrote: send the same request with the same
\`Idempotency-Key\` again. A code that stands in no table is a business refusal: 422. This page is written by test/scenarios/error-catalogue.e2e-spec.ts;
the exact bodies are in test/golden/errors.

## The edge

| code | status | title |
|---|---|---|
${rows(edge)}

## The domain

| code | status | title |
|---|---|---|
${rows(domain)}
`;
};

describe('the catalogue of problems', () => {
  it.each(allProblems().map(({ code, title }) => [code, title]))('%s has its golden body', (code, title) => {
    expectGolden(path.join(folder, `${code}.json`), bodyOf(code, title));
  });

  it('has a golden body for nothing else', () => {
    const known = new Set(allProblems().map(({ code }) => `${code}.json`));
    expect(readdirSync(folder).filter((file) => !known.has(file))).toEqual([]);
  });

  it('is what docs/errors.md says', () => {
    expectGolden(page, document());
  });
});
