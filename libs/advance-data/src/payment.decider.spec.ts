import type { Rejection } from '#event-store';
import { type PaymentCommand, paymentDecider } from './payment.decider';
import type { PaymentState } from './payment.state';

const captured = {
  psp: 'PSP-1',
  transactionId: 'T-1',
  seller: 'V-IE-1',
  orderNumber: 'A-1',
  acceptedAt: '2026-01-15T09:30:00.000Z',
  amount: '20.00',
  currency: 'EUR',
};
const capture = (more = {}): PaymentCommand => ({ type: 'CapturePayment', payment: { ...captured, ...more } });
const refund = (amount: string, refundReference = 'R-1', more = {}): PaymentCommand => ({
  type: 'RefundPayment',
  refund: { psp: 'PSP-1', transactionId: 'T-1', refundReference, refundedAt: '2026-02-01T09:30:00.000Z', amount, currency: 'EUR', ...more },
});

const chargeBack = (amount: string, chargebackReference = 'CB-1', more = {}): PaymentCommand => ({
  type: 'ChargeBack',
  chargeback: {
    psp: 'PSP-1',
    transactionId: 'T-1',
    chargebackReference,
    chargedBackAt: '2026-03-01T09:30:00.000Z',
    amount,
    currency: 'EUR',
    ...more,
  },
});

const given = (...commands: readonly PaymentCommand[]): PaymentState =>
  commands.reduce<PaymentState>((state, command) => {
    const decision = paymentDecider.decide(command, state);
    if ('rejected' in decision) throw new Error(decision.rejected.code);
    return decision.accepted.reduce<PaymentState>(paymentDecider.evolve, state);
  }, paymentDecider.initial);
const when = (command: PaymentCommand, state: PaymentState): readonly string[] | Rejection => {
  const decision = paymentDecider.decide(command, state);
  return 'rejected' in decision ? decision.rejected : decision.accepted.map((e) => e.type);
};

describe('a checkout payment', () => {
  it('is captured once and refunded up to what was captured', () => {
    expect(when(capture(), given())).toEqual(['CheckoutPaymentCaptured']);
    expect(when(refund('20.00'), given(capture()))).toEqual(['CheckoutPaymentRefunded']);
    expect(when(refund('12.01', 'R-2'), given(capture(), refund('8.00')))).toMatchObject({
      code: 'REFUND_EXCEEDS_CAPTURED',
      field: 'amount',
    });
    expect(when(refund('12.00', 'R-2'), given(capture(), refund('8.00')))).toEqual(['CheckoutPaymentRefunded']);
  });

  it('told again is no news, told otherwise is refused', () => {
    expect(when(capture({ importRun: '1'.repeat(26) }), given(capture()))).toEqual([]);
    expect(when(capture({ amount: '21.00' }), given(capture()))).toMatchObject({ code: 'PAYMENT_ALREADY_RECORDED', field: 'amount' });
    expect(when(refund('8.00'), given(capture(), refund('8.00')))).toEqual([]);
    expect(when(refund('9.00'), given(capture(), refund('8.00')))).toMatchObject({ code: 'REFUND_ALREADY_RECORDED', field: 'amount' });
  });

  it('is charged back up to what was captured, also after a refund, and then not refunded', () => {
    expect(when(chargeBack('20.00'), given(capture()))).toEqual(['CheckoutPaymentChargedBack']);
    expect(when(chargeBack('20.00'), given(capture(), refund('8.00')))).toEqual(['CheckoutPaymentChargedBack']);
    expect(when(chargeBack('20.00'), given(capture(), chargeBack('20.00')))).toEqual([]);
    expect(when(chargeBack('19.00'), given(capture(), chargeBack('20.00')))).toMatchObject({
      code: 'CHARGEBACK_ALREADY_RECORDED',
      field: 'amount',
    });
    expect(when(chargeBack('0.01', 'CB-2'), given(capture(), chargeBack('20.00')))).toMatchObject({
      code: 'CHARGEBACK_EXCEEDS_CAPTURED',
      field: 'amount',
    });
    expect(when(refund('0.01'), given(capture(), chargeBack('20.00')))).toMatchObject({ code: 'REFUND_EXCEEDS_CAPTURED' });
  });

  it.each([
    ['a capture of nothing', capture({ amount: '0.00' }), given(), 'PAYMENT_NOT_POSITIVE'],
    ['a refund of nothing', refund('0.00'), given(capture()), 'PAYMENT_NOT_POSITIVE'],
    ['a refund of an unknown payment', refund('1.00'), given(), 'PAYMENT_UNKNOWN'],
    ['a chargeback of nothing', chargeBack('0.00'), given(capture()), 'PAYMENT_NOT_POSITIVE'],
    ['a chargeback of an unknown payment', chargeBack('1.00'), given(), 'PAYMENT_UNKNOWN'],
    ['a chargeback in another currency', chargeBack('1.00', 'CB-1', { currency: 'GBP' }), given(capture()), 'PAYMENT_CURRENCY_DIFFERS'],
    ['a refund in another currency', refund('1.00', 'R-1', { currency: 'GBP' }), given(capture()), 'PAYMENT_CURRENCY_DIFFERS'],
  ])('refuses %s', (_, command, state, code) => {
    expect(when(command, state)).toMatchObject({ code });
  });
});
