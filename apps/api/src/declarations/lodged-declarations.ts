import { Injectable } from '@nestjs/common';
import { declarationDecider, type DeclarationCommand, type DeclarationEvent, type LodgedDeclaration } from '#declarations';
import { streamName } from '#event-catalogue';
import { CommandDesk, type Written } from '../http/command-desk';
import { notFound } from '../http/problem';
import type { WriteRequest } from '../http/request-context';
import { StreamReader } from '../http/stream-reader';
import { owns, type CollectorScope } from '../identity/ownership';

/** Whom a declaration names: `parties` may see it, the declarant alone may change it. */
type Side = 'parties' | 'declarant';

const sidesOf = ({ header }: LodgedDeclaration): Readonly<Record<Side, readonly (string | undefined)[]>> => {
  const { declarant, debtor, accountHolder, importer, seller, carrier } = header;
  return { parties: [declarant, debtor, accountHolder, importer, seller, carrier], declarant: [declarant] };
};

/** Declarations that are lodged, in their current version, and the way to their streams. */
@Injectable()
export class LodgedDeclarations {
  constructor(
    private readonly desk: CommandDesk,
    private readonly reader: StreamReader,
  ) {}

  /** The declaration, or the same 404 whether it is absent or another's. */
  async find(scope: CollectorScope, declaration: string, side: Side = 'parties'): Promise<LodgedDeclaration> {
    const state = await this.read(declaration);
    if (state === undefined || !owns(scope, sidesOf(state)[side])) throw notFound();
    return state;
  }

  async read(declaration: string): Promise<LodgedDeclaration | undefined> {
    const state = (await this.events(declaration)).reduce(declarationDecider.evolve, declarationDecider.initial);
    return state.kind === 'lodged' ? state : undefined;
  }

  events(declaration: string): Promise<readonly DeclarationEvent[]> {
    return this.reader.events<DeclarationEvent>(streamName('declaration', declaration));
  }

  run(request: WriteRequest, declaration: string, book: string, command: DeclarationCommand, effectiveAt: string): Promise<Written> {
    return this.desk.run(request, {
      decider: declarationDecider,
      stream: streamName('declaration', declaration),
      command,
      book,
      effectiveAt,
    });
  }
}
