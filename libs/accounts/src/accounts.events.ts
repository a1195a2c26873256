import { accountStreamEvents, guaranteeEvents } from './account.events';
import { accountPeriodEvents } from './account-period.events';
import { beneficiaryEvents, numberAssigned, receiptEvents } from './receipt.events';

/** Every event of accounts, in the order of their story. */
export const accountEvents = [
  ...accountStreamEvents,
  ...guaranteeEvents,
  ...accountPeriodEvents,
  ...receiptEvents,
  ...beneficiaryEvents,
  numberAssigned,
] as const;
export { type AccountEvent, type AccountKind, type AccountOpenedData, type GuaranteeEvent } from './account.events';
export { type AccountPeriodEvent, type PeriodClosedData } from './account-period.events';
export { type BankStatementEvent, type BeneficiaryEvent, type ReceiptEvent, receiptRecorded, type SeriesEvent } from './receipt.events';
export { accountKind, debtKind } from './accounts.shapes';
