import type { ConsignmentCommand, OrderCommand, PaymentCommand, RunsCommands } from '#advance-data';
import type { DeclarationCommand } from '#declarations';
import type { DomainEvent } from '#event-catalogue';
import type { CommandOutcome, Dispatch } from '#event-store';
import { owns, type CollectorScope } from '../identity/ownership';

type AdviceCommand = OrderCommand | PaymentCommand | ConsignmentCommand;
type ImportedCommand = AdviceCommand | DeclarationCommand;

/** Whom an imported message is about. A refund or chargeback names a transaction, not a seller, so nobody owns it. */
const ownerOf = (command: ImportedCommand): { readonly field: string; readonly owner?: string } => {
  switch (command.type) {
    case 'LodgeDeclaration':
    case 'AmendDeclaration':
      return { field: 'declarant', owner: command.header.declarant };
    case 'RecordOrder':
      return { field: 'seller', owner: command.order.seller };
    case 'RecordCredit':
      return { field: 'seller', owner: command.credit.seller };
    case 'CapturePayment':
      return { field: 'seller', owner: command.payment.seller };
    case 'AdviseConsignment':
    case 'AdviseReturn':
      return { field: 'carrier', owner: command.consignment.carrier };
    case 'ReportUndeliverable':
      return { field: 'carrier', owner: command.carrier };
    case 'RecordCollection':
      return { field: 'carrier', owner: command.collection.carrier };
    case 'Assess':
    case 'Reassess':
    case 'RecordAuthorityTax':
    case 'HoldRelease':
    case 'GrantRelease':
    case 'InvalidateDeclaration':
    case 'ReserveRefund':
    case 'ReleaseReservation':
    case 'ReturnQuantity':
    case 'RefundPayment':
    case 'ChargeBack':
    case 'ConfirmPayment':
    case 'AttributeSupply':
    case 'CancelUnits':
    case 'AdjustSupply':
    case 'ReserveSupplyRefund':
    case 'ReleaseSupplyRefund':
    case 'SettleSupplyRefund':
    case 'RecordArrival':
    case 'RecordDelivery':
      return { field: 'line' };
  }
};

/** Categories whose commands an import makes of lines; the import's own run is nobody's. */
const imported = new Set(['order', 'payment', 'consignment', 'declaration']);

/** Runs an importer's own commands and refuses those that name another collector, line by line, before anything is looked up. */
export const ownCommands = (runner: RunsCommands, scope: CollectorScope): RunsCommands => ({
  run: async <C, S, E extends DomainEvent>(dispatch: Dispatch<C, S, E>): Promise<CommandOutcome<E>> => {
    if (imported.has(dispatch.decider.category)) {
      // The categories above are those of these commands.
      const { field, owner } = ownerOf(dispatch.command as ImportedCommand);
      if (!owns(scope, [owner]))
        return {
          kind: 'rejected',
          revision: 'no_stream',
          rejection: { code: 'NOT_OWN_COLLECTOR', message: 'the line is about another collector', field },
        };
    }
    return runner.run(dispatch);
  },
});
