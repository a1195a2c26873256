import { MessageFaultError, NdjsonLines, type ImportCommand, type MessageFault } from '#advance-data';
import { declarationDispatch, parseDeclaration, zoneOfAuthority, type DeclarationDispatch } from '#declarations';
import type { RuleBook } from '#rules';

const faultOf = ({ decider, command }: DeclarationDispatch): MessageFault | undefined => {
  const decision = decider.decide(command, decider.initial);
  if (!('rejected' in decision)) return undefined;
  const { code, field, message } = decision.rejected;
  return { code, field: field ?? 'line', message };
};

const commandOf = (dispatch: DeclarationDispatch): ImportCommand => ({ run: (runner) => runner.run(dispatch), check: () => faultOf(dispatch) });

/** Canonical declarations, one a line, judged by the rules as known when the import begins (docs/formats/declarations.md). */
export const declarationLines = (rules: RuleBook): NdjsonLines =>
  new NdjsonLines('declarations', 'declaration', (text, { actor }, origin) => {
    const read = parseDeclaration(text, { rules, zoneOf: (authority) => zoneOfAuthority(rules, authority) }, origin);
    if (read.kind === 'refused') throw new MessageFaultError(read.fault);
    return { reference: read.command.header.lrn, command: commandOf(declarationDispatch(read.command, { actor })) };
  });
