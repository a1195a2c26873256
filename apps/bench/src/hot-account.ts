import {
  type AccountPeriodCommand,
  accountId,
  type AccountPeriodEvent,
  accountPeriodDecider,
  accountPeriodStream,
  accountEvents,
  type AccountPeriodState,
  chargeId,
  guaranteeId,
  type PeriodTerms,
} from '#accounts';
import { commandIdOfMessage, EventCatalogue } from '#event-catalogue';
import { type Decider, type Dispatch } from '#event-store';

/** One deferment account with a guarantee, and as many charges of duty and VAT in one month as are asked for. */
export const hotCatalogue = new EventCatalogue(accountEvents);
export const hotTerms: PeriodTerms = {
  account: accountId('GB', 'HOT-1', 'deferment'),
  authority: 'GB',
  holder: 'HOT-1',
  kind: 'deferment',
  currency: 'GBP',
  cycle: 'UK-DUTY',
  period: '2026-01',
  start: '2026-01-01',
  end: '2026-02-01',
};
export const nextTerms: PeriodTerms = { ...hotTerms, period: '2026-02', start: '2026-02-01', end: '2026-03-01' };

type PeriodDecider = Decider<AccountPeriodCommand, AccountPeriodState, AccountPeriodEvent>;
/** A command to the account’s period; `reference` makes its id. */
export const hotDispatch = (
  command: AccountPeriodCommand,
  reference: string,
  terms = hotTerms,
  decider: PeriodDecider = accountPeriodDecider,
): Dispatch<AccountPeriodCommand, AccountPeriodState, AccountPeriodEvent> => ({
  decider,
  stream: accountPeriodStream('GB', terms.account, terms.period),
  command,
  context: {
    commandId: commandIdOfMessage({ book: 'GB', issuer: 'BENCH', kind: command.type, reference, version: '1' }),
    actor: 'bench',
    book: 'GB',
    effectiveAt: '2026-01-10T12:00:00.000Z',
    correlationId: 'bench',
  },
});

export const openCommands: readonly AccountPeriodCommand[] = [
  { type: 'OpenPeriod', terms: hotTerms, carried: { openItems: [], unapplied: [] } },
  {
    type: 'ApplyGuaranteeShare',
    account: hotTerms.account,
    authority: 'GB',
    appliedOn: '2026-01-01',
    security: { guarantee: guaranteeId('GB', 'GRN-HOT'), share: 10n ** 14n, reservePercent: '100', softPercent: '80' },
  },
];
export const closeCommand: AccountPeriodCommand = { type: 'ClosePeriod', statementNumber: 1, closedOn: '2026-02-01', dueOn: '2026-02-16' };

/** The `number`th charge: two lines, as a usual parcel has. */
export const hotCharge = (number: number): AccountPeriodCommand => {
  const mrn = `26GB${String(number).padStart(14, '0')}`;
  return {
    type: 'PostCharge',
    account: hotTerms.account,
    holder: 'HOT-1',
    kind: 'declaration',
    charge: chargeId('GB', `${mrn}/1`),
    subject: chargeId('GB', mrn),
    reference: mrn,
    lines: [
      { taxType: 'A00', beneficiary: 'GB', amount: BigInt(100 + (number % 900)) },
      { taxType: 'B00', beneficiary: 'GB', amount: BigInt(500 + (number % 4500)) },
    ],
    currency: 'GBP',
    acceptedAt: '2026-01-10T10:00:00.000Z',
    postedOn: `2026-01-${String(1 + (number % 31)).padStart(2, '0')}`,
    dueOn: '2026-02-16',
  };
};
