import { accountId, givenNumber, seriesDecider, seriesStream } from '#accounts';
import { consignmentDecider, consignmentStream, type ConsignmentCommand } from '#advance-data';
import {
  declarationDecider,
  type DeclarationEvent,
  declarationStream,
  type ExportCommand,
  exportDecider,
  exportStream,
  type LodgedDeclaration,
  refundPosition,
} from '#declarations';
import { type DomainEvent, sha256Hex } from '#event-catalogue';
import { signOf } from '#money';
import {
  paymentReferenceOf,
  refundClaimDecider,
  refundClaimId,
  refundClaimStream,
  returnCaseDecider,
  returnCaseId,
  returnCaseStream,
  type RefundClaimCommand,
  type RefundClaimEvent,
  type ReturnCaseEvent,
} from '#returns';
import { matchReturnCase, type Ledger } from '#runtime';
import { bankEntry } from '../bank';
import { addDays, dayAfter, dayOf, latest, monthOf, nextMonth, noon } from '../days';
import type { Telling } from '../telling';
import { actor, consignmentNumberOf, contextOfMessage, declarantOf, lrnOf, mrnOf } from '../messages';
import { authorityOf, consumers, officer, parties } from '../parties';
import { DemoError, runCommands } from '../stage';
import type { GoodsBack } from '../trade';
import type { ReturnedParcel } from './returned-parcel';
import { type Parcel, skips } from '../told-parcel';

/** Beyond what any parcel holds. */
const tooManyUnits = 100_000;

/** What comes back of a parcel, where it was declared and customs may have to give something back. */
export const returnedParcel = (parcel: Parcel, back: GoodsBack): ReturnedParcel | undefined => {
  const { order, collection, acceptedAt, captured } = parcel;
  const { seller, orderNumber, destination } = order.header;
  if (
    destination === undefined ||
    captured === undefined ||
    skips(parcel, 'declaration') ||
    collection.kind === 'none' ||
    collection.kind === 'scheme' ||
    (collection.kind === 'arrangement' && parcel.undelivered)
  )
    return undefined;
  const paidBy = collection.kind === 'border' && collection.payer === 'consumer' ? 'consumer' : 'declarant';
  return {
    ...back,
    declarant: declarantOf(parcel),
    orderNumber,
    seller,
    authority: authorityOf(destination),
    country: destination,
    lrn: lrnOf(parcel),
    acceptedAt,
    paidBy,
  };
};

export const backNumber = (orderNumber: string): string => `BACK-${orderNumber}`;
const documentOf = (what: string, { orderNumber }: ReturnedParcel): string => sha256Hex(`${what} ${orderNumber}`);
export const caseStreamOf = ({ orderNumber }: ReturnedParcel): string => returnCaseStream(parties.carrier, backNumber(orderNumber));
const caseOf = ({ orderNumber }: ReturnedParcel): string => returnCaseId(parties.carrier, backNumber(orderNumber));

const announcement = (back: ReturnedParcel) => {
  const number = backNumber(back.orderNumber);
  const { carrier } = parties;
  const command: ConsignmentCommand = {
    type: 'AdviseReturn',
    consignment: {
      ...{ carrier, consignmentNumber: number, dispatchCountry: back.country, destination: 'CN', dispatchedAt: back.creditedAt },
      original: { carrier, consignmentNumber: consignmentNumberOf(back.orderNumber) },
      lines: back.lines,
      exportMrn: exportMrn(back),
    },
  };
  return {
    decider: consignmentDecider,
    stream: consignmentStream(carrier, number),
    command,
    context: contextOfMessage({ book: '-', issuer: carrier, kind: 'consignment', reference: number, at: back.creditedAt }),
  };
};

const report = (back: ReturnedParcel) => {
  const { carrier: reporter } = parties;
  const returnReference = backNumber(back.orderNumber);
  return {
    decider: returnCaseDecider,
    stream: returnCaseStream(reporter, returnReference),
    command: {
      type: 'ReportReturn' as const,
      report: {
        ...{ reporter, returnReference, reportedAt: back.creditedAt, ground: 'withdrawn' as const, consignmentNumber: returnReference },
        original: {
          carrier: reporter,
          consignmentNumber: consignmentNumberOf(back.orderNumber),
          seller: back.seller,
          orderNumber: back.orderNumber,
        },
        lines: back.lines.map((line) => ({
          ...line,
          ...(back.planted === 'tooMany' ? { quantity: line.quantity + tooManyUnits } : {}),
          ...(back.planted === 'lighter' ? { grossMass: '0.01' } : {}),
        })),
      },
    },
    context: contextOfMessage({ book: '-', issuer: reporter, kind: 'return', reference: returnReference, at: back.creditedAt }),
  };
};

/** The parcel's return is announced, reported and matched with what came; its units are counted where they were imported. */
const reportReturns = async ({ ledger, stages }: Telling, backs: readonly ReturnedParcel[]): Promise<void> => {
  if (backs.length === 0) return;
  await stages.run('goods that go back', async () => {
    await runCommands(ledger, stages, 'goods that go back', backs.map(announcement));
    await runCommands(ledger, stages, 'goods that go back', backs.map(report));
    await ledger.catchUp();
    for (const back of backs) await matchReturnCase(ledger, caseOf(back), dayOf(back.creditedAt), actor);
    await ledger.settle();
  });
};

/** The declaration as its stream tells it. */
export const declarationOf = async ({ store, catalogue }: Ledger, stream: string): Promise<LodgedDeclaration | undefined> => {
  let state = declarationDecider.initial;
  for await (const stored of store.read(stream))
    state = declarationDecider.evolve(state, catalogue.decode(stored) as DomainEvent as DeclarationEvent);
  return state.kind === 'lodged' ? state : undefined;
};

/** Units of imported items that the return case was matched with; one, where goods are claimed for that never came. */
const unitsOf = async (
  { store, catalogue }: Ledger,
  back: ReturnedParcel,
  { items }: LodgedDeclaration,
): Promise<ReadonlyMap<number, number>> => {
  if (back.planted === 'neverBack') return new Map(items.slice(0, 1).map(({ seq }) => [seq, 1]));
  const units = new Map<number, number>();
  for await (const stored of store.read(returnCaseStream(parties.carrier, backNumber(back.orderNumber)))) {
    const event = catalogue.decode(stored) as ReturnCaseEvent;
    if (event.type === 'ReturnUnmatched') units.clear();
    if (event.type === 'ReturnMatched')
      for (const { seq, quantity } of event.data.units) if (seq !== undefined) units.set(seq, quantity + (units.get(seq) ?? 0));
  }
  return units;
};

const exportMrn = ({ creditedAt, country, orderNumber }: ReturnedParcel): string => mrnOf(country, creditedAt, `X-${orderNumber}`);

/** The goods leave again: export declaration and its exit, two days apart. */
const exits = (back: ReturnedParcel, { header, items }: LodgedDeclaration, units: ReadonlyMap<number, number>) => {
  const { declarant } = back;
  const mrn = exportMrn(back);
  const lrn = `X-${back.orderNumber}`;
  const declared = items.flatMap(({ seq, hsCode, description }) => {
    const quantity = units.get(seq);
    return quantity === undefined ? [] : [{ seq, hsCode, description, quantity, original: { mrn: header.mrn, seq, quantity } }];
  });
  if (declared.length === 0) return [];
  const send = (command: ExportCommand, kind: string, at: string) => ({
    decider: exportDecider,
    stream: exportStream(back.authority, mrn),
    command,
    context: contextOfMessage({ book: back.authority, issuer: declarant, kind, reference: lrn, at }),
  });
  const exported = {
    authority: back.authority,
    declarant,
    lrn,
    mrn,
    exporter: declarant,
    destination: 'CN',
    consignmentNumber: backNumber(back.orderNumber),
    items: declared,
    acceptedAt: back.creditedAt,
    acceptedOn: dayOf(back.creditedAt),
  };
  const exitedAt = addDays(back.creditedAt, 2);
  return [
    send({ type: 'DeclareExport', ...exported }, 'export', back.creditedAt),
    send({ type: 'ConfirmExit', exitedOn: dayOf(exitedAt), confirmation: `EXIT-${lrn}` }, 'exit', exitedAt),
  ];
};

/** What was paid on the units that went back, tax by tax; the claim's own rules say what of it is given back. */
const linesOf = (
  declaration: LodgedDeclaration,
  units: ReadonlyMap<number, number>,
): Extract<RefundClaimCommand, { readonly type: 'ClaimRefund' }>['lines'] => {
  const { header, assessment } = declaration;
  const position = refundPosition(declaration);
  if (assessment?.kind !== 'assessed' || position === undefined) return [];
  const flat = new Set(assessment.lines.flatMap(({ seq, taxType, rate }) => (rate.endsWith('/hs6') ? [`${String(seq)} ${taxType}`] : [])));
  return position.taxes.flatMap(({ seq, taxType, beneficiary, payable }) => {
    const taken = units.get(seq);
    const unit = position.units.find((one) => one.seq === seq);
    if (taken === undefined || unit === undefined || signOf(payable) <= 0) return [];
    const asked = { of: unit.imported, before: unit.refunded, taken, ...(flat.has(`${String(seq)} ${taxType}`) ? { flat: true } : {}) };
    return [{ declaration: assessment.duty.declaration, mrn: header.mrn, seq, taxType, beneficiary, paid: payable, units: asked }];
  });
};

/** Who claims, and what of documents the case needs. */
export const claimantOf = ({ paidBy, declarant }: ReturnedParcel) =>
  paidBy === 'consumer'
    ? {
        claimant: consumers,
        entitlement: { model: 'consumer', payee: 'consumer', payeeParty: consumers } as const,
        documents: ['ImportDeclaration', 'ProofOfExportOrDestruction', 'ReturnTracking'],
      }
    : {
        claimant: declarant,
        entitlement: { model: 'traditional', payee: 'representative', payeeParty: declarant } as const,
        documents: ['ImportDeclaration', 'ProofOfExportOrDestruction', 'ReturnTracking', 'ProofOfAuthority'],
      };

const claimReference = ({ orderNumber }: ReturnedParcel): string => `R-${orderNumber}`;

export const claimStreamOf = (back: ReturnedParcel): string =>
  refundClaimStream(back.authority, claimantOf(back).claimant, claimReference(back));

const send = (back: ReturnedParcel, kind: string, command: RefundClaimCommand, day: string) => {
  const { claimant } = claimantOf(back);
  const context = contextOfMessage({ book: back.authority, issuer: claimant, kind, reference: claimReference(back), at: noon(day) });
  return { decider: refundClaimDecider, stream: claimStreamOf(back), command, context };
};

/** The claim for what was paid on the units; nothing where nothing was. */
const claim = (back: ReturnedParcel, declaration: LodgedDeclaration, units: ReadonlyMap<number, number>, claimedOn: string) => {
  const lines = linesOf(declaration, units);
  if (lines.length === 0) return [];
  const { claimant, entitlement } = claimantOf(back);
  const { header } = declaration;
  const asked = {
    authority: back.authority,
    jurisdiction: back.country,
    claimant,
    claimReference: claimReference(back),
    handler: claimant,
    basis: 'withdrawn' as const,
    ...(back.planted === 'neverBack' ? {} : { returnCase: caseOf(back) }),
    entitlement,
  };
  return [
    send(
      back,
      'claim',
      {
        type: 'ClaimRefund',
        ...asked,
        counted: { from: 'acceptance', day: header.acceptedOn },
        lines,
        currency: declaration.assessment?.kind === 'assessed' ? declaration.assessment.duty.currency : header.currency,
        claimedOn,
      },
      claimedOn,
    ),
  ];
};

/** The documents of a claim, in the order of the checklist. */
const documents = (back: ReturnedParcel, claimedOn: string) => {
  const { claimant, documents: kinds } = claimantOf(back);
  return (back.planted === 'unproven' ? kinds.slice(0, -1) : kinds).map((kind) =>
    send(
      back,
      `evidence/${kind}`,
      {
        type: 'AttachEvidence',
        kind,
        document: documentOf(kind, back),
        mediaType: 'application/pdf',
        bytes: 1024,
        attachedBy: claimant,
        attachedOn: claimedOn,
      },
      claimedOn,
    ),
  );
};

const isPaidOut = ({ paidBy, planted, lastOfItsDeclarant }: ReturnedParcel): boolean =>
  paidBy === 'consumer' || planted !== undefined || lastOfItsDeclarant === true;

/**
 * Approved by the officer; a declarant's are set off against its next debts where there will be any, the consumer's are paid out, as are
 * those that nobody should have asked for.
 */
const decision = (back: ReturnedParcel, approvedOn: string) => {
  const settlement = isPaidOut(back) ? ('payment' as const) : ('offset' as const);
  return send(
    back,
    'approval',
    { type: 'ApproveRefund', approvedBy: officer, approvedOn, document: documentOf('decision', back), settlement },
    approvedOn,
  );
};

/** What a month gives back: claims for goods that came back, decided, and set off or paid out. */
const refundMonth = async ({ ledger, stages }: Telling, backs: readonly ReturnedParcel[], month: string): Promise<void> => {
  if (backs.length === 0) return;
  const [claimedOn, decidedOn] = [`${month}-02`, `${month}-${dayOfDecision}`];
  const sent: Parameters<typeof claim>[] = [];
  for (const back of backs) {
    const declaration = await declarationOf(ledger, declarationStream(back.authority, back.declarant, back.lrn));
    if (declaration === undefined) continue;
    const units = await unitsOf(ledger, back, declaration);
    if (units.size === 0) continue;
    sent.push([back, declaration, units, claimedOn]);
  }
  await stages.run('refunds', async () => {
    await runCommands(
      ledger,
      stages,
      'exports',
      sent.flatMap(([back, declaration, units]) => (back.planted === 'neverBack' ? [] : exits(back, declaration, units))),
    );
    const made = new Set<string>();
    // Part of an item gives nothing back of a duty that is owed for the item whole: then there is no claim.
    await runCommands(
      ledger,
      stages,
      'claims',
      sent.flatMap((back) => claim(...back)),
      {
        accepted: ({ events }) => {
          made.add(events[0]?.stream ?? '');
        },
      },
    );
    const claimed = sent.map(([back]) => back).filter((back) => made.has(claimStreamOf(back)));
    await runCommands(
      ledger,
      stages,
      'evidence',
      claimed.flatMap((back) => documents(back, claimedOn)),
    );
    // What each import can still give is reserved there before anybody decides.
    await ledger.settle();
    const proven = claimed.filter(({ planted }) => planted !== 'unproven');
    await runCommands(
      ledger,
      stages,
      'approvals',
      proven.map((back) => decision(back, decidedOn)),
    );
    await settle({ ledger, stages }, proven, decidedOn);
    await ledger.settle();
  });
};

/** Refunds in order of authority and claim get their numbers, so that the numbers do not depend on timing. */
const settle = async ({ ledger, stages }: Telling, backs: readonly ReturnedParcel[], on: string): Promise<void> => {
  const offsets = backs.filter((back) => !isPaidOut(back));
  await runCommands(
    ledger,
    stages,
    'set-off',
    offsets.map((back) =>
      send(
        back,
        'offset',
        { type: 'RequestOffset', account: accountId(back.authority, back.declarant, 'deferment'), rule: 'OLDEST-FIRST', requestedOn: on },
        on,
      ),
    ),
  );
  const paid = backs
    .filter(isPaidOut)
    .sort((a, b) => (`${a.authority} ${claimReference(a)}` < `${b.authority} ${claimReference(b)}` ? -1 : 1));
  for (const back of paid) {
    const approval = await approvedOf(ledger, back);
    if (approval === undefined) continue;
    const subject = refundClaimId(back.authority, claimantOf(back).claimant, claimReference(back));
    const numbered = await ledger.run({
      decider: seriesDecider,
      stream: seriesStream(back.authority, 'refund'),
      command: { type: 'AssignNumber', authority: back.authority, kind: 'refund', subject },
      context: contextOfMessage({
        book: back.authority,
        issuer: back.authority,
        kind: 'refund-number',
        reference: claimReference(back),
        at: noon(on),
      }),
    });
    const number = givenNumber(numbered);
    if (number === undefined) throw new DemoError(`no number for the refund ${claimReference(back)}: ${numbered.kind}`);
    await runCommands(ledger, stages, 'refund payments', [send(back, 'payment', { type: 'OrderPayment', number, paidOn: on }, on)]);
    await runCommands(ledger, stages, 'refund payments', [
      bankEntry({
        authority: back.authority,
        reference: paymentReferenceOf(subject),
        amount: `-${approval.total}`,
        currency: approval.currency,
        bookedOn: dayAfter(on, 1),
      }),
    ]);
  }
};

const approvedOf = async (
  { store, catalogue }: Ledger,
  back: ReturnedParcel,
): Promise<{ readonly total: string; readonly currency: string } | undefined> => {
  for await (const stored of store.read(claimStreamOf(back))) {
    const event = catalogue.decode(stored) as RefundClaimEvent;
    if (event.type === 'RefundApproved') return event.data;
  }
  return undefined;
};

/**
 * Goods that come back, from their announcement in the month of the credit to the refund two months after they were imported, when their
 * tax is paid.
 */
export class GoodsOnTheirWay {
  constructor(private readonly backs: readonly ReturnedParcel[]) {}

  async tell(story: Telling, month: string): Promise<void> {
    const of = (moment: (back: ReturnedParcel) => string): readonly ReturnedParcel[] => this.backs.filter((back) => moment(back) === month);
    await reportReturns(
      story,
      of(({ creditedAt }) => monthOf(creditedAt)).filter(({ planted }) => planted !== 'neverBack'),
    );
    await refundMonth(
      story,
      of(refundedIn).filter(({ planted }) => planted !== 'unclaimed' && planted !== 'tooMany'),
      month,
    );
  }
}

/** Not before the goods are back and the statement that charged them is paid. */
export const refundedIn = ({ acceptedAt, creditedAt }: ReturnedParcel): string =>
  latest(nextMonth(monthOf(creditedAt)), nextMonth(nextMonth(monthOf(acceptedAt))));

/** Days after which a set-off that found no debt is missed. */
const daysToSetOff = 180;
/** Days of trade after a decision that bring debts enough, whoever else has something set off against them. */
const daysOfDebts = 92;
const dayOfDecision = '06';

/** Debts that a refund may be set off against: on which day each declarant's last goods are accepted, by authority. */
export class LastAcceptances {
  readonly #days = new Map<string, string>();

  take(parcel: Parcel): void {
    const { destination } = parcel.order.header;
    const { collection } = parcel;
    // A scheme leaves duties at most, and what a consumer pays is at a desk.
    const isCharged = collection.kind === 'arrangement' || (collection.kind === 'border' && collection.payer === 'representative');
    if (destination === undefined || parcel.captured === undefined || !isCharged) return;
    const key = `${authorityOf(destination)} ${declarantOf(parcel)}`;
    this.#days.set(key, latest(this.#days.get(key) ?? '', dayOf(parcel.acceptedAt)));
  }

  /**
   * The parcel, with what is known of its declarant's debts to come: no set-off is asked for that would still wait on the day the story is
   * judged.
   */
  marked(back: ReturnedParcel, legalNow: string): ReturnedParcel {
    const decidedOn = `${refundedIn(back)}-${dayOfDecision}`;
    const waits = dayAfter(decidedOn, daysToSetOff) < legalNow;
    const last = this.#days.get(`${back.authority} ${back.declarant}`) ?? '';
    return waits && last < dayAfter(decidedOn, daysOfDebts) ? { ...back, lastOfItsDeclarant: true } : back;
  }
}
