import { accountDecider, accountStream } from '#accounts';
import { demoRunStream, importRunDecider } from '#advance-data';
import { collectorDecider, collectorStream, type CollectorCommand } from '#collectors';
import { canonicalJson, commandIdOfMessage, sha256Hex } from '#event-catalogue';
import { assessmentCurrencyOf, type RuleBook } from '#rules';
import type { DemoSettings, Ledger } from '#runtime';
import { firstDay, noon } from './days';
import { actor } from './messages';
import { accountCycles, importAuthorities, iossNumber, parties, returnAuthorities, ukVatNumber } from './parties';
import type { Horizon } from './settings';
import { DemoError, runCommands, type Stages } from './stage';

/** Context of a command that sets the story up. */
export const contextOf = (book: string, kind: string, reference: string, at: string) => ({
  commandId: commandIdOfMessage({ book, issuer: actor, kind, reference, version: '1' }),
  actor,
  book,
  effectiveAt: at,
});

/** Settings that differ from those the directory was begun with. */
export class DemoSettingsDifferError extends DemoError {
  constructor(readonly field: string) {
    super(`this data directory holds a demonstration with another "${field}"; use another --data directory or the same settings`);
  }
}

/**
 * The demonstration's first event. Throws DemoSettingsDifferError where the directory holds another one, DemoError where it holds a ledger
 * of something else.
 */
export const begin = async (ledger: Ledger, settings: DemoSettings): Promise<void> => {
  const first = await ledger.demo();
  if (first === undefined && (await isUsed(ledger)))
    throw new DemoError('this data directory holds a ledger that is no demonstration; use another --data directory');
  const outcome = await ledger.run({
    decider: importRunDecider,
    stream: demoRunStream(),
    command: { type: 'StartDemo', settings },
    // Other settings are another command: under the same one they would get the first answer.
    context: contextOf('-', 'demo', sha256Hex(canonicalJson(settings)), noon(settings.legalNow)),
  });
  if (outcome.kind === 'accepted') return;
  if (outcome.kind === 'rejected') throw new DemoSettingsDifferError(outcome.rejection.field ?? 'settings');
  throw new DemoError(`settings: ${outcome.kind}`);
};

const isUsed = async (ledger: Ledger): Promise<boolean> => {
  for await (const { events } of ledger.store.readAll({ batch: 1 })) if (events.length > 0) return true;
  return false;
};

const register = function* (
  from: string,
): Generator<{ readonly collector: string; readonly command: CollectorCommand; readonly key: string }> {
  for (const { collector, name, establishedIn, roles } of [parties.vendor, parties.representative])
    yield {
      collector,
      key: 'register',
      command: { type: 'RegisterCollector', collector: { collector, name, establishedIn, roles: [...roles], registeredOn: from } },
    };
  const { collector } = parties.vendor;
  yield {
    collector,
    key: iossNumber,
    command: {
      type: 'GrantSchemeNumber',
      scheme: 'EU-IOSS',
      schemeNumber: iossNumber,
      authority: returnAuthorities['EU-IOSS'],
      validFrom: from,
    },
  };
  yield {
    collector,
    key: ukVatNumber,
    command: {
      type: 'GrantSchemeNumber',
      scheme: 'UK-VAT',
      schemeNumber: ukVatNumber,
      authority: returnAuthorities['UK-SUPPLY'],
      validFrom: from,
    },
  };
};

/** Who collects, and the accounts: the representative's deferment account at each authority, the vendor's scheme account where it files. */
const accountsOf = (rules: RuleBook, openedOn: string) =>
  [
    ...importAuthorities.map((authority) => ({ authority, holder: parties.representative.collector, kind: 'deferment' as const })),
    ...Object.values(returnAuthorities).map((authority) => ({ authority, holder: parties.vendor.collector, kind: 'scheme' as const })),
  ].map((account) => ({
    ...account,
    // Scheme returns are kept in the currency of the return.
    currency:
      account.authority === 'GB'
        ? 'GBP'
        : account.kind === 'scheme'
          ? 'EUR'
          : (assessmentCurrencyOf(rules, account.authority.slice(3), openedOn) ?? 'EUR'),
    cycle: accountCycles[account.kind][account.authority === 'GB' ? 'uk' : 'eu'],
    openedOn,
  }));

export const setUp = async (ledger: Ledger, stages: Stages, horizon: Horizon): Promise<void> => {
  const from = firstDay(horizon.firstMonth);
  const registrations = [...register(from)].map(({ collector, command, key }) => ({
    decider: collectorDecider,
    stream: collectorStream(collector),
    command,
    context: contextOf('-', 'collector', `${collector}/${key}`, noon(from)),
  }));
  await runCommands(ledger, stages, 'collectors', registrations);
  const accounts = accountsOf(ledger.rules.current(), from).map((account) => ({
    decider: accountDecider,
    stream: accountStream(account.authority, account.holder, account.kind),
    command: { type: 'OpenAccount' as const, ...account },
    context: contextOf(account.authority, 'account', `${account.kind}/${account.holder}`, noon(from)),
  }));
  await runCommands(ledger, stages, 'accounts', accounts);
  await ledger.settle();
};
