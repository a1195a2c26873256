import type { AccountDirectory } from '#accounts';
import type { ImportCommand, ImportFormat, ImportStep, KeptSource, MessageContext, MessageFault } from '#advance-data';
import { readWcoMessage, wcoSteps, type WcoFile, type WcoStep } from '#declarations';
import type { Dispatch } from '#event-store';
import type { DomainEvent, EventCatalogue } from '#event-catalogue';
import type { RuleBook } from '#rules';
import { accountFault } from '#runtime';
import { readable } from './bank-formats';

/** Whose messages they are: a response says neither its authority nor whose declaration it is about. */
export interface WcoFilesSettings {
  readonly authority: string;
  /** IANA time zone of its legal days. */
  readonly zone: string;
  readonly declarant?: string;
}

/** Messages of customs, one a file, as docs/formats/customs-messages.md describes them: put together declaration by declaration. */
export class WcoFiles implements ImportFormat {
  readonly kind = 'declarations';
  readonly name = 'wco';
  readonly settings: ImportFormat['settings'];

  constructor(
    private readonly of: WcoFilesSettings,
    private readonly rules: RuleBook,
    private readonly accounts: AccountDirectory,
    private readonly catalogue: EventCatalogue,
  ) {
    const declarant = of.declarant === undefined ? [] : [{ name: 'declarant', value: of.declarant }];
    this.settings = [{ name: 'authority', value: of.authority }, ...declarant, { name: 'accounts', value: String(accounts.all().length) }];
  }

  async *steps(
    sources: readonly KeptSource[],
    { actor }: MessageContext,
    progress: (linesRead: number) => void,
  ): AsyncGenerator<Iterable<ImportStep>> {
    const files: WcoFile[] = [];
    for (const [file, source] of sources.entries()) {
      const read = readWcoMessage(await bytesOf(source.path), this.of.zone);
      if (read.kind === 'refused') yield [{ kind: 'rejected', lines: [{ file, line: read.line }], fault: read.fault }];
      else files.push({ file, origin: { sha256: source.sha256, line: 1 }, message: read.message });
      progress(file + 1);
    }
    const looked = new Map<string, unknown>();
    for (const step of wcoSteps(files, { ...this.of, rules: this.rules, actor })) yield [this.#step(step, looked)];
  }

  #step(step: WcoStep, looked: Map<string, unknown>): ImportStep {
    const { reference } = step;
    const lines = step.files.map((file) => ({ file, line: 1 }));
    if (step.kind === 'rejected') return { kind: 'rejected', reference, lines, fault: step.fault };
    if (step.kind === 'noted') return { kind: 'command', reference, lines, command: nothing };
    if (step.kind === 'export') return { kind: 'command', reference, lines, command: inTurn(step.dispatch, this.catalogue, looked) };
    const { command } = step.dispatch;
    const fault = command.type === 'LodgeDeclaration' ? accountFault(this.accounts, command.header) : undefined;
    return fault === undefined
      ? { kind: 'command', reference, lines, command: inTurn(step.dispatch, this.catalogue, looked) }
      : { kind: 'rejected', reference, lines, fault };
  }
}

/** A message is small, and how small a reader of messages knows. */
const mostBytes = 17 * 1024 * 1024;
const bytesOf = async (path: string): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of readable(path)) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > mostBytes) break;
  }
  return Buffer.concat(chunks);
};

/** A message that is understood and changes nothing in the ledger. */
const nothing: ImportCommand = {
  run: () => Promise.resolve({ kind: 'accepted', events: [], revision: 'no_stream', replayed: false }),
  check: () => undefined,
};

/** What only looks asks the decider after what the commands before it, in this run and of this stream, would have left. */
const inTurn = <C, S, E extends DomainEvent>(
  dispatch: Dispatch<C, S, E>,
  catalogue: EventCatalogue,
  looked: Map<string, unknown>,
): ImportCommand => ({
  run: (runner) => runner.run(dispatch),
  check: (): MessageFault | undefined => {
    const { decider, stream, command } = dispatch;
    // The stream's name says whose state it is.
    const state = (looked.get(stream) ?? decider.initial) as S;
    const decision = decider.decide(command, state);
    if ('rejected' in decision)
      return { code: decision.rejected.code, field: decision.rejected.field ?? 'file', message: decision.rejected.message };
    for (const { type, data } of decision.accepted) catalogue.encode({ type, data });
    looked.set(stream, decision.accepted.reduce(decider.evolve, state));
    return undefined;
  },
});
