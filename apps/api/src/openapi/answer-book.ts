import given from './answers.json';

export type Schema = Readonly<Record<string, unknown>>;

/** One way in which a route answers with success. */
export interface DescribedAnswer {
  /** The class of ours that it is, where headers follow from that. */
  readonly by?: string;
  readonly mediaType: string;
  /** What its JSON says; of newline-delimited JSON, what each line says. */
  readonly schema?: Schema;
}

/** What routes answer with success, by operation, as their types say it; `description` is what the source says of the route. */
export interface AnswerBook {
  readonly operations: Readonly<Record<string, { readonly description?: string; readonly answers: readonly DescribedAnswer[] }>>;
  readonly schemas: Readonly<Record<string, Schema>>;
}

/** Made of the types that the controllers return (docs/decisions/http-edge.md); a test holds it to them. */
export const answerBook = given as unknown as AnswerBook;
