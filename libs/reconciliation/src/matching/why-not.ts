import { type ReadModel } from '#read-model';
import { assembleFacts } from '../parcel/parcel-facts';
import { type Reconciliation } from '../reconcile';
import { type ReconciliationQuestion, rulesAt } from '../reconciliation-question';
import { CaseReader } from '../views/case-reader';
import { defaultMatchingRules, type MatchingRules } from './matching-rules';
import { LeftOut } from './left-out';
import { MissingLegs } from './missing-legs';
import { told, type WhyNotAnswer } from './why-not-answer';
import { ratesOfOrder } from './vat-of-order';
import { whyNotPaid } from './why-not-paid';

/**
 * Answers why a case does not match: of a parcel by its own rows and some hundred indexed ones, of a return, a statement or a bank entry by
 * those of its authority.
 */
export class WhyNot {
  constructor(
    private readonly views: ReadModel,
    private readonly reconciliation: Pick<Reconciliation, 'parcel' | 'reconcile'>,
    private readonly matching: MatchingRules = defaultMatchingRules,
  ) {}

  /** By the key of a case or, of a parcel, any stream in it; undefined where nothing is known of it. */
  async ask(question: ReconciliationQuestion, subject: string): Promise<WhyNotAnswer | undefined> {
    if (!ofParcels.test(subject)) {
      const answer = whyNotPaid(await this.reconciliation.reconcile(question), subject, this.matching);
      return answer === undefined
        ? undefined
        : { ...answer, missing: [...answer.missing, ...(await new LeftOut(this.views, question, this.matching).of(subject))] };
    }
    const [found, known] = [
      await this.reconciliation.parcel(question, subject),
      await new CaseReader(this.views, question).caseOf(subject),
    ];
    if (found === undefined || known === undefined) return undefined;
    const missing = new MissingLegs(this.views, question, {
      rules: rulesAt(question, question.asOf),
      matching: this.matching,
      ratesOf: ratesOfOrder(question.ruleBook, this.matching),
    });
    return {
      subject,
      caseKey: found.key,
      status: found.status,
      breaks: found.breaks.map(told),
      missing: await missing.of(found, assembleFacts(known.legs)),
    };
  }
}

/** What cases of parcels are made of. */
const ofParcels = /^(order|consignment|declaration|returnCase|refundClaim)-/;
