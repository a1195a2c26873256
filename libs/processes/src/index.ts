export { assessOnLodgement } from './assess-on-lodgement.process';
export { releaseOnCharge } from './release-on-charge.process';
