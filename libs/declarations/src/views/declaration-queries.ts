import { questionMarks, type ReadModel, type Row, type SqlParameter } from '#read-model';
import { declarationParties, declarations } from './declarations.tables';

/** A declaration as it is listed; amounts are canonical text. */
export type DeclarationRow = Row<typeof declarations>;

/**
 * What a list is asked for. `parties`: only declarations that name one of them (ownership is filtered here, not after). `after` is the
 * cursor of the page before.
 */
export interface DeclarationQuestion {
  readonly parties?: readonly string[];
  readonly mrn?: string;
  readonly lrn?: string;
  readonly after?: string;
  /** 100 unless told. */
  readonly limit?: number;
}
/** Some declarations, and where to go on. */
export interface DeclarationPage {
  readonly declarations: readonly DeclarationRow[];
  /** Absent after the last page. */
  readonly next?: string;
}

/** Declarations in order of acceptance, then id. */
export const findDeclarations = async (views: ReadModel, question: DeclarationQuestion = {}): Promise<DeclarationPage> => {
  const { limit = 100, parties } = question;
  if (parties?.length === 0) return { declarations: [] };
  const { where, parameters } = conditions(question);
  const rest = `${where.length === 0 ? '' : `WHERE ${where.join(' AND ')} `}ORDER BY accepted_at, declaration LIMIT ?`;
  const rows = await views.select(declarations, rest, [...parameters, limit + 1]);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return rows.length <= limit || last === undefined
    ? { declarations: page }
    : { declarations: page, next: `${last.accepted_at}/${last.declaration}` };
};

const conditions = ({
  parties,
  mrn,
  lrn,
  after,
  limit = 100,
}: DeclarationQuestion): { readonly where: string[]; readonly parameters: SqlParameter[] } => {
  const where: string[] = [];
  const parameters: SqlParameter[] = [];
  const add = (condition: string, ...values: readonly SqlParameter[]): void => {
    where.push(condition);
    parameters.push(...values);
  };
  const [acceptedAt = '', declaration = ''] = after?.split('/') ?? [];
  const pages = after === undefined ? [] : [acceptedAt, declaration];
  const beyond = after === undefined ? '' : ' AND (accepted_at, declaration) > (?, ?)';
  if (mrn !== undefined) add('mrn = ?', mrn);
  if (lrn !== undefined) add('lrn = ?', lrn);
  if (parties !== undefined) {
    // The parties' own index gives the page, so that a list of many declarations costs no more than a short one.
    const marks = questionMarks(parties.length);
    const page = mrn === undefined && lrn === undefined ? `${beyond} ORDER BY accepted_at, declaration LIMIT ?` : '';
    const values = page === '' ? [] : [...pages, (limit + 1) * parties.length];
    add(`declaration IN (SELECT declaration FROM ${declarationParties.name} WHERE party IN (${marks})${page})`, ...parties, ...values);
  }
  if (after !== undefined) add('(accepted_at, declaration) > (?, ?)', ...pages);
  return { where, parameters };
};
