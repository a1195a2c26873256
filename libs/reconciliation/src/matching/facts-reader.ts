import { type ReadModel } from '#read-model';
import { assembleFacts, type CaseFacts } from '../parcel/parcel-facts';
import { type ReconciliationQuestion } from '../reconciliation-question';
import { CaseReader } from '../views/case-reader';

/** What is known of the cases that some subjects lie in, as of a question. */
export class FactsReader {
  readonly #cases: CaseReader;

  constructor(
    views: ReadModel,
    private readonly question: ReconciliationQuestion,
  ) {
    this.#cases = new CaseReader(views, question);
  }

  /** By subject, in the order in which they are asked for; what nothing is known of is absent. */
  async ofAll(subjects: readonly string[]): Promise<ReadonlyMap<string, CaseFacts>> {
    const facts = new Map<string, CaseFacts>();
    if (subjects.length === 0) return facts;
    const bySubject = new Map<string, CaseFacts>();
    for (const { legs, members } of await this.#cases.holding(subjects)) {
      const effective = legs.filter(({ at }) => at <= this.question.asOf);
      if (effective.length === 0) continue;
      const known = assembleFacts(effective);
      for (const member of members) bySubject.set(member, known);
    }
    for (const subject of subjects) {
      const known = bySubject.get(subject);
      if (known !== undefined) facts.set(subject, known);
    }
    return facts;
  }
}
