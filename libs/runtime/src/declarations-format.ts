import type { AccountDirectory } from '#accounts';
import { importCommand, MessageFaultError, NdjsonLines, type ImportFormat } from '#advance-data';
import { declarationDecider, declarationDispatch, type LodgeDeclaration, parseDeclaration } from '#declarations';
import type { InputFault } from '#event-catalogue';
import type { RuleBook } from '#rules';
import { ledgerCatalogue } from './ledger-catalogue';
import { accountFault } from './opened-accounts';

/**
 * Canonical declarations, one a line, judged by the law and the accounts as known when the import begins (docs/formats/declarations.md).
 * Accounts are only ever added, so their number says which there were: it is part of the run's identity, and the same file after an account
 * was opened is a run of its own.
 */
export const declarationsFormat = (rules: RuleBook, accounts: AccountDirectory): ImportFormat =>
  new NdjsonLines(
    'declarations',
    'declaration',
    (text, { actor }, origin) => {
      const read = parseDeclaration(text, { rules }, origin);
      if (read.kind === 'refused') throw new MessageFaultError(read.fault);
      const { header } = read.command;
      const fault = accountFault(accounts, header);
      if (fault !== undefined) throw new MessageFaultError(faultOfLodging(read.command) ?? fault);
      return { reference: header.lrn, command: importCommand(declarationDispatch(read.command, { actor }), ledgerCatalogue) };
    },
    [{ name: 'accounts', value: String(accounts.all().length) }],
  );

/** What lodging would refuse in the declaration itself comes before what is wrong around it: the sender hears of the field that he can mend. */
const faultOfLodging = (command: LodgeDeclaration): InputFault | undefined => {
  const decision = declarationDecider.decide(command, declarationDecider.initial);
  if (!('rejected' in decision)) return undefined;
  const { code, message, field = 'declaration' } = decision.rejected;
  return { code, message, field };
};
