export { applyReceipts } from './apply-receipts.process';
export { assessOnLodgement } from './assess-on-lodgement.process';
export { chargeOnAssessment } from './charge-on-assessment.process';
export { chargeOnReturn } from './charge-on-return.process';
export { identifyReceipts } from './identify-receipts.process';
export { openAccountPeriods } from './open-account-periods.process';
export { releaseOnCharge } from './release-on-charge.process';
export { attributeSupply, type AttributionState } from './attribute-supply.process';
export { confirmOrderPayment } from './confirm-order-payment.process';
