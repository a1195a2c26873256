import { captureMessage, checkoutPaymentRefunded } from '#advance-data';
import { bodyOf } from '../http/field';

/** The canonical capture; docs/formats/payments.md. The buyer's id is turned into a pseudonym before anything is recorded. */
export class CapturePaymentDto extends bodyOf(captureMessage) {}
export class RefundPaymentDto extends bodyOf(checkoutPaymentRefunded.data, ['importRun', 'source']) {}
