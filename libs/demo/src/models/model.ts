import type { OrderDispatch } from '#advance-data';
import { Seeded } from '../seeded';
import type { TradeDocument } from '../trade';

/**
 * Who collects the tax of a parcel (WCO, Revenue Collection Approaches): the vendor at checkout, an intermediary, or customs from the
 * consumer.
 */
export type CollectionModel = 'vendor' | 'intermediary' | 'consumer';
/** What a user asks for: one model where it is lawful, or each parcel its own. */
export type ModelChoice = CollectionModel | 'all';

const models = ['vendor', 'intermediary', 'consumer'] as const;
export const modelChoices: readonly ModelChoice[] = [...models, 'all'];

/** The model of an order: with `all` it follows from the seed and the order number. */
export const modelOf = ({ model, seed }: { readonly model: ModelChoice; readonly seed: number }, orderNumber: string): CollectionModel =>
  model === 'all' ? Seeded.of(seed, 'model', orderNumber).pick(models) : model;

/**
 * Whether the vendor sells under a scheme of its own: then the order carries its number. The VAT of a low-value supply to the United
 * Kingdom is always collected at the point of sale (VAT Act 1994 s. 7AA), whatever the model.
 */
const sellsUnderScheme = (model: CollectionModel, destination: string | undefined): boolean => model === 'vendor' || destination === 'GB';

/**
 * The document as it is under the model: without a scheme number where the vendor does not collect, and then without corrections of its
 * returns. What came back is told to customs where customs collected.
 */
export const underModel = (document: TradeDocument, by: { readonly model: ModelChoice; readonly seed: number }): TradeDocument => {
  const { command } = document.dispatch;
  if (by.model === 'vendor' || command.type !== 'RecordOrder') return document;
  const goodsBack = document.returns.flatMap(({ command: returned }) =>
    returned.type === 'AdjustSupply'
      ? [{ creditNumber: returned.creditNumber, creditedAt: returned.adjustedAt, lines: returned.lines }]
      : [],
  );
  if (sellsUnderScheme(modelOf(by, command.order.orderNumber), command.order.destination)) return { ...document, goodsBack };
  const { schemeNumber: _schemeNumber, ...order } = command.order;
  const dispatch: OrderDispatch = { ...document.dispatch, command: { ...command, order } };
  return { ...document, dispatch, returns: [], goodsBack };
};
