export * from './advance-data.streams';
export { buyerPseudonym, lookAlikeFault, type MessageContext, type MessageOrigin } from './commands/canonical-fields';
export { announcementMessage, consignmentDispatch } from './commands/consignment-message';
export { faultOfError, type MessageFault, MessageFaultError } from './commands/message-fault';
export { type OrderDispatch, orderDispatch, type OrderMessage, orderMessage } from './commands/order-message';
export { type ConsignmentDispatch } from './commands/parcel-fact-message';
export { captureMessage, type PaymentDispatch, paymentDispatch } from './commands/payment-message';
export { type ConsignmentCommand, consignmentDecider } from './consignment.decider';
export * from './consignment.events';
export { type ConsignmentRejectionCode } from './consignment.rejections';
export { type ConsignmentState } from './consignment.state';
export { CsvFormat, type LineReader, NdjsonFormat, NdjsonLines } from './import/canonical-formats';
export {
  importCommand,
  type ImportCommand,
  type ImportFormat,
  type ImportLine,
  type ImportStep,
  type RunsCommands,
} from './import/import-format';
export {
  ImportAbortedError,
  importIdentity,
  importPlace,
  type ImportPlace,
  type ImportProgress,
  type ImportReport,
  type ImportRequest,
  runImport,
} from './import/import-runner';
export { OnlineRetailFormat, type RetailRun } from './import/retail-format';
export { digestOfFile, DirectorySourceStore, incomingPrefix, type KeptSource, type SourceStore } from './import/source-store';
export { VerdictFile, type VerdictLine } from './import/verdict-file';
export { type ImportRunCommand, importRunDecider } from './import-run.decider';
export * from './import-run.events';
export { type ImportRunRejectionCode } from './import-run.rejections';
export { type ImportRunState } from './import-run.state';
export * from './liability.shapes';
export { type CreditEffect, creditLinkRule, type CreditLinks, linkCredits } from './online-retail/credit-linking';
export { type RetailDocument, type RetailSettings, RetailTelling } from './online-retail/retail-commands';
export {
  readRetailFiles,
  type RetailInvoice,
  type RetailInvoiceLine,
  type RetailRejection,
  type RetailTrade,
} from './online-retail/retail-reader';
export * from './order.commands';
export { orderDecider } from './order.decider';
export * from './order.events';
export { type OrderRejectionCode } from './order.rejections';
export { dispatchedUnits, type OrderKnown, type OrderState, remainingUnits } from './order.state';
export { type PaymentCommand, paymentDecider } from './payment.decider';
export * from './payment.events';
export { type PaymentRejectionCode } from './payment.rejections';
export { type PaymentState } from './payment.state';
export { bytesOfSource, lineFaultMessages, lineOfSource, SourceUnreadableError } from './reading/source-lines';
export { type SupplyRefund, type SupplyRefunds } from './supply-refund.state';
export { dispatchedValue, quotableOrder, suppliedOnOf } from './supply-attribution';
