import { accountId, givenNumber, seriesDecider, seriesStream } from '#accounts';
import { declarationDecider, type DeclarationEvent, declarationStream, type LodgedDeclaration } from '#declarations';
import { paymentReferenceOf, refundClaimId, returnCaseStream, type RefundClaimEvent, type ReturnCaseEvent } from '#returns';
import { type Ledger } from '#runtime';
import { bankEntry } from '../bank';
import { dayAfter, noon } from '../days';
import type { Telling } from '../telling';
import { contextOfMessage } from '../messages';
import { parties } from '../parties';
import { DemoError, runCommands } from '../stage';
import type { ReturnedParcel } from './returned-parcel';
import { backNumber } from './goods-back';
import { dayOfDecision } from './last-acceptances';
import { claim, claimReference, claimStreamOf, claimantOf, decision, documents, exits, isPaidOut, send } from './refund-claims';

/** The declaration as its stream tells it. */
export const declarationOf = async ({ store, catalogue }: Ledger, stream: string): Promise<LodgedDeclaration | undefined> => {
  let state = declarationDecider.initial;
  for await (const stored of store.read(stream)) state = declarationDecider.evolve(state, catalogue.decode<DeclarationEvent>(stored));
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
    const event = catalogue.decode<ReturnCaseEvent>(stored);
    if (event.type === 'ReturnUnmatched') units.clear();
    if (event.type === 'ReturnMatched')
      for (const { seq, quantity } of event.data.units) if (seq !== undefined) units.set(seq, quantity + (units.get(seq) ?? 0));
  }
  return units;
};

/** What a month gives back: claims for goods that came back, decided, and set off or paid out. */
export const refundMonth = async ({ ledger, stages }: Telling, backs: readonly ReturnedParcel[], month: string): Promise<void> => {
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
    const event = catalogue.decode<RefundClaimEvent>(stored);
    if (event.type === 'RefundApproved') return event.data;
  }
  return undefined;
};
