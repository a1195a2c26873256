import ts from 'typescript';
import type { Schema } from '../../../apps/api/src/openapi/answer-book';
import { withDiscriminators } from './discriminators';
import { formOf } from './text-forms';

/** Where in an answer a value stands: its field, and the path to it for whoever has to mend it. */
interface Place {
  readonly field: string;
  readonly at: string;
}

/** A type that has a name of its own, and is so a schema of its own. */
interface Named {
  readonly name: string;
  /** What tells it from another of the same name: the lib, or the subject of the API, that it is of. */
  readonly home: string;
  schema: Schema;
}

/** Types of TypeScript itself say nothing about what they hold. */
const ofNobody = /typescript\/lib\/|node_modules/;
/** What holds whatever another declaration says, and where that is. */
const openPlaces: Readonly<Record<string, string>> = {
  'DossierEvent.data': 'The data of the event that `event` names, as docs/events has it.',
  'TableChange.rows[]': 'A row of the table of rules that `table` names, as its own file has it.',
};
/** What says in which form something is answered, not what it is. */
const isWrapper = new Set(['RowDocument', 'JsonOf', 'FactOf']);
const pascal = (text: string): string => text.replaceAll(/(?:^|-)(\w)/g, (_match, letter: string) => letter.toUpperCase());

/**
 * JSON Schema of the values of a type, as they are after JSON: closed objects, literals as enums, each named type once. What JSON cannot say, or
 * says nothing of (`unknown`), is a fault with its path.
 */
export class SchemasOfTypes {
  readonly faults: string[] = [];
  readonly #named = new Map<ts.Type, Named>();

  /** `aliases`: what types are called that forget it, as `AccountRow` is a `RowOf` of columns. */
  constructor(
    private readonly checker: ts.TypeChecker,
    private readonly aliases: ReadonlyMap<ts.Type, ts.Symbol>,
  ) {}

  of(type: ts.Type, place: Place): Schema {
    const named = this.#nameOf(type);
    if (named === undefined) return this.#inner(type, place);
    if (!this.#named.has(type)) {
      this.#named.set(type, { ...named, schema: {} });
      const schema = this.#inner(type, { ...place, at: named.name });
      const description = textOf(
        (this.aliases.get(type) ?? type.aliasSymbol ?? type.getSymbol())?.getDocumentationComment(this.checker) ?? [],
      );
      this.#named.set(type, { ...named, schema: { ...(description === '' ? {} : { description }), ...schema } });
    }
    return { $ref: `${named.name}#${String([...this.#named.keys()].indexOf(type))}` };
  }

  /** All named schemas in the order of their names, with references to them as `finish` writes them. */
  finish<T>(schemas: T): { readonly schemas: Readonly<Record<string, Schema>>; readonly of: T } {
    const all = [...this.#named.values()];
    const names = new Map<string, string>();
    const final = new Map<string, Schema>();
    for (const [i, { name, home, schema }] of all.entries()) {
      const others = new Set(all.filter((one) => one.name === name).map((one) => one.home));
      names.set(`${name}#${String(i)}`, others.size === 1 ? name : `${home}${name}`);
      final.set(`${name}#${String(i)}`, schema);
    }
    const told = <V>(value: V): V =>
      JSON.parse(JSON.stringify(value), (key, one: unknown) => {
        if (key === '$ref' && typeof one === 'string') return `#/components/schemas/${names.get(one) ?? one}`;
        // The compiler orders them by when it met them.
        return key === 'anyOf' && Array.isArray(one)
          ? one
              .map((way) => JSON.stringify(way))
              .sort()
              .map((way): unknown => JSON.parse(way))
          : one;
      }) as V;
    const written: Record<string, Schema> = {};
    for (const [key, schema] of final) {
      const name = names.get(key) ?? key;
      const [before, after] = [written[name], told(schema)];
      if (before !== undefined && JSON.stringify(before) !== JSON.stringify(after)) this.faults.push(`two types are called ${name}`);
      written[name] = after;
    }
    const sorted = Object.fromEntries(Object.entries(written).sort(([a], [b]) => (a < b ? -1 : 1)));
    return { schemas: withDiscriminators(sorted, sorted), of: withDiscriminators(told(schemas), sorted) };
  }

  #nameOf(type: ts.Type): Omit<Named, 'schema'> | undefined {
    const isObject = (type.flags & ts.TypeFlags.Object) !== 0;
    const own = type.getSymbol();
    const isDeclared = isObject && own !== undefined && (own.flags & (ts.SymbolFlags.Interface | ts.SymbolFlags.Class)) !== 0;
    const alias = this.aliases.get(type);
    const symbol = alias ?? type.aliasSymbol ?? (isDeclared ? own : undefined);
    const declared = symbol?.declarations?.[0]?.getSourceFile().fileName;
    if (symbol === undefined || declared === undefined || ofNobody.test(declared) || this.checker.isArrayLikeType(type)) return undefined;
    if ((type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Union | ts.TypeFlags.Intersection)) === 0) return undefined;
    const given =
      alias !== undefined
        ? []
        : type.aliasSymbol === undefined
          ? isObject
            ? this.checker.getTypeArguments(type as ts.TypeReference)
            : []
          : (type.aliasTypeArguments ?? []);
    const names = given.filter((one) => !('isThisType' in one && one.isThisType === true)).map((one) => this.#nameAsArgument(one));
    if (names.includes(undefined)) return undefined;
    const home = homeOf(declared);
    if (!(symbol.declarations ?? []).some(isExported)) {
      const local = pascal(symbol.name);
      return isLiteral(type) ? undefined : { name: `${local.startsWith(home) ? '' : home}${local}${names.join('')}`, home: '' };
    }
    return { name: `${isWrapper.has(symbol.name) ? '' : pascal(symbol.name)}${names.join('')}`, home };
  }

  /** An event is called so by its type, whatever some file calls it. */
  #nameAsArgument(type: ts.Type): string | undefined {
    const [event, data] = ['type', 'data'].map((name) => type.getProperty(name));
    const told = event === undefined || data === undefined ? undefined : this.checker.getTypeOfSymbol(event);
    return told?.isStringLiteral() === true ? told.value : this.#nameOf(type)?.name;
  }

  #inner(type: ts.Type, place: Place): Schema {
    const { flags } = type;
    if (type.isStringLiteral()) return { type: 'string', const: type.value };
    if (type.isNumberLiteral()) return { type: 'integer', const: type.value };
    if (flags & ts.TypeFlags.BooleanLiteral) return { type: 'boolean', const: this.checker.typeToString(type) === 'true' };
    if (flags & ts.TypeFlags.Boolean) return { type: 'boolean' };
    if (flags & ts.TypeFlags.Null) return { type: 'null' };
    if (flags & ts.TypeFlags.StringLike) return this.#text(type, place);
    if (flags & ts.TypeFlags.Number) return { type: 'integer' };
    if (type.isUnion()) return this.#union(type, place);
    if (type.isIntersection() && type.types.some((one) => (one.flags & ts.TypeFlags.String) !== 0)) return this.#text(type, place);
    if (this.checker.isTupleType(type)) return this.#tuple(type as ts.TypeReference, place);
    if (this.checker.isArrayType(type)) return this.#list(type as ts.TypeReference, place);
    if (flags & ts.TypeFlags.Object || type.isIntersection()) return this.#object(type, place);
    return this.#fault(type, place);
  }

  #fault(type: ts.Type, { at }: Place): Schema {
    const open = openPlaces[at];
    if (open !== undefined) return { type: 'object', description: open };
    this.faults.push(`${at}: ${this.checker.typeToString(type)}`);
    return {};
  }

  /** A text has the form that its own type says (`${bigint}`), else that which its field has by its name. */
  #text(type: ts.Type, { field, at }: Place): Schema {
    const written = this.checker.typeToString(type);
    return { type: 'string', ...formOf(written === 'string' ? field : written, at) };
  }

  #union(type: ts.UnionType, place: Place): Schema {
    const types = type.types.filter((one) => (one.flags & ts.TypeFlags.Undefined) === 0 && !this.#isImpossible(one));
    const texts = types.filter((one) => one.isStringLiteral()).map(({ value }) => value);
    const rest = types.filter((one) => !one.isStringLiteral() && (one.flags & ts.TypeFlags.BooleanLiteral) === 0);
    const booleans = types.filter((one) => (one.flags & ts.TypeFlags.BooleanLiteral) !== 0);
    const schemas = [
      ...(texts.length === 0 ? [] : [texts.length === 1 ? { type: 'string', const: texts[0] } : { type: 'string', enum: texts.sort() }]),
      ...(booleans.length === 2 ? [{ type: 'boolean' }] : booleans.map((one) => this.of(one, place))),
      ...rest.map((one) => this.of(one, place)),
    ];
    const [first, second] = schemas;
    if (first === undefined) return this.#fault(type, place);
    return second === undefined ? first : { anyOf: schemas };
  }

  /** `Entry<never>` has no value: what is always missing. */
  #isImpossible(type: ts.Type): boolean {
    return this.checker.getPropertiesOfType(type).some((symbol) => (this.checker.getTypeOfSymbol(symbol).flags & ts.TypeFlags.Never) !== 0);
  }

  #tuple(type: ts.TypeReference, place: Place): Schema {
    const items = this.checker.getTypeArguments(type).map((one) => this.of(one, place));
    return { type: 'array', prefixItems: items, minItems: items.length, maxItems: items.length };
  }

  #list(type: ts.TypeReference, place: Place): Schema {
    const [item] = this.checker.getTypeArguments(type);
    return { type: 'array', items: item === undefined ? {} : this.of(item, { ...place, at: `${place.at}[]` }) };
  }

  #object(type: ts.Type, { at, field }: Place): Schema {
    const free = this.checker.getIndexInfosOfType(type).map((info) => info.type);
    const properties: Record<string, Schema> = {};
    const required: string[] = [];
    for (const symbol of this.checker.getPropertiesOfType(type)) {
      if (isHidden(symbol)) continue;
      const declared = this.checker.getTypeOfSymbol(symbol);
      const mayBeAbsent = (symbol.flags & ts.SymbolFlags.Optional) !== 0;
      const value = mayBeAbsent || declared.isUnion() ? withoutUndefined(this.checker, declared) : declared;
      if (value.getCallSignatures().length > 0 || isPrivate(symbol)) return this.#fault(type, { at, field });
      const schema = this.of(value, { field: symbol.name, at: `${at}.${symbol.name}` });
      const description = textOf(symbol.getDocumentationComment(this.checker));
      properties[symbol.name] = description === '' ? schema : { description, ...schema };
      if (!mayBeAbsent && value === declared) required.push(symbol.name);
    }
    if (free.length === 0 && Object.keys(properties).length === 0) return this.#fault(type, { at, field });
    const [other] = free;
    return {
      type: 'object',
      ...(Object.keys(properties).length === 0 ? {} : { properties, required }),
      additionalProperties: other === undefined ? false : this.of(other, { field, at: `${at}.*` }),
    };
  }
}

/** Methods of a class are not in its JSON; private fields (`#x`) neither. */
const isHidden = (symbol: ts.Symbol): boolean =>
  (symbol.flags & ts.SymbolFlags.Method) !== 0 || symbol.name.startsWith('__#') || symbol.name.startsWith('__@');
const isPrivate = ({ declarations = [] }: ts.Symbol): boolean =>
  declarations.some((one) => (ts.getCombinedModifierFlags(one) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) !== 0);

const withoutUndefined = (checker: ts.TypeChecker, type: ts.Type): ts.Type => {
  if (!type.isUnion() || !type.types.some((one) => (one.flags & ts.TypeFlags.Undefined) !== 0)) return type;
  return checker.getNonNullableType(type);
};

/** A name that is not exported was chosen for its own file. */
export const isExported = (declared: ts.Declaration): boolean => (ts.getCombinedModifierFlags(declared) & ts.ModifierFlags.Export) !== 0;
const isLiteral = (type: ts.Type): boolean => type.isUnion() && type.types.every((one) => (one.flags & ts.TypeFlags.Literal) !== 0);

/** What the source says of something. */
export const textOf = (parts: readonly ts.SymbolDisplayPart[]): string =>
  ts
    .displayPartsToString([...parts])
    .replaceAll(/\s+/g, ' ')
    .trim();

/** The lib that a file is of, or its subject in an application. */
const homeOf = (file: string): string => {
  const [, lib, subject] = /.*\/(?:libs\/([^/]+)|apps\/[^/]+\/src\/([^/]+))\//.exec(file) ?? [];
  return pascal(lib ?? subject ?? '');
};
