import path from 'node:path';
import ts from 'typescript';
import type { AnswerBook, DescribedAnswer } from '../../../apps/api/src/openapi/answer-book';
import { isExported, SchemasOfTypes, textOf } from './schema-of-type';

const root = path.resolve(__dirname, '../../..');
const verbs = new Set(['Get', 'Post']);

const decoratorNames = (node: ts.HasDecorators): readonly string[] =>
  (ts.getDecorators(node) ?? []).map(({ expression }) => (ts.isCallExpression(expression) ? expression.expression : expression).getText());

const programOf = (): ts.Program => {
  const { config } = ts.readConfigFile(path.join(root, 'tsconfig.json'), (file) => ts.sys.readFile(file)) as { readonly config: object };
  const { options } = ts.parseJsonConfigFileContent({ ...config, files: [], include: [] }, ts.sys, root);
  return ts.createProgram([path.join(root, 'apps/api/src/api.module.ts')], { ...options, noEmit: true, incremental: false });
};

/** Names of types that are declared as one: `export type AccountRow = Row<typeof accounts>`. */
const aliasesIn = (program: ts.Program): ReadonlyMap<ts.Type, ts.Symbol> => {
  const checker = program.getTypeChecker();
  const found = new Map<ts.Type, ts.Symbol>();
  for (const file of program.getSourceFiles()) {
    if (file.isDeclarationFile) continue;
    file.forEachChild((node) => {
      if (!ts.isTypeAliasDeclaration(node) || node.typeParameters !== undefined || !isExported(node)) return;
      const type = checker.getTypeAtLocation(node.name);
      const symbol = checker.getSymbolAtLocation(node.name);
      if (symbol !== undefined && !found.has(type)) found.set(type, symbol);
    });
  }
  return found;
};

const classes = new Set(['Written', 'Asked', 'StreamDocument', 'BreakDocument', 'Streamed']);
const classOf = (type: ts.Type): string | undefined => {
  const name = (type as Partial<ts.TypeReference>).target?.symbol.name ?? type.getSymbol()?.name;
  return name !== undefined && classes.has(name) ? name : undefined;
};

/** How a route answers, by the type that its method returns. */
class AnswersOf {
  constructor(
    private readonly checker: ts.TypeChecker,
    private readonly schemas: SchemasOfTypes,
  ) {}

  all(type: ts.Type, at: string): readonly DescribedAnswer[] {
    const parts = type.isUnion() && type.types.some((one) => classOf(one) !== undefined) ? type.types : [type];
    return parts.flatMap((one) => this.#one(one, at));
  }

  #one(type: ts.Type, at: string): readonly DescribedAnswer[] {
    const by = classOf(type);
    if (by === 'Streamed') return this.#streamed(type as ts.TypeReference, at);
    const answered = by === 'Written' ? type.getProperty('answer') : undefined;
    const schema = this.schemas.of(answered === undefined ? type : this.checker.getTypeOfSymbol(answered), { field: '', at });
    return [{ ...(by === undefined ? {} : { by }), mediaType: 'application/json', schema }];
  }

  #streamed(type: ts.TypeReference, at: string): readonly DescribedAnswer[] {
    const [media, line] = this.checker.getTypeArguments(type);
    if (media === undefined || line === undefined) throw new TypeError(`${at} is streamed as nothing`);
    const mediaType = media.isStringLiteral() ? media.value.replace(/;.*/, '') : '*/*';
    const isNone = (line.flags & ts.TypeFlags.Never) !== 0;
    return [{ by: 'Streamed', mediaType, ...(isNone ? {} : { schema: this.schemas.of(line, { field: '', at }) }) }];
  }
}

/** The routes of a controller: the name of each operation, as the description has it, and its method. */
const routesIn = (file: ts.SourceFile): readonly (readonly [string, ts.MethodDeclaration])[] =>
  file.statements
    .filter(ts.isClassDeclaration)
    .filter((node) => decoratorNames(node).includes('Controller') && !decoratorNames(node).includes('ApiExcludeController'))
    .flatMap(({ name, members }) =>
      members
        .filter(ts.isMethodDeclaration)
        .filter((member) => decoratorNames(member).some((one) => verbs.has(one)))
        .map((member) => [`${name?.text ?? ''}_${member.name.getText()}`, member] as const),
    );

/** What all routes answer with success, and what of it cannot be said. */
export const answersOfRoutes = (): { readonly book: AnswerBook; readonly faults: readonly string[] } => {
  const program = programOf();
  const checker = program.getTypeChecker();
  const schemas = new SchemasOfTypes(checker, aliasesIn(program));
  const answersOf = new AnswersOf(checker, schemas);
  const operations = program
    .getSourceFiles()
    .filter(({ fileName }) => fileName.includes('/apps/api/src/'))
    .flatMap(routesIn)
    .map(([operation, method]) => {
      const returned = checker.getTypeAtLocation(method).getCallSignatures()[0]?.getReturnType();
      if (returned === undefined) throw new TypeError(`${operation} returns nothing`);
      const description = textOf(checker.getSymbolAtLocation(method.name)?.getDocumentationComment(checker) ?? []);
      const answers = answersOf.all(checker.getAwaitedType(returned) ?? returned, operation);
      return [operation, { ...(description === '' ? {} : { description }), answers }] as const;
    })
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const { schemas: named, of } = schemas.finish(Object.fromEntries(operations));
  return { book: { operations: of, schemas: named }, faults: schemas.faults };
};
