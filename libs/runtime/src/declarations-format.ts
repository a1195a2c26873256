import type { AccountDirectory } from '#accounts';
import { importCommand, MessageFaultError, NdjsonLines, type ImportFormat } from '#advance-data';
import {
  amendmentDispatch,
  amendmentOf,
  declarationDecider,
  declarationDispatch,
  declarationOf,
  type DeclarationOrigin,
  type LodgeDeclaration,
} from '#declarations';
import { type InputFault, parseStrictJson } from '#event-catalogue';
import type { RuleBook } from '#rules';
import { ledgerCatalogue } from './ledger-catalogue';
import { accountFault } from './opened-accounts';

/**
 * Canonical declarations and later versions of them, one a line, judged by the law and the accounts as known when the import begins
 * (docs/formats/declarations.md). Accounts are only ever added, so their number says which there were: it is part of the run's identity,
 * and the same file after an account was opened is a run of its own.
 */
export const declarationsFormat = (rules: RuleBook, accounts: AccountDirectory): ImportFormat =>
  new NdjsonLines(
    'declarations',
    'declaration',
    (text, { actor }, origin) => {
      const value = parseStrictJson(text);
      return isAmendment(value) ? amendment(value, rules, actor, origin) : lodging(value, { rules, accounts }, actor, origin);
    },
    [{ name: 'accounts', value: String(accounts.all().length) }],
  );

type Reading = ReturnType<ConstructorParameters<typeof NdjsonLines>[2]>;

const isAmendment = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'format' in value && value.format === 'tidewaiter/amendment/1';

const lodging = (
  value: unknown,
  { rules, accounts }: { readonly rules: RuleBook; readonly accounts: AccountDirectory },
  actor: string,
  origin: DeclarationOrigin,
): Reading => {
  const read = declarationOf(value, { rules }, origin);
  if (read.kind === 'refused') throw new MessageFaultError(read.fault);
  const { header } = read.command;
  const fault = accountFault(accounts, header);
  if (fault !== undefined) throw new MessageFaultError(faultOfLodging(read.command) ?? fault);
  return { reference: header.lrn, command: importCommand(declarationDispatch(read.command, { actor }), ledgerCatalogue) };
};

/** Its account is that of the version before, which was there when that was lodged. */
const amendment = (value: unknown, rules: RuleBook, actor: string, origin: DeclarationOrigin): Reading => {
  const read = amendmentOf(value, { rules }, origin);
  if (read.kind === 'refused') throw new MessageFaultError(read.fault);
  const command = importCommand(amendmentDispatch(read.command, { actor }), ledgerCatalogue);
  // Whoever only looks knows no version before; that there is one is asked when it is sent.
  const check = (): ReturnType<typeof command.check> => {
    const fault = command.check();
    return fault?.code === 'DECLARATION_UNKNOWN' ? undefined : fault;
  };
  return { reference: read.command.header.lrn, command: { ...command, check } };
};

/**
 * What lodging would refuse in the declaration itself comes before what is wrong around it: the sender hears of the field that he can mend.
 */
const faultOfLodging = (command: LodgeDeclaration): InputFault | undefined => {
  const decision = declarationDecider.decide(command, declarationDecider.initial);
  if (!('rejected' in decision)) return undefined;
  const { code, message, field = 'declaration' } = decision.rejected;
  return { code, message, field };
};
