import { reject } from '#event-store';

/** Every business "no" of a consignment's stream. */
export type ConsignmentRejectionCode = 'CONSIGNMENT_ALREADY_ADVISED' | 'CONSIGNMENT_UNKNOWN' | 'CONSIGNMENT_STATUS_DIFFERS' | 'CONSIGNMENT_TIMES_OUT_OF_ORDER';
type Refused = ReturnType<typeof reject>;

const no = (code: ConsignmentRejectionCode, message: string, field: string): Refused => reject(code, message, { field });

export const consignmentRejections = {
  alreadyAdvised: (field: string): Refused => no('CONSIGNMENT_ALREADY_ADVISED', 'another parcel was announced under this number', field),
  unknown: (): Refused => no('CONSIGNMENT_UNKNOWN', 'no parcel was announced under this number', 'consignmentNumber'),
  statusDiffers: (field: string): Refused => no('CONSIGNMENT_STATUS_DIFFERS', 'this status was reported with another time', field),
  outOfOrder: (field: string): Refused => no('CONSIGNMENT_TIMES_OUT_OF_ORDER', 'a parcel is dispatched, then arrives, then is delivered', field),
} as const;
