import {
  bankStatementDecider,
  bankStatementStream,
  readBankFile,
  receiptRecorded,
  type BankFileFormat,
  type BankReading,
  type CheckedStatement,
  type ToldReceipt,
} from '#accounts';
import {
  bytesOfSource,
  SourceUnreadableError,
  type ImportCommand,
  type ImportFormat,
  type ImportStep,
  type KeptSource,
  type MessageContext,
  type RunsCommands,
} from '#advance-data';
import { commandIdOfMessage, startOfLegalDay, type EventCatalogue } from '#event-catalogue';
import type { CommandOutcome } from '#event-store';
import { commandOf, receiptDispatch } from './back-formats';

/** Whose bank account the files are of: a bank does not say. */
export interface BankFileSettings {
  readonly authority: string;
  /** IANA time zone of its legal days. */
  readonly zone: string;
}

/** Files of a bank as docs/formats/bank.md describes them: a statement is recorded before its receipts, and they only if it was. */
export class BankFiles implements ImportFormat {
  readonly kind = 'receipts';
  readonly settings: ImportFormat['settings'];

  constructor(
    readonly name: BankFileFormat,
    private readonly of: BankFileSettings,
    private readonly catalogue: EventCatalogue,
  ) {
    this.settings = [{ name: 'authority', value: of.authority }];
  }

  async *steps(
    sources: readonly KeptSource[],
    { actor }: MessageContext,
    progress: (linesRead: number) => void,
  ): AsyncGenerator<Iterable<ImportStep>> {
    for (const [file, source] of sources.entries()) {
      const chain = new StatementChain();
      for await (const reading of readBankFile(this.name, () => readable(source.path))) {
        yield [this.#step(reading, chain, file, source.sha256, actor)];
        progress(reading.line);
      }
    }
  }

  #step(reading: BankReading, chain: StatementChain, file: number, sha256: string, actor: string): ImportStep {
    const { line } = reading;
    const at = { lines: [{ file, line }] };
    const origin = { sha256, line };
    switch (reading.kind) {
      case 'refused':
        return {
          kind: 'rejected',
          ...at,
          ...(reading.reference === undefined ? {} : { reference: reading.reference }),
          fault: reading.fault,
        };
      case 'statement':
        return {
          kind: 'command',
          ...at,
          reference: reading.statement.statement,
          command: chain.statement(this.#statement(reading.statement, origin, actor)),
        };
      case 'receipt':
        return {
          kind: 'command',
          ...at,
          reference: reading.receipt.entryReference,
          command: chain.receipt(this.#receipt(reading.receipt, origin, actor), reading.receipt),
        };
    }
  }

  #statement(checked: CheckedStatement, source: { readonly sha256: string; readonly line: number }, actor: string): ImportCommand {
    const { authority, zone } = this.of;
    const { bankAccount, kind, statement, closedOn, digest } = checked;
    const commandId = commandIdOfMessage({
      book: authority,
      issuer: bankAccount,
      kind: 'bank-statement',
      reference: `${kind}/${statement}`,
      version: digest,
    });
    const context = { commandId, actor, book: authority, effectiveAt: startOfLegalDay(closedOn, zone) };
    const command = { type: 'RecordBankStatement', authority, ...checked, source } as const;
    return commandOf(
      { decider: bankStatementDecider, stream: bankStatementStream(authority, bankAccount, kind, statement), command, context },
      this.catalogue,
    );
  }

  #receipt(told: ToldReceipt, origin: { readonly sha256: string; readonly line: number }, actor: string): ImportCommand {
    const { authority, zone } = this.of;
    return commandOf(receiptDispatch(receiptRecorded.data.parse({ authority, ...told }, 'receipt'), origin, actor, zone), this.catalogue);
  }
}

/** The bytes of a source, or the run's own error where it cannot be read. */
export async function* readable(path: string): AsyncGenerator<Buffer> {
  try {
    yield* bytesOfSource(path);
  } catch (error) {
    throw new SourceUnreadableError(path, error);
  }
}

/** Runs once, whoever asks first; the others get its answer. */
class Once implements ImportCommand {
  #outcome: Promise<CommandOutcome> | undefined;
  constructor(
    private readonly command: ImportCommand,
    private readonly before?: Once,
  ) {}

  run(runner: RunsCommands): Promise<CommandOutcome> {
    return (this.#outcome ??= this.#inTurn(runner));
  }

  async #inTurn(runner: RunsCommands): Promise<CommandOutcome> {
    const before = await this.before?.run(runner);
    return before === undefined || before.kind === 'accepted' ? this.command.run(runner) : before;
  }

  check(): ReturnType<ImportCommand['check']> {
    return this.command.check();
  }
}

/** Receipts go in only after their statement, the later parts of a batch only after its first: where that is refused, so are they. */
class StatementChain {
  #statement: Once | undefined;
  #first: Once | undefined;

  statement(command: ImportCommand): ImportCommand {
    return (this.#statement = new Once(command));
  }

  receipt(command: ImportCommand, { part }: ToldReceipt): ImportCommand {
    if (part !== undefined && part.index > 1) return new Once(command, this.#first);
    return (this.#first = new Once(command, this.#statement));
  }
}
