import { importCommand, MessageFaultError, NdjsonLines, type ImportFormat } from '#advance-data';
import { declarationDispatch, parseDeclaration } from '#declarations';
import type { RuleBook } from '#rules';
import { ledgerCatalogue } from './ledger-catalogue';

/** Canonical declarations, one a line, judged by the law as known when the import begins (docs/formats/declarations.md). */
export const declarationsFormat = (rules: RuleBook): ImportFormat =>
  new NdjsonLines('declarations', 'declaration', (text, { actor }, origin) => {
    const read = parseDeclaration(text, { rules }, origin);
    if (read.kind === 'refused') throw new MessageFaultError(read.fault);
    return { reference: read.command.header.lrn, command: importCommand(declarationDispatch(read.command, { actor }), ledgerCatalogue) };
  });
