import { accept, type Decision } from '#event-store';
import type { CancelUnits } from './order.commands';
import type { LineQuantity, OrderEvent } from './order.events';
import { orderRejections, type Refused } from './order.rejections';
import { type OrderKnown, remainingUnits } from './order.state';

/** Keeps an event of line quantities below 64 kB. */
export const quantitiesPerEvent = 1000;

/** Cuts a long list into events of at most 1,000 lines. */
export const inPieces = <T>(items: readonly T[], size: number): readonly (readonly T[])[] => {
  const pieces: (readonly T[])[] = [];
  for (let at = 0; at < items.length; at += size) pieces.push(items.slice(at, at + size));
  return pieces;
};

/** Each line is a goods line of the order, and no more units are asked for than are left. */
export const quantityFault = (order: OrderKnown, lines: readonly LineQuantity[]): Refused | undefined => {
  const asked = new Map<number, number>();
  for (const { ordinal, quantity } of lines) asked.set(ordinal, (asked.get(ordinal) ?? 0) + quantity);
  for (const [ordinal, quantity] of asked) {
    const line = order.lines[ordinal - 1];
    if (line === undefined || line.class !== 'goods') return orderRejections.lineUnknown(ordinal);
    const left = remainingUnits(order, line);
    if (quantity > left) return orderRejections.unitsExceeded(ordinal, quantity, left);
  }
  return undefined;
};

/**
 * Before dispatch only: once the tax is decided on the goods as dispatched, units can be returned but not cancelled (demo rules 5 and 6).
 */
export const cancelUnits = (command: CancelUnits, order: OrderKnown): Decision<OrderEvent> => {
  if (order.supply.kind !== 'undecided') return orderRejections.supplyAlreadyDecided();
  const fault = quantityFault(order, command.lines);
  if (fault !== undefined) return fault;
  const sold = order.lines.filter((line) => line.class === 'goods').reduce((sum, line) => sum + remainingUnits(order, line), 0);
  const cancelled = command.lines.reduce((sum, line) => sum + line.quantity, 0);
  const pieces = inPieces(command.lines, quantitiesPerEvent);
  return accept<OrderEvent>(
    ...pieces.map((lines, i): OrderEvent => ({
      type: 'OrderCancelled',
      data: {
        ...(command.creditNumber === undefined ? {} : { creditNumber: command.creditNumber }),
        cancelledAt: command.cancelledAt,
        lines,
        whole: i === pieces.length - 1 && cancelled === sold ? 'yes' : 'no',
        ruleId: command.ruleId,
      },
    })),
  );
};
