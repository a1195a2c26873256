import {
  accountId,
  accountPeriodDecider,
  accountPeriodStream,
  type AccountCycles,
  bankStatementDecider,
  bankStatementStream,
  chargeId,
} from '#accounts';
import { idOf, sha256Hex } from '#event-catalogue';
import { formatMoney, moneyOf, parseMoney, signOf } from '#money';
import { accountCaseKey, bankAccountCaseKey, subjectOf } from '#reconciliation';
import { bankAccountOf, type BankEntry, entryStream } from '../bank';
import { firstDay, lastDay, monthBefore, monthOf, noon } from '../days';
import type { Due } from '../dues';
import { contextOfMessage, mrnOfParcel } from '../messages';
import { declarationOf } from '../models/refund-month';
import { accountCycles, authorityOf, clerk, debtors, importAuthorities, officer, parties } from '../parties';
import { contextOf } from '../setup';
import { declarationSubject } from './fitting';
import { openAccount } from './assessment-faults';
import type { Fault } from './truth';
import { inOrder, send, settled } from './sending';
import type { Parcel, Sending } from '../told-parcel';

const cycleAt = (authority: string): string => accountCycles.deferment[authority === 'GB' ? 'uk' : 'eu'];

/** What is entered too much, minor units. */
const tooMuch = 500n;

/** A debt that is entered by hand beside the right one: again, on somebody else's account, or in the period before its own. */
export interface StrayCharge {
  readonly parcel: Parcel;
  readonly how: 'again' | 'elsewhere' | 'tooEarly';
}
const holderOf = ({ how }: StrayCharge): string => (how === 'elsewhere' ? debtors.uninvolved : parties.representative.collector);
const authorityOfDebt = ({ parcel }: StrayCharge): string => authorityOf(parcel.order.header.destination ?? '');
const chargeOf = (stray: StrayCharge): string => chargeId(authorityOfDebt(stray), `${mrnOfParcel(stray.parcel)}/${stray.how}`);

/** The month in which it is entered. */
export const monthOfCharge = ({ parcel, how }: StrayCharge): string =>
  how === 'tooEarly' ? monthBefore(monthOf(parcel.acceptedAt)) : monthOf(parcel.acceptedAt);
/** What its break is about. */
export const subjectOfCharge = (stray: StrayCharge): string =>
  stray.how === 'again' ? declarationSubject(stray.parcel) : subjectOf(declarationSubject(stray.parcel), chargeOf(stray));

export const enter =
  (stray: StrayCharge, cycles: AccountCycles): Sending =>
  async (telling) => {
    const { parcel, how } = stray;
    const declaration = await declarationOf(telling.ledger, declarationSubject(parcel));
    if (declaration?.assessment?.kind !== 'assessed') return;
    const { totals, currency } = declaration.assessment.duty;
    const [line] = totals.filter(({ payable }) => signOf(payable) > 0);
    if (line === undefined) return;
    const [holder, authority, month] = [holderOf(stray), authorityOfDebt(stray), monthOfCharge(stray)];
    const account = accountId(authority, holder, 'deferment');
    const postedOn = how === 'tooEarly' ? lastDay(month) : declaration.header.acceptedOn;
    const { id, dueOn } = cycles.periodOf(cycleAt(authority), postedOn);
    if (how === 'elsewhere') await inOrder(openAccount(holder, authority, firstDay(month)), settled)(telling);
    await send({
      decider: accountPeriodDecider,
      stream: accountPeriodStream(authority, account, id),
      command: {
        type: 'PostCharge' as const,
        account,
        holder,
        charge: chargeOf(stray),
        kind: 'declaration' as const,
        subject: idOf(declarationSubject(parcel)),
        reference: mrnOfParcel(parcel),
        currency,
        acceptedAt: parcel.acceptedAt,
        postedOn,
        dueOn,
        lines: [{ taxType: line.taxType, beneficiary: line.beneficiary, amount: tooMuch }],
      },
      context: contextOf(authority, `charge-${how}`, mrnOfParcel(parcel), noon(postedOn)),
    })(telling);
  };

/** The holder disputes the first line of a statement, by whom it goes to. */
export const dispute = ({ authority, reference, currency, statement }: Due, month: string, cycles: AccountCycles): Sending | undefined => {
  if (statement === undefined) return undefined;
  const { account, first } = statement;
  const contestedOn = `${month}-05`;
  const { id } = cycles.periodOf(cycleAt(authority), contestedOn);
  const debt = {
    kind: 'statement' as const,
    reference,
    taxType: first.taxType,
    beneficiary: first.beneficiary,
    amount: parseMoney(first.amount, currency).minor,
  };
  return send({
    decider: accountPeriodDecider,
    stream: accountPeriodStream(authority, account, id),
    command: {
      type: 'ContestDebt' as const,
      account,
      currency,
      debt,
      contestedOn,
      requestedBy: clerk,
      approvedBy: officer,
      document: sha256Hex(`objection ${reference}`),
    },
    context: contextOf(authority, 'dispute', reference, noon(contestedOn)),
  });
};

export const disputed = ({
  authority,
  reference,
  currency,
  amount,
  dueOn,
  statement,
}: Due): { readonly fault: Fault; readonly undisputed: string } | undefined => {
  if (statement === undefined) return undefined;
  const { account, first } = statement;
  const subject = subjectOf(accountCaseKey(account), 'statement', reference, first.beneficiary);
  return {
    fault: {
      fault: `B61/${reference}`,
      name: 'statement in dispute',
      code: 'B61',
      subject,
      of: { authority, statement: reference },
      plantedAt: dueOn,
    },
    undisputed: formatMoney(moneyOf(parseMoney(amount, currency).minor - parseMoney(first.amount, currency).minor, currency)),
  };
};

/** Money that quotes nothing that anybody knows, at one authority after the other. */
export const strayEntries = (count: number, month: string): readonly (BankEntry & { readonly fault: Fault })[] =>
  Array.from({ length: count }, (_, i) => {
    const authority = importAuthorities[i % importAuthorities.length] ?? 'GB';
    const entry = {
      authority,
      reference: `ADVICE-${String(i + 1).padStart(4, '0')}`,
      amount: `${String(100 + i)}.00`,
      currency: authority === 'GB' ? 'GBP' : 'EUR',
      bookedOn: `${month}-11`,
    };
    return {
      ...entry,
      fault: {
        fault: `B56/${entry.reference}`,
        name: 'money of nobody',
        code: 'B56',
        subject: entryStream(entry),
        amount: String(100 + i),
        currency: entry.currency,
        of: { authority, entry: `E-${entry.reference}` },
        plantedAt: entry.bookedOn,
      },
    };
  });

const bankAuthority = 'GB';
/** Two statements of a bank account, between which one is missing. */
export const brokenChain = (month: string): { readonly sendings: readonly Sending[]; readonly fault: Fault } => {
  const bankAccount = bankAccountOf(bankAuthority);
  const told = [
    { statement: 'ST-1', opening: '0.00', closing: '100.00', closedOn: `${month}-08` },
    { statement: 'ST-3', opening: '175.00', closing: '175.00', closedOn: `${month}-10` },
  ];
  const sendings = told.map(({ statement, closedOn, opening, closing }) =>
    send({
      decider: bankStatementDecider,
      stream: bankStatementStream(bankAuthority, bankAccount, 'MT940', statement),
      command: {
        type: 'RecordBankStatement' as const,
        authority: bankAuthority,
        bankAccount,
        kind: 'MT940' as const,
        statement,
        currency: 'GBP',
        opening,
        closing,
        closedOn,
        entryCount: 0,
        digest: sha256Hex(''),
        sum: formatMoney(moneyOf(parseMoney(closing, 'GBP').minor - parseMoney(opening, 'GBP').minor, 'GBP')),
      },
      context: contextOfMessage({ book: bankAuthority, issuer: bankAccount, kind: 'statement', reference: statement, at: noon(closedOn) }),
    }),
  );
  const subject = subjectOf(bankAccountCaseKey(bankAuthority, bankAccount), 'ST-3');
  return {
    sendings,
    fault: {
      fault: `B60/${bankAccount}/ST-3`,
      name: 'a bank statement is missing',
      code: 'B60',
      subject,
      amount: '75',
      currency: 'GBP',
      of: { bankAccount, statement: 'ST-3' },
      plantedAt: `${month}-10`,
    },
  };
};
