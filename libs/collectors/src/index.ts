export { type Act, type ActAnswer, CollectorRegister, type DelegationScope } from './collector-register';
export type * from './collectors.commands';
export { collectorDecider } from './collectors.decider';
export * from './collectors.events';
export { type CollectorRejectionCode } from './collectors.rejections';
export {
  type AeoStatus,
  type AuthorisedRole,
  type CollectorDetails,
  type CollectorState,
  type Delegation,
  type GrantedNumber,
  type Suspension,
} from './collectors.state';
export * from './collectors.streams';
export { grantSchemeNumber, type GrantPlace } from './grant-scheme-number';
export { type SchemeKind } from './scheme-number';
export {
  type ReleaseSchemeNumber,
  type ReserveSchemeNumber,
  type SchemeNumberCommand,
  schemeNumberDecider,
  type SchemeNumberState,
} from './scheme-number.decider';
export { SchemeNumberRegister, type SchemeNumberHolding } from './scheme-number-register';
