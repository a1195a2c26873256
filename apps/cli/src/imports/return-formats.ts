import { importCommand, MessageFaultError, NdjsonLines, type ImportFormat } from '#advance-data';
import type { EventCatalogue, InputFault } from '#event-catalogue';
import { claimDispatch, parseClaim, parseReturn, returnDispatch } from '#returns';
import type { RuleBook } from '#rules';

/** The command of a message that could be read; what was refused is the fault of its line. */
const readOrRefuse = <C>(read: Readonly<{ kind: 'read'; command: C }> | Readonly<{ kind: 'refused'; fault: InputFault }>): C => {
  if (read.kind === 'refused') throw new MessageFaultError(read.fault);
  return read.command;
};

/** Goods that go back, one return a line (docs/formats/returns.md). */
export const returnsFormat = (catalogue: EventCatalogue): ImportFormat =>
  new NdjsonLines('returns', 'return', (text, { actor }, origin) => {
    const command = readOrRefuse(parseReturn(text, origin));
    return { reference: command.report.returnReference, command: importCommand(returnDispatch(command, { actor }), catalogue) };
  });

/** Refund claims, one a line (docs/formats/returns.md). */
export const claimsFormat = (rules: RuleBook, catalogue: EventCatalogue): ImportFormat =>
  new NdjsonLines('claims', 'claim', (text, { actor }, origin) => {
    const command = readOrRefuse(parseClaim(text, { rules }, origin));
    return { reference: command.claimReference, command: importCommand(claimDispatch(command, { rules }, { actor }), catalogue) };
  });
