import fc from 'fast-check';
import { parseMoney } from '#money';
import { addDays } from '#rules';
import { type ClaimedLine } from './claim-amounts';
import { type ClaimRefund } from './claim-refund';
import { type RefundClaimCommand } from './refund-claim.decider';
import {
  accepted,
  after,
  answer,
  approve,
  attach,
  claim,
  complete,
  declaration,
  duty,
  end,
  evidence,
  offset,
  pay,
  reject,
  reserve,
  when,
} from './refund-claim.examples';
import { paymentReferenceOf } from './settle-refund';
import { refundClaimId } from './returns.streams';

const claimed = (more: Partial<ClaimRefund>) => accepted(when([], claim(more)))[0]?.data;
const american: Partial<ClaimRefund> = {
  authority: 'US',
  jurisdiction: 'US',
  basis: 'drawback',
  counted: { from: 'release', day: '2026-07-02' },
  currency: 'USD',
};
const traditional: Partial<ClaimRefund> = { entitlement: { model: 'traditional', payee: 'importer', payeeParty: 'IMPORTER-1' } };

describe('a refund claim', () => {
  it('asks for the share of the units that went back, with its window and the documents it needs', () => {
    expect(claimed({})).toMatchObject({
      claim: refundClaimId('EU-FR', 'CARRIER-1', 'CLAIM-1'),
      window: { from: 'acceptance', day: '2026-07-02', until: '2026-09-30' },
      lines: [{ amount: '3.33', quantity: 1 }],
      total: '3.33',
      required: [
        { kind: 'ImportDeclaration', until: '2026-08-19' },
        { kind: 'ProofOfExportOrDestruction', until: '2026-08-19' },
        { kind: 'ReturnTracking', until: '2026-08-19' },
        { kind: 'RefundToBuyerReceipt', until: '2026-08-19' },
      ],
    });
  });

  const { units: _units, ...whole } = duty;
  it.each<[string, Partial<ClaimedLine>, string]>([
    ['TV-52: the first of three units', { units: { of: 3, before: 0, taken: 1 } }, '3.33'],
    ['TV-52: the other two', { units: { of: 3, before: 1, taken: 2 } }, '6.67'],
    ['a duty for the whole item, with its last unit', { paid: '3.00', units: { of: 5, before: 4, taken: 1, flat: true } }, '3.00'],
    ['an amount', { amount: '9.99' }, '9.99'],
    ['all that was paid', {}, '10.00'],
  ])('comes to its amount: %s', (_, line, total) => {
    expect(claimed({ lines: [{ ...whole, ...line }] })).toMatchObject({ total });
  });

  it('TV-59: drawback does not exceed 99 %, whole or by units', () => {
    const line = { ...whole, paid: '123.45' };
    expect(claimed({ ...american, ...traditional, lines: [line] })).toMatchObject({ total: '122.21', sharePercent: '99' });
    expect(answer(when([], claim({ ...american, ...traditional, lines: [{ ...line, amount: '122.22' }] })))).toEqual([
      'AMOUNT_EXCEEDS_PAID',
      'lines[0].amount',
    ]);
  });

  it.each<[string, Partial<ClaimRefund>, string]>([
    ['overcharged: 3 years', { ...traditional, basis: 'overcharged', counted: { from: 'notification', day: '2023-07-24' } }, '2026-07-24'],
    ['defective: 1 year', { ...traditional, basis: 'defective', counted: { from: 'notification', day: '2026-07-02' } }, '2027-07-02'],
    ['invalidated: 90 days', { ...traditional, basis: 'invalidated' }, '2026-09-30'],
    ['Great Britain: 3 months', { ...traditional, authority: 'GB', jurisdiction: 'GB', basis: 'invalidated' }, '2026-10-02'],
    [
      'Northern Ireland: 90 days as in the Union',
      { ...traditional, authority: 'GB', jurisdiction: 'XI', basis: 'invalidated' },
      '2026-09-30',
    ],
    ['American drawback: 1 year', { ...traditional, ...american }, '2027-07-02'],
    [
      'China: 30 days',
      {
        entitlement: { model: 'consumer', payee: 'consumer', payeeParty: 'BUYER-1' },
        authority: 'CN',
        jurisdiction: 'CN',
        counted: { from: 'release', day: '2026-07-02' },
      },
      '2026-08-01',
    ],
  ])('has the window of its basis: %s', (_, more, until) => {
    expect(claimed(more)).toMatchObject({ window: { until } });
    expect(answer(when([], claim({ ...more, claimedOn: until })))).toEqual(['RefundClaimed']);
    expect(answer(when([], claim({ ...more, claimedOn: addDays(until, 1) })))).toEqual(['CLAIM_OUT_OF_WINDOW', 'claimedOn']);
  });

  it.each<[string, Partial<ClaimRefund>, readonly string[]]>([
    ['before its window', { claimedOn: '2026-07-01' }, ['CLAIM_OUT_OF_WINDOW', 'claimedOn']],
    ['decades after its window', { counted: { from: 'acceptance', day: '1999-01-01' } }, ['CLAIM_OUT_OF_WINDOW', 'claimedOn']],
    ['a window counted from another day', { counted: { from: 'delivery', day: '2026-07-02' } }, ['CLAIM_RULE_UNKNOWN', 'counted.from']],
    ['drawback in the Union', { basis: 'drawback' }, ['CLAIM_RULE_UNKNOWN', 'basis']],
    ['a day that does not exist', { claimedOn: '2026-02-30' }, ['DAY_INVALID', 'claimedOn']],
    [
      'an intermediary who paid nobody back',
      { entitlement: { model: 'intermediary', payee: 'intermediary', payeeParty: 'CARRIER-1' } },
      ['PAYEE_NOT_ENTITLED', 'payee'],
    ],
    [
      'a vendor who paid nobody back',
      { entitlement: { model: 'vendor', payee: 'vendor', payeeParty: 'V-IE-1' } },
      ['PAYEE_NOT_ENTITLED', 'payee'],
    ],
    [
      'a buyer who has his money',
      { entitlement: { model: 'intermediary', payee: 'consumer', payeeParty: 'BUYER-1', buyerRefunded: true } },
      ['PAYEE_NOT_ENTITLED', 'payee'],
    ],
    [
      'a vendor for what a consumer paid',
      { entitlement: { model: 'consumer', payee: 'vendor', payeeParty: 'V-IE-1' } },
      ['PAYEE_NOT_ENTITLED', 'payee'],
    ],
    ['a currency of nowhere', { currency: 'XXQ' }, ['CURRENCY_UNKNOWN', 'currency']],
    ['an amount of another scale', { lines: [{ ...duty, paid: '10.001' }] }, ['AMOUNT_INVALID', 'lines']],
    ['the same tax twice', { lines: [duty, duty] }, ['LINE_REPEATED', 'lines[1]']],
    ['more units than came', { lines: [{ ...duty, units: { of: 3, before: 2, taken: 2 } }] }, ['UNITS_INVALID', 'lines[0].units']],
    ['units and an amount', { lines: [{ ...duty, amount: '1.00' }] }, ['UNITS_INVALID', 'lines[0].units']],
    [
      'one unit of a duty for the item',
      { lines: [{ ...duty, units: { of: 5, before: 0, taken: 1, flat: true } }] },
      ['CLAIM_EMPTY', 'lines'],
    ],
  ])('is refused: %s', (_, more, expected) => {
    expect(answer(when([], claim(more)))).toEqual(expected);
  });

  it('is made once', () => {
    expect(answer(when(after(claim()), claim()))).toEqual([]);
    expect(answer(when(after(claim()), claim({ handler: 'CLERK-2' })))).toEqual(['CLAIM_ALREADY_MADE', 'handler']);
  });
});

describe('its evidence', () => {
  it('counts once, and says that it is late', () => {
    const [first] = evidence;
    const given = after(claim(), ...(first === undefined ? [] : [first]));
    expect(answer(when(given, attach('ImportDeclaration')))).toEqual([]);
    expect(accepted(when(given, attach('ReturnTracking', { attachedOn: '2026-08-20' })))).toMatchObject([{ data: { late: 'yes' } }]);
    expect(accepted(when(given, attach('SerialPhoto', { attachedOn: '2026-12-20' })))[0]?.data).not.toHaveProperty('late');
  });

  it.each<[string, RefundClaimCommand, readonly string[]]>([
    ['of no known kind', attach('Rumour'), ['EVIDENCE_KIND_UNKNOWN', 'kind']],
    ['that is a program', attach('ReturnTracking', { mediaType: 'application/x-msdownload' }), ['EVIDENCE_MEDIA_TYPE', 'mediaType']],
    ['that is too large', attach('ReturnTracking', { bytes: 20 * 1024 * 1024 + 1 }), ['EVIDENCE_TOO_LARGE', 'bytes']],
    ['from before the claim', attach('ReturnTracking', { attachedOn: '2026-07-19' }), ['DAY_INVALID', 'attachedOn']],
  ])('is refused: a document %s', (_, command, expected) => {
    expect(answer(when(after(claim()), command))).toEqual(expected);
  });

  it('misses its deadline once, only after it, and only where it is asked for and not there', () => {
    const miss = (kind: string, missedOn = '2026-08-20'): RefundClaimCommand => ({ type: 'MissDeadline', kind, missedOn });
    const given = after(claim(), attach('ImportAndExportDeclaration'));
    expect(answer(when(given, miss('ReturnTracking')))).toEqual(['EvidenceDeadlineMissed']);
    expect(answer(when(after(claim(), miss('ReturnTracking')), miss('ReturnTracking', '2026-08-25')))).toEqual([]);
    expect(answer(when(given, miss('ReturnTracking', '2026-08-19')))).toEqual(['DEADLINE_NOT_PASSED', 'missedOn']);
    expect(answer(when(given, miss('ImportDeclaration')))).toEqual(['EVIDENCE_PRESENT', 'kind']);
    expect(answer(when(given, miss('AirWayBill')))).toEqual(['EVIDENCE_NOT_REQUIRED', 'kind']);
  });
});

describe('its reservation', () => {
  it('is confirmed once by each original, with what the claim asks of it', () => {
    const given = after(claim(), reserve());
    expect(answer(when(given, reserve()))).toEqual([]);
    expect(answer(when(given, reserve('3.32')))).toEqual(['RESERVATION_DIFFERS', 'total']);
    expect(answer(when(after(claim()), reserve('3.32')))).toEqual(['RESERVATION_DIFFERS', 'total']);
    expect(answer(when(after(claim()), reserve('3.33', { currency: 'GBP' })))).toEqual(['RESERVATION_DIFFERS', 'total']);
    expect(answer(when(after(claim()), reserve('3.33', { original: 'E'.repeat(26) })))).toEqual(['RESERVATION_DIFFERS', 'total']);
  });

  it('ends once, and a claim that nobody holds is not approved', () => {
    const given = after(...complete, end('released'));
    expect(answer(when(given, end('released')))).toEqual([]);
    expect(answer(when(given, approve()))).toEqual(['CLAIM_NOT_RESERVED', 'claim']);
    expect(answer(when(given, reserve()))).toEqual(['ClaimReserved']);
    expect(answer(when(after(...complete, end('amended')), reserve()))).toEqual([]);
  });
});

describe('its decision', () => {
  it.each([
    ['without the reservation', [claim(), ...evidence], approve(), ['CLAIM_NOT_RESERVED', 'claim']],
    ['without the documents', [claim(), reserve()], approve(), ['EVIDENCE_MISSING', 'required']],
    ['by its handler', complete, approve({ approvedBy: 'CLERK-1' }), ['SAME_PERSON', 'approvedBy']],
    ['by its claimant', complete, approve({ approvedBy: 'CARRIER-1' }), ['SAME_PERSON', 'approvedBy']],
    ['by its payee', [claim(traditional)], approve({ approvedBy: 'IMPORTER-1' }), ['SAME_PERSON', 'approvedBy']],
    ['before it was made', complete, approve({ approvedOn: '2026-07-19' }), ['DAY_INVALID', 'approvedOn']],
    [
      'with interest that is offset',
      complete,
      approve({ settlement: 'offset', interest: { amount: '0.01', from: '2026-07-01', to: '2026-07-30', rule: 'EU' } }),
      ['INTEREST_INVALID', 'settlement'],
    ],
    [
      'with interest of a later day',
      complete,
      approve({ interest: { amount: '0.01', from: '2026-07-01', to: '2026-07-31', rule: 'EU' } }),
      ['INTEREST_INVALID', 'interest.from'],
    ],
    ['twice', [...complete, approve()], approve(), ['CLAIM_DECIDED', 'claim']],
    ['after its rejection', [...complete, reject], approve(), ['CLAIM_DECIDED', 'claim']],
  ] as const)('is refused: %s', (_, given, command, expected) => {
    expect(answer(when(after(...given), command))).toEqual(expected);
  });

  it('admits late documents by name', () => {
    const late = after(claim(), reserve(), ...evidence.slice(1), attach('ImportDeclaration', { attachedOn: '2026-08-25' }));
    expect(answer(when(late, approve({ approvedOn: '2026-08-30' })))).toEqual(['EVIDENCE_LATE', 'lateAdmitted']);
    expect(accepted(when(late, approve({ approvedOn: '2026-08-30', lateAdmitted: ['ImportDeclaration', 'AirWayBill'] })))).toMatchObject([
      { data: { lateAdmitted: ['ImportDeclaration'] } },
    ]);
  });

  it('says what is given back: a refund, or what an amendment or an invalidation for this claim made refundable', () => {
    const kindAfter = (...more: readonly RefundClaimCommand[]) =>
      accepted(when(after(claim(), reserve(), ...more, ...evidence), approve()));
    expect(kindAfter()).toMatchObject([
      {
        type: 'RefundApproved',
        data: { kind: 'refund', total: '3.33', requestedBy: 'CLERK-1', approvedBy: 'OFFICER-1', document: 'b'.repeat(64) },
      },
    ]);
    expect(kindAfter(end('invalidated'))).toMatchObject([{ data: { kind: 'amendment' } }]);
  });

  it('waits for the amendment that the claim is about', () => {
    const given = after(claim({ basis: 'invalidated' }), reserve(), ...evidence, attach('OrderCancellationProof'));
    expect(answer(when(given, approve()))).toEqual(['CLAIM_NOT_AMENDED', 'claim']);
    const other = { ...duty, declaration: 'E'.repeat(26) };
    const two = after(
      claim({ lines: [duty, other] }),
      reserve(),
      reserve('3.33', { original: other.declaration }),
      end('amended'),
      ...evidence,
    );
    expect(answer(when(two, approve()))).toEqual(['CLAIM_NOT_AMENDED', 'claim']);
  });
});

describe('its settlement', () => {
  it('is a payment that is ordered once, with the same reference whenever it is asked for', () => {
    const approved = after(...complete, approve({ interest: { amount: '0.05', from: '2026-07-10', to: '2026-07-30', rule: 'EU' } }));
    const [paid] = accepted(when(approved, pay));
    const id = refundClaimId('EU-FR', 'CARRIER-1', 'CLAIM-1');
    expect(paid).toMatchObject({
      type: 'RefundPaid',
      data: {
        amount: '3.38',
        interest: '0.05',
        paymentReference: paymentReferenceOf(id),
        number: 7,
        kind: 'refund',
        lines: [{ taxType: 'A00', beneficiary: 'EU', amount: '3.33' }],
      },
    });
    expect(paymentReferenceOf(id).length).toBeLessThanOrEqual(35);
    const given = paid === undefined ? [] : [...approved, paid];
    expect(answer(when(given, pay))).toEqual([]);
    expect(answer(when(given, { ...pay, number: 8 } as RefundClaimCommand))).toEqual(['PAYMENT_ALREADY_ORDERED', 'number']);
  });

  it('is an offset with one account', () => {
    const given = after(...complete, approve({ settlement: 'offset' }), offset);
    expect(answer(when(given, offset))).toEqual([]);
    expect(answer(when(given, { ...offset, account: 'B'.repeat(26) } as RefundClaimCommand))).toEqual([
      'OFFSET_ALREADY_REQUESTED',
      'account',
    ]);
  });

  it.each([
    ['a payment of what is offset', [...complete, approve({ settlement: 'offset' })], pay, ['SETTLEMENT_DIFFERS', 'settlement']],
    [
      'a payment of what a later return carries',
      [...complete, approve({ settlement: 'laterReturn' })],
      pay,
      ['SETTLEMENT_DIFFERS', 'settlement'],
    ],
    ['an offset of what is paid', [...complete, approve()], offset, ['SETTLEMENT_DIFFERS', 'settlement']],
    ['a payment of what is not approved', complete, pay, ['CLAIM_NOT_APPROVED', 'claim']],
    ['a payment of what is rejected', [...complete, reject], pay, ['CLAIM_NOT_APPROVED', 'claim']],
    [
      'a payment before the approval',
      [...complete, approve()],
      { ...pay, paidOn: '2026-07-29' } as RefundClaimCommand,
      ['DAY_INVALID', 'paidOn'],
    ],
  ] as const)('is refused: %s', (_, given, command, expected) => {
    expect(answer(when(after(...given), command))).toEqual(expected);
  });
});

it('nothing is asked of a claim that nobody made', () => {
  expect(answer(when([], pay))).toEqual(['CLAIM_UNKNOWN']);
});

describe('whatever is asked of a claim, in whatever order', () => {
  const commands = fc.array(
    fc.constantFrom<RefundClaimCommand>(
      claim(),
      claim({ handler: 'CLERK-2' }),
      reserve(),
      reserve('1.00'),
      end('released'),
      end('amended'),
      ...evidence,
      { type: 'MissDeadline', kind: 'ReturnTracking', missedOn: '2026-08-20' },
      approve(),
      approve({ settlement: 'offset' }),
      approve({ settlement: 'laterReturn' }),
      approve({ approvedBy: 'CLERK-1' }),
      reject,
      offset,
      pay,
      { ...pay, number: 8 } as RefundClaimCommand,
    ),
    { maxLength: 40 },
  );

  it('it is decided once by another person with a document, and settled by one channel once, with what was asked and paid before', () => {
    fc.assert(
      fc.property(commands, (asked) => {
        const events = asked.reduce<ReturnType<typeof after>>(
          (given, command) => {
            const decision = when(given, command);
            return 'rejected' in decision ? given : [...given, ...decision.accepted];
          },
          after(...complete),
        );
        const of = (...types: readonly string[]) => events.filter(({ type }) => types.includes(type));
        expect(of('RefundApproved', 'RefundRejected').length).toBeLessThanOrEqual(1);
        expect(of('RefundPaid', 'RefundOffsetRequested').length).toBeLessThanOrEqual(of('RefundApproved').length);
        for (const event of events) {
          if (event.type === 'RefundApproved') {
            expect(event.data.approvedBy).not.toBe(event.data.requestedBy);
            expect(event.data.document).toMatch(/^[0-9a-f]{64}$/);
            for (const { amount, paid } of event.data.lines)
              expect(parseMoney(amount, 'EUR').minor).toBeLessThanOrEqual(parseMoney(paid, 'EUR').minor);
          }
          if (event.type === 'RefundPaid') expect(event.data.amount).toBe('3.33');
        }
      }),
      { numRuns: 300 },
    );
  });

  it('claims of any units, one after another, come to no more than was paid, and to all of it with the last unit', () => {
    fc.assert(
      fc.property(
        fc.bigInt(1n, 10n ** 9n),
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 8 }),
        fc.boolean(),
        (minor, takings, drawback) => {
          const of = takings.reduce((a, b) => a + b, 0);
          const paid = `${String(minor / 100n)}.${String(minor % 100n).padStart(2, '0')}`;
          let [before, given] = [0, 0n];
          for (const taken of takings) {
            const decision = when(
              [],
              claim({
                ...(drawback ? { ...american, ...traditional } : {}),
                lines: [{ ...duty, declaration, paid, units: { of, before, taken } }],
              }),
            );
            if ('accepted' in decision && decision.accepted[0]?.type === 'RefundClaimed')
              given += parseMoney(decision.accepted[0].data.total, 'EUR').minor;
            before += taken;
          }
          if (drawback) expect(given * 100n).toBeLessThanOrEqual(minor * 99n);
          else expect(given).toBe(minor);
        },
      ),
    );
  });
});
