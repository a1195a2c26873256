import { accountDecider, accountId, accountStream, guaranteeDecider, guaranteeStream } from '#accounts';
import { coveredImport, declarationDecider, type LodgeDeclaration, summaryDecider, summaryStream } from '#declarations';
import { formatMoney, moneyOf, parseMoney, signOf } from '#money';
import { subjectOf, summaryCaseKey } from '#reconciliation';
import { dayAfter, noon } from '../days';
import { contextOfMessage, declarantOf, lrnOf, mrnOfParcel } from '../messages';
import { declarationOf } from '../models/refund-month';
import { currencyAt } from '../models/set-up';
import { accountCycles, authorityOf, debtors } from '../parties';
import { contextOf } from '../setup';
import { declarationSubject, isPaidBy } from './fitting';
import { codeOfPayment, faultyEntry, paidHow } from './payments';
import { inOrder, send, settled } from './sending';
import type { Parcel, ParcelFault, Sending } from '../told-parcel';

const isCharged: ParcelFault['fits'] = ({ parcel }) => isPaidBy('representative', parcel);
const onAccountOf =
  (holder: string) =>
  (lodged: LodgeDeclaration): readonly LodgeDeclaration[] => [
    { ...lodged, header: { ...lodged.header, debtor: holder, accountHolder: holder } },
  ];
const authorityOfParcel = ({ order }: Parcel): string => authorityOf(order.header.destination ?? '');

/** A debtor's deferment account at the authority of the parcel. */
export const openAccount =
  (holder: string, authority: string, openedOn: string): Sending =>
  (telling) =>
    send({
      decider: accountDecider,
      stream: accountStream(authority, holder, 'deferment'),
      command: {
        type: 'OpenAccount' as const,
        authority,
        holder,
        kind: 'deferment' as const,
        openedOn,
        currency: currencyAt(telling.ledger.rules.current(), authority, openedOn),
        cycle: accountCycles.deferment[authority === 'GB' ? 'uk' : 'eu'],
      },
      context: contextOf(authority, 'account', `deferment/${holder}`, noon(openedOn)),
    })(telling);

const suspend = (holder: string, authority: string, day: string): Sending =>
  send({
    decider: accountDecider,
    stream: accountStream(authority, holder, 'deferment'),
    command: { type: 'SuspendAccount' as const, reason: 'INSOLVENCY', suspendedOn: day },
    context: contextOf(authority, 'suspension', holder, noon(day)),
  });

/** One minor unit: no charge has room. */
const secure =
  (holder: string, authority: string, validFrom: string): Sending =>
  (telling) => {
    const guaranteeReference = `GRN-${authority}-${holder}`;
    const shares = [{ account: accountId(authority, holder, 'deferment'), authority, holder, share: 1n }];
    return send({
      decider: guaranteeDecider,
      stream: guaranteeStream(authority, guaranteeReference),
      command: {
        type: 'RegisterGuarantee' as const,
        authority,
        guarantor: 'BANK-G-001',
        guaranteeReference,
        holder,
        form: 'undertaking' as const,
        amount: 1n,
        currency: currencyAt(telling.ledger.rules.current(), authority, validFrom),
        validFrom,
        shares,
      },
      context: contextOf(authority, 'guarantee', guaranteeReference, noon(validFrom)),
    })(telling);
  };

/** The authority tells of one tax more than the ledger assessed. */
const tellTax =
  (parcel: Parcel): Sending =>
  async (telling) => {
    const stream = declarationSubject(parcel);
    const declaration = await declarationOf(telling.ledger, stream);
    if (declaration?.assessment?.kind !== 'assessed') return;
    const { mrn, totals, currency } = declaration.assessment.duty;
    const more = (amount: string, minor: bigint): string => formatMoney(moneyOf(parseMoney(amount, currency).minor + minor, currency));
    const wrong = totals.findIndex(({ taxType }) => taxType === taxTold);
    const lines = totals.map(({ taxType, assessed, payable }, i) => ({
      seq: 1,
      taxType,
      assessed: more(assessed, i === wrong ? tooMuch : 0n),
      payable: signOf(payable) === 0 ? payable : more(payable, i === wrong ? tooMuch : 0n),
    }));
    const message = `DMSTAX-${lrnOf(parcel)}`;
    await send({
      decider: declarationDecider,
      stream,
      command: { type: 'RecordAuthorityTax' as const, mrn, version: 1, message, currency, lines },
      context: contextOfMessage({
        book: authorityOfParcel(parcel),
        issuer: authorityOfParcel(parcel),
        kind: 'tax',
        reference: lrnOf(parcel),
        at: noon(dayAfter(parcel.acceptedAt.slice(0, 10), 1)),
      }),
    })(telling);
  };
/** VAT at import, and by how many minor units too much of it is told. */
const taxTold = 'B00';
const tooMuch = 500n;

/** A summary over a day's declarations, submitted after its day. */
const summaryReference = (parcel: Parcel): string => `SUM-${lrnOf(parcel)}`;
const daysToSummary = 10;
const sumUp =
  (parcel: Parcel): Sending =>
  async (telling) => {
    const declaration = await declarationOf(telling.ledger, declarationSubject(parcel));
    if (declaration === undefined) return;
    const { authority, declarant, acceptedOn: from } = declaration.header;
    const dueOn = dayAfter(from, daysToSummary);
    const submittedOn = dayAfter(dueOn, 5);
    const reference = summaryReference(parcel);
    await send({
      decider: summaryDecider,
      stream: summaryStream(authority, declarant, reference),
      command: {
        type: 'SubmitSummary' as const,
        authority,
        declarant,
        accountHolder: debtors.summing,
        direction: 'entry' as const,
        summaryReference: reference,
        from,
        to: dayAfter(from, 1),
        submittedOn,
        dueOn,
        currency: currencyAt(telling.ledger.rules.current(), authority, from),
        declarations: [coveredImport(declaration)],
      },
      context: contextOfMessage({ book: authority, issuer: declarant, kind: 'summary', reference, at: noon(submittedOn) }),
    })(telling);
  };

/** What is assessed, charged and secured. */
export const assessmentFaults: readonly ParcelFault[] = [
  {
    name: 'held at a suspended account',
    code: 'B15',
    fits: isCharged,
    declarations: onAccountOf(debtors.suspended),
    before: (parcel, from) =>
      inOrder(
        openAccount(debtors.suspended, authorityOfParcel(parcel), from),
        suspend(debtors.suspended, authorityOfParcel(parcel), from),
        settled,
      ),
    expected: (parcel) => ({ subject: declarationSubject(parcel) }),
  },
  {
    // One in a story: a summary answers for every declaration of its days.
    name: 'summed up too late',
    code: 'B33',
    once: true,
    fits: isCharged,
    declarations: onAccountOf(debtors.summing),
    before: (parcel, from) => inOrder(openAccount(debtors.summing, authorityOfParcel(parcel), from), settled),
    after: (parcel) => inOrder(settled, sumUp(parcel)),
    expected: (parcel) => ({
      subject: subjectOf(
        summaryCaseKey({
          authority: authorityOfParcel(parcel),
          declarant: declarantOf(parcel),
          accountHolder: debtors.summing,
          reference: summaryReference(parcel),
        }),
        'day',
      ),
    }),
  },
  {
    name: 'on the account of somebody who has none',
    code: 'B40',
    fits: isCharged,
    declarations: onAccountOf(debtors.withoutAccount),
    expected: (parcel) => ({ subject: declarationSubject(parcel) }),
  },
  {
    name: 'taxed otherwise by the authority',
    code: 'B42',
    fits: isCharged,
    after: tellTax,
    expected: (parcel) => ({ subject: subjectOf(declarationSubject(parcel), taxTold) }),
  },
  {
    name: 'held for want of a guarantee',
    code: 'B46',
    fits: isCharged,
    declarations: onAccountOf(debtors.unsecured),
    before: (parcel, from) =>
      inOrder(
        openAccount(debtors.unsecured, authorityOfParcel(parcel), from),
        secure(debtors.unsecured, authorityOfParcel(parcel), from),
        settled,
      ),
    expected: (parcel) => ({ subject: declarationSubject(parcel) }),
  },
  ...(['unpaid', 'over', 'twice', 'reversed'] as const).map((payment): ParcelFault => ({
    name: `desk debt ${paidHow[payment]}`,
    code: codeOfPayment[payment],
    fits: ({ parcel }) => isPaidBy('consumer', parcel),
    payment,
    expected: (parcel) => ({
      subject: faultyEntry({ authority: authorityOfParcel(parcel), reference: mrnOfParcel(parcel) }, payment) ?? declarationSubject(parcel),
    }),
  })),
];
