import type { AccountPeriodEvent, BeneficiaryEvent } from '#accounts';
import type { ConsignmentEvent } from '#advance-data';
import type { DeclarationEvent } from '#declarations';
import type { RefundClaimEvent, ReturnCaseEvent } from '#returns';
import type { CollectionReturnEvent } from '#scheme-returns';
import { MoneySums } from '../sums';

type Told =
  AccountPeriodEvent | BeneficiaryEvent | CollectionReturnEvent | ConsignmentEvent | DeclarationEvent | RefundClaimEvent | ReturnCaseEvent;

/** What the report says of goods that were held, collected for, taken back and refunded; plain data. */
export interface ModelsTold {
  readonly held: number;
  /** Charges that an account did not take when they came, by reason. */
  readonly declined: Readonly<Record<string, number>>;
  /** What later versions and invalidations changed of charges. */
  readonly adjusted: { readonly charges: number; readonly amount: Readonly<Record<string, unknown>> };
  readonly invalidated: number;
  /** By country and currency: what recipients paid at the door, and what the carrier's returns make payable. */
  readonly collections: {
    readonly parcels: number;
    readonly undeliverable: number;
    readonly collected: Readonly<Record<string, unknown>>;
    readonly returned: Readonly<Record<string, unknown>>;
  };
  readonly goodsBack: Readonly<Record<'reported' | 'matched' | 'unmatched', number>>;
  /** By authority and currency. */
  readonly refunds: Readonly<Record<'claimed' | 'approved' | 'rejected' | 'paid', number>> & {
    readonly approvedAmount: Readonly<Record<string, unknown>>;
    readonly paidAmount: Readonly<Record<string, unknown>>;
  };
  /** By beneficiary and currency. */
  readonly distributed: Readonly<Record<string, unknown>>;
}

/** Folds what the models add to the vendor's story. */
export class ModelFold {
  #held = 0;
  #adjusted = 0;
  readonly #declined = new Map<string, number>();
  readonly #adjustments = new MoneySums();
  #invalidated = 0;
  #parcels = 0;
  #undeliverable = 0;
  readonly #collected = new MoneySums();
  readonly #returned = new MoneySums();
  readonly #goodsBack = { reported: 0, matched: 0, unmatched: 0 };
  readonly #refunds = { claimed: 0, approved: 0, rejected: 0, paid: 0 };
  readonly #approved = new MoneySums();
  readonly #paid = new MoneySums();
  readonly #distributed = new MoneySums();

  take(event: Told): void {
    switch (event.type) {
      case 'ChargeDeclined':
        this.#declined.set(event.data.reason, (this.#declined.get(event.data.reason) ?? 0) + 1);
        break;
      case 'ChargeAdjusted':
        this.#adjusted += 1;
        this.#adjustments.plus(event.data.total, event.data.currency);
        break;
      case 'ReleaseHeld':
        this.#held += 1;
        break;
      case 'DeclarationInvalidated':
        this.#invalidated += 1;
        break;
      case 'ConsignmentUndeliverable':
        this.#undeliverable += 1;
        break;
      case 'TaxCollectedFromRecipient':
        this.#parcels += 1;
        this.#collected.plus(event.data.total, event.data.consumptionCountry, event.data.currency);
        break;
      case 'CollectionReturnFiled':
        this.#returned.plus(event.data.payable, event.data.authority.replace(/^EU-/, ''), event.data.currency);
        break;
      case 'ReturnReported':
        this.#goodsBack.reported += 1;
        break;
      case 'ReturnMatched':
        this.#goodsBack.matched += 1;
        break;
      case 'ReturnUnmatched':
        this.#goodsBack.unmatched += 1;
        break;
      case 'RefundClaimed':
        this.#refunds.claimed += 1;
        break;
      case 'RefundApproved':
        this.#refunds.approved += 1;
        this.#approved.plus(event.data.total, event.data.authority, event.data.currency);
        break;
      case 'RefundRejected':
        this.#refunds.rejected += 1;
        break;
      case 'RefundPaid':
        this.#refunds.paid += 1;
        this.#paid.plus(event.data.amount, event.data.authority, event.data.currency);
        break;
      case 'BeneficiaryDistributed':
        this.#distributed.plus(event.data.amount, event.data.beneficiary, event.data.currency);
        break;
      default:
        break;
    }
  }

  told(): ModelsTold {
    return {
      held: this.#held,
      declined: Object.fromEntries([...this.#declined].sort(([a], [b]) => (a < b ? -1 : 1))),
      adjusted: { charges: this.#adjusted, amount: this.#adjustments.tree() },
      invalidated: this.#invalidated,
      collections: {
        parcels: this.#parcels,
        undeliverable: this.#undeliverable,
        collected: this.#collected.tree(),
        returned: this.#returned.tree(),
      },
      goodsBack: this.#goodsBack,
      refunds: { ...this.#refunds, approvedAmount: this.#approved.tree(), paidAmount: this.#paid.tree() },
      distributed: this.#distributed.tree(),
    };
  }
}
