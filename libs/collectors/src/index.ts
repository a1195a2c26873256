export * from './collectors.events';
export * from './collectors.streams';
export { type CollectorDetails, type CollectorState, type GrantedNumber } from './collectors.state';
export { type CollectorRejectionCode } from './collectors.rejections';
export { collectorDecider, type CollectorCommand, type GrantSchemeNumber, type RegisterCollector, type WithdrawSchemeNumber } from './collectors.decider';
export { type SchemeKind } from './scheme-number';
export { SchemeNumberRegister, type SchemeNumberHolding } from './scheme-number-register';
