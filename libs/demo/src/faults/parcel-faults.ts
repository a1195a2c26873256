import { assessmentFaults } from './assessment-faults';
import { backFaults } from './back-faults';
import { declarationFaults } from './declaration-faults';
import { goodsFaults } from './goods-faults';
import { logisticsFaults } from './logistics-faults';
import { orderFaults } from './order-faults';
import type { ParcelFault } from '../told-parcel';

/** Every way in which a parcel can go wrong, each found by its name. */
export const parcelFaults: readonly ParcelFault[] = [
  ...orderFaults,
  ...logisticsFaults,
  ...declarationFaults,
  ...goodsFaults,
  ...assessmentFaults,
  ...backFaults,
];
