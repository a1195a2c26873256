import { checkoutPaymentCaptured, checkoutPaymentRefunded } from '#advance-data';
import { bodyOf } from '../http/field';

export class CapturePaymentDto extends bodyOf(checkoutPaymentCaptured.data, ['importRun', 'source']) {}
export class RefundPaymentDto extends bodyOf(checkoutPaymentRefunded.data, ['importRun', 'source']) {}
