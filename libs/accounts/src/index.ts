export * from './account-cycles';
export * from './account-directory';
export { accountTermsFault } from './account-terms';
export * from './account-period.decider';
export { type AdjustCharge } from './adjustments';
export { type PostCharge } from './charges';
export { type CarriedForward, carriedEventsAtOnce } from './carry-forward';
export { type CarryForward, type ClosePeriod, type OpenPeriod, openingCommands } from './closing';
export {
  type ContestDebt,
  type DebtPart,
  type EndContest,
  type ImposePenalty,
  type ReducePenalty,
  type RemitDebt,
  type WriteOffDebt,
} from './debts';
export { type RecoverDebt, WrittenOffDebt, writtenOffOf } from './debt-recovery';
export { type FourEyes, type TwoPersons } from './four-eyes';
export { type ChargeInterest, type InterestData, interestReference } from './interest';
export { creditedOf, type SettledPair } from './known-payment';
export { PaymentOnAccount } from './payment-on-account';
export { PaymentHistory } from './payment-history';
export { type ToleratedDebt } from './tolerated-debts';
export { TolerationHistory } from './toleration-history';
export { type RepayUnapplied, type ReversePayment, type SettlePayment } from './payment-returns';
export { type AllocateUnapplied, type ReceivePayment } from './payments';
export { sightingOf } from './payments.state';
export { type TransferPayment } from './payment-transfer';
export { type UndoAllocation } from './allocation-undoing';
export { principalOf, type RestartOfInterest } from './principal';
export { type RedenominateAccount, roundingOf } from './redenomination';
export { type OffsetRefund } from './refund-offset';
export * from './account.decider';
export * from './accounts.events';
export * from './accounts.streams';
export * from './allocation';
export * from './bank-statement.decider';
export { type BeneficiaryCommand, beneficiaryDecider, type Distribute, type EstablishShare } from './beneficiary.decider';
export { type BankFileFormat, type BankReading, readBankFile, type ToldReceipt } from './bank/bank-receipts';
export { BankFault, type OpenBankFile } from './bank/bank-file';
export { type CheckedStatement } from './bank/statement-check';
export { type StatementGap, statementGaps } from './bank/statement-chain';
export * from './close-run';
export { type CollectedShare, collectedShare, type CollectionFact, CollectionFacts, type ShareQuestion } from './collected-shares';
export * from './guarantee.decider';
export * from './guarantee-forecast';
export * from './guarantee-required';
export { type GuaranteeShare, type GuaranteeState } from './guarantee.state';
export * from './receipt.decider';
export { BookedEntries, isReversal, type OriginalReceipt } from './receipt-originals';
export * from './remittance';
export * from './series.decider';
export { type AccountPeriodState } from './account-period.state';
export { type OpenItem } from './open-items';
export { type OpenPeriodState, type PeriodTerms } from './open-period';
export { type UnappliedCash } from './unapplied-cash';
export { type PeriodSecurity } from './security';
export { type ApplyGuaranteeShare, type ApplyStanding } from './standing';
export { type AccountRejectionCode } from './accounts.rejections';
export * from './views/account-queries';
export { accountsProjection } from './views/accounts.projection';
export { accountPeriods, accounts, allocations, charges, openItems, receipts } from './views/accounts.tables';
