import { reject } from '#event-store';

/** Every business "no" of a consignment's stream. */
export type ConsignmentRejectionCode =
  | 'CONSIGNMENT_ALREADY_ADVISED'
  | 'CONSIGNMENT_UNKNOWN'
  | 'CONSIGNMENT_STATUS_DIFFERS'
  | 'CONSIGNMENT_TIMES_OUT_OF_ORDER'
  | 'CONSIGNMENT_ALREADY_DELIVERED'
  | 'CONSIGNMENT_UNDELIVERABLE'
  | 'CONSIGNMENT_IS_A_RETURN'
  | 'COLLECTION_ALREADY_RECORDED'
  | 'COLLECTION_COUNTRY_DIFFERS'
  | 'COLLECTION_TOTAL_DIFFERS';
type Refused = ReturnType<typeof reject>;

const no = (code: ConsignmentRejectionCode, message: string, field: string): Refused => reject(code, message, { field });

export const consignmentRejections = {
  alreadyAdvised: (field: string): Refused => no('CONSIGNMENT_ALREADY_ADVISED', 'another parcel was announced under this number', field),
  unknown: (): Refused => no('CONSIGNMENT_UNKNOWN', 'no parcel was announced under this number', 'consignmentNumber'),
  statusDiffers: (field: string): Refused =>
    no('CONSIGNMENT_STATUS_DIFFERS', 'this status was reported with another time or reason', field),
  outOfOrder: (field: string): Refused =>
    no('CONSIGNMENT_TIMES_OUT_OF_ORDER', 'a parcel is dispatched, then arrives, then is delivered', field),
  alreadyDelivered: (): Refused =>
    no('CONSIGNMENT_ALREADY_DELIVERED', 'the parcel was delivered; what comes back now is a return', 'attemptedAt'),
  undeliverable: (field: string): Refused => no('CONSIGNMENT_UNDELIVERABLE', 'the parcel could not be delivered and goes back', field),
  isReturn: (): Refused => no('CONSIGNMENT_IS_A_RETURN', 'a parcel that goes back has no tax to collect', 'consignmentNumber'),
  collectionDiffers: (field: string): Refused =>
    no('COLLECTION_ALREADY_RECORDED', 'another collection was recorded for this parcel', field),
  countryDiffers: (destination: string): Refused =>
    no('COLLECTION_COUNTRY_DIFFERS', `the parcel was announced to ${destination}`, 'consumptionCountry'),
  totalDiffers: (): Refused => no('COLLECTION_TOTAL_DIFFERS', 'the total is the sum of the lines', 'total'),
} as const;
