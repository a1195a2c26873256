import type { Schema } from '../../../apps/api/src/openapi/answer-book';

type Properties = Readonly<Record<string, { readonly const?: unknown }>>;
type Named = Readonly<Record<string, Schema>>;

const prefix = '#/components/schemas/';

/** Where each of several forms names itself by one field, that field tells them apart. */
const discriminatorOf = (ways: readonly Schema[], named: Named): Schema | undefined => {
  const names = ways.map(({ $ref }) => (typeof $ref === 'string' ? $ref.slice(prefix.length) : undefined));
  const forms = names.map((name) => (name === undefined ? undefined : (named[name]?.['properties'] as Properties | undefined)));
  const [first] = forms;
  const field = Object.keys(first ?? {}).find((one) => {
    const values = forms.map((form) => form?.[one]?.const);
    return values.every((value) => typeof value === 'string') && new Set(values).size === values.length;
  });
  if (field === undefined) return undefined;
  const mapping = forms.map((form, i) => [String(form?.[field]?.const), `${prefix}${names[i] ?? ''}`] as const);
  return { propertyName: field, mapping: Object.fromEntries(mapping) };
};

/** Says of each choice between named schemas which field decides, where one does: languages that read by it have no other way. */
export const withDiscriminators = <T>(value: T, named: Named): T =>
  JSON.parse(JSON.stringify(value), (_key, one: unknown) => {
    const ways = typeof one === 'object' && one !== null && 'anyOf' in one ? (one.anyOf as readonly Schema[]) : [];
    const discriminator = ways.length === 0 ? undefined : discriminatorOf(ways, named);
    return discriminator === undefined ? one : { ...(one as object), discriminator };
  }) as T;
