import { type StoryEvent, advised, arrived, assessed, declared, excluded, item, order, orderLine, payment, supply } from './story';
import { charged, filed, granted, identified, periodClosed, periodOpened, received, settled } from './settlement';

/** One order of two units at 10.00 under IOSS, from checkout to the paid return: everything matches. */
export const wholeStory: readonly StoryEvent[] = [
  granted(),
  ...order('1', [orderLine(1, 2, '10.00')]),
  payment('1', '24.00'),
  supply('1', '20.00', '4.00'),
  advised('P1', ['1']),
  arrived('P1'),
  ...declared('L1', 'P1', [item(1, '20.00', [{ order: '1', ordinal: 1, quantity: 2 }])]),
  assessed('L1', '0.00', '4.00'),
  ...filed('4.00', '20.00'),
  received('B-1', '4.00'),
  identified('B-1'),
  settled('return', '4.00'),
];

/** The whole story, without the events of these types. */
export const without = (...types: readonly StoryEvent['type'][]): readonly StoryEvent[] =>
  wholeStory.filter(({ type }) => !types.includes(type));
/** The whole story up to arrival, to be declared in another way, with the payment of its return. */
export const upToArrival = without('DeclarationLodged', 'DeclarationItemsRecorded', 'DutyAssessed');

/** What a declaration without a scheme says otherwise. */
export const standardHeader = { dataset: 'H1' as const, scheme: undefined, schemeNumber: undefined } as object;
/** A parcel of two units at 100.00 that customs taxes, declared as L1 on 9 May; its tax is still to be assessed. */
export const standardLodged = declared('L1', 'P1', [item(1, '200.00', [{ order: '1', ordinal: 1, quantity: 2 }])], standardHeader);
export const standardParcel: readonly StoryEvent[] = [
  ...order('1', [orderLine(1, 2, '100.00')], { schemeNumber: undefined } as object),
  payment('1', '200.00'),
  excluded('1', 'STANDARD-IMPORT', 'above_threshold'),
  advised('P1', ['1']),
  arrived('P1'),
  ...standardLodged,
];
/** The same for a seller with a number, and what happens next. */
export const standardImport = (...events: readonly StoryEvent[]): readonly StoryEvent[] => [granted(), ...standardParcel, ...events];
/** The same, with 24.00 assessed, charged and on a statement due on 16 June. */
export const statedParcel: readonly StoryEvent[] = [
  ...standardParcel,
  assessed('L1', '24.00'),
  periodOpened(),
  charged('L1', '24.00'),
  periodClosed('24.00'),
];
