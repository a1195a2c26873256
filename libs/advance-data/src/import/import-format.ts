import type { DomainEvent } from '#event-catalogue';
import type { CommandOutcome, CommandRunner, Dispatch, Rejection } from '#event-store';
import { EventCatalogue } from '#event-catalogue';
import type { MessageContext } from '../commands/canonical-fields';
import { faultOfError, type MessageFault } from '../commands/message-fault';
import { consignmentEvents } from '../consignment.events';
import { orderEvents } from '../order.events';
import { paymentEvents } from '../payment.events';
import type { KeptSource } from './source-store';

/** A line of the run's input: index of the file, physical line from 1. */
export interface ImportLine {
  readonly file: number;
  readonly line: number;
}

/** One message of the input: a command with the lines it was read from, or lines that became none. */
export type ImportStep =
  | { readonly kind: 'command'; readonly reference: string; readonly lines: readonly ImportLine[]; readonly command: ImportCommand }
  | { readonly kind: 'rejected'; readonly reference?: string; readonly lines: readonly ImportLine[]; readonly fault: MessageFault };

/** Runs commands: the command runner itself, or one that asks first whether the importer may. */
export type RunsCommands = Pick<CommandRunner, 'run'>;

/** A command of any decider. */
export interface ImportCommand {
  run(runner: RunsCommands): Promise<CommandOutcome>;
  /** What the decider would say of an empty stream; undefined when it accepts. Writes nothing. */
  check(): MessageFault | undefined;
}

/**
 * How files of one kind are read. The name and the settings are part of the run's identity. Steps come in stretches, as the files are read,
 * each made when it is taken.
 */
export interface ImportFormat {
  readonly kind: string;
  readonly name: string;
  readonly settings: readonly { readonly name: string; readonly value: string }[];
  steps(
    sources: readonly KeptSource[],
    context: MessageContext,
    progress: (linesRead: number) => void,
  ): AsyncIterable<Iterable<ImportStep>>;
}

const adviceEvents = new EventCatalogue([...orderEvents, ...paymentEvents, ...consignmentEvents]);

/** A decider's "no" as the fault of a line. */
export const faultOfRejection = ({ code, field, message }: Rejection): MessageFault => ({ code, field: field ?? 'line', message });

/** A command of one line: to be sent, or only looked at. `catalogue` knows the events that its decider answers with. */
export const importCommand = <C, S, E extends DomainEvent>(dispatch: Dispatch<C, S, E>, catalogue = adviceEvents): ImportCommand => ({
  run: (runner) => runner.run(dispatch),
  check: () => {
    const decision = dispatch.decider.decide(dispatch.command, dispatch.decider.initial);
    if ('rejected' in decision) return faultOfRejection(decision.rejected);
    try {
      for (const { type, data } of decision.accepted) catalogue.encode({ type, data });
      return undefined;
    } catch (error) {
      return faultOfError(error, '');
    }
  },
});
