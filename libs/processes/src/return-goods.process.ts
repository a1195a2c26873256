import { declarationDecider } from '#declarations';
import { type Recorded, streamName } from '#event-catalogue';
import { effect, effectDispatch, type Effect, type Process } from '#event-store';
import { returnCaseDecider, type ReturnCaseEvent } from '#returns';

type Matched = Recorded<Extract<ReturnCaseEvent, { readonly type: 'ReturnMatched' }>>;

/**
 * ReturnMatched: the units are counted in the stream of each import, which decides that never more go back than came. What it refuses takes
 * the match back (B72 of docs/reconciliation.md).
 */
export const returnGoods: Process = {
  name: 'return-goods',
  categories: ['returnCase'],
  react: (source) => {
    const event = source as Recorded<ReturnCaseEvent>;
    return event.type === 'ReturnMatched'
      ? [...unitsByDeclaration(event)].map(([declaration, items]) => counting(event, declaration, items))
      : [];
  },
};

type Items = ReadonlyMap<number, number>;

const unitsByDeclaration = ({ data }: Matched): ReadonlyMap<string, Items> => {
  const found = new Map<string, Map<number, number>>();
  for (const { declaration, seq, quantity } of data.units) {
    if (declaration === undefined || seq === undefined) continue;
    const items = found.get(declaration) ?? new Map<number, number>();
    found.set(declaration, items.set(seq, quantity + (items.get(seq) ?? 0)));
  }
  return found;
};

const counting = (event: Matched, declaration: string, units: Items): Effect => {
  const { stream, data, metadata } = event;
  const items = [...units].map(([seq, quantity]) => ({ seq, quantity }));
  const context = { book: metadata.book, effectiveAt: metadata.effectiveAt };
  return effect(
    declaration,
    {
      decider: declarationDecider,
      stream: streamName('declaration', declaration),
      command: { type: 'ReturnQuantity', returnCase: stream.slice(stream.indexOf('-') + 1), items, returnedOn: data.matchedOn },
      context,
    },
    ({ rejection, stream: refusing }) => {
      if (rejection.code !== 'QUANTITY_EXCEEDED' || refusing === stream) return 'declined';
      const candidates = items.map(({ seq, quantity }) => ({
        seq,
        criterion: 'quantity',
        distance: `${String(quantity)} units: ${rejection.message}`,
      }));
      return effectDispatch({
        decider: returnCaseDecider,
        stream,
        command: { type: 'RecordUnmatched', reason: 'QUANTITY_EXCEEDED', candidates, checkedOn: data.matchedOn },
        context,
      });
    },
  );
};
