import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { DomainEvent } from '#event-catalogue';
import { owns, type CollectorScope } from '../identity/ownership';
import { notFound } from './problem';
import { StreamReader, type Fact, type StreamDocument } from './stream-reader';

/** Whose a resource is, from its facts: the codes of all collectors that may read it. */
export type OwnersOf = (facts: readonly Fact[]) => readonly (string | undefined)[];

/**
 * One resource, read from its own stream by who may see it; the same 404 for what is absent and what is another's. `E`: the events of the
 * stream's category, which holds no others.
 */
export class ReadStream<E extends DomainEvent = DomainEvent> extends Query<StreamDocument<E>> {
  constructor(
    readonly stream: string,
    readonly scope: CollectorScope,
    readonly ownersOf: OwnersOf,
  ) {
    super();
  }
}

@QueryHandler(ReadStream)
export class ReadStreamHandler implements IQueryHandler<ReadStream> {
  constructor(private readonly reader: StreamReader) {}

  async execute({ stream, scope, ownersOf }: ReadStream): Promise<StreamDocument> {
    const document = await this.reader.document(stream);
    if (document === undefined || !owns(scope, ownersOf(document.facts))) throw notFound();
    return document;
  }
}

/** Owners named by text fields of any fact, e.g. `seller`, `holder`. */
export const ownersIn =
  (...fields: readonly string[]): OwnersOf =>
  (facts) =>
    facts.flatMap(({ data }) => fields.map((field) => textField(data, field)));

const textField = (data: unknown, field: string): string | undefined => {
  if (typeof data !== 'object' || data === null) return undefined;
  const value: unknown = Reflect.get(data, field);
  return typeof value === 'string' ? value : undefined;
};
