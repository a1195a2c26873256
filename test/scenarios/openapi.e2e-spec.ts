import path from 'node:path';
import { RoutePolicies } from '../../apps/api/src/identity/route-policies';
import { expectGolden } from '../support/golden';
import { ApiUnderTest } from './api.support';

type Operation = Readonly<{
  parameters?: readonly Readonly<{ name: string }>[];
  responses: Readonly<Record<string, unknown>>;
  security?: unknown;
}>;

describe('the API description', () => {
  let api: ApiUnderTest;
  let document: { readonly openapi: string; readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> };
  beforeAll(async () => {
    api = await ApiUnderTest.start();
    document = JSON.parse((await api.get('', '/openapi.json')).text) as typeof document;
  });
  afterAll(() => api.stop());

  it('is OpenAPI 3.1 and equals docs/openapi.json', () => {
    expect(document.openapi).toBe('3.1.0');
    expectGolden(path.resolve(__dirname, '../../docs/openapi.json'), `${JSON.stringify(document, undefined, 1)}\n`);
  });

  it('says which fields an object in a message needs', () => {
    const { schemas } = (
      document as unknown as {
        readonly components: {
          readonly schemas: Readonly<
            Record<
              string,
              { readonly required: readonly string[]; readonly properties: Readonly<Record<string, { readonly required?: unknown }>> }
            >
          >;
        };
      }
    ).components;
    expect([
      schemas['ContestDebtDto']?.required.includes('debt'),
      schemas['DeclarationDto']?.required.includes('exchangeRow'),
      schemas['DeclarationDto']?.properties['exchangeRow']?.required,
    ]).toEqual([true, false, ['base', 'day', 'quote', 'rate', 'sourceDate']]);
  });

  it('describes every guarded route', () => {
    const described = Object.entries(document.paths).flatMap(([route, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${route}`),
    );
    const guarded = api.app
      .get(RoutePolicies)
      .table()
      .map(({ method, path: route }) => `${method} ${route.replace(/:(\w+)/g, '{$1}')}`);
    expect(guarded.filter((route) => !route.endsWith('/openapi.json')).sort()).toEqual(described.sort());
  });

  it('says of every guarded operation that it may answer with a problem and needs a token', () => {
    for (const [route, item] of Object.entries(document.paths))
      for (const operation of Object.values(item)) {
        if (route.startsWith('/health')) continue;
        expect([route, Object.keys(operation.responses).includes('default'), operation.security !== undefined]).toEqual([
          route,
          true,
          true,
        ]);
      }
  });
});
