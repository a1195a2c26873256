import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SqliteReadModel, type LoggedEvent, type ReadModel } from '#read-model';
import {
  CaseIndex,
  caseIndexProjection,
  CaseKeeper,
  nothingTouched,
  Reconciliation,
  type ReconciliationQuestion,
  reconciliationProjection,
  type Snapshot,
  touch,
} from '#reconciliation';
import { asOf, nth, placed, tell, type ToldEvent } from './ask';

/** A story that is told bit by bit, with the case index that is kept behind it. */
export class IndexedStory {
  readonly #directory = mkdtempSync(path.join(tmpdir(), 'tidewaiter-case-index-'));
  readonly #events: readonly LoggedEvent[];
  readonly views: ReadModel;
  readonly model: ReadModel;
  readonly keeper: CaseKeeper;
  readonly index: CaseIndex;
  readonly onDemand: Reconciliation;
  #told = 0;
  #indexed = 0;

  /** On an embedded store unless others are given, which are closed with it. */
  constructor(story: readonly ToldEvent[], on?: { readonly views: ReadModel; readonly model: ReadModel }) {
    this.#events = placed(story);
    this.views = on?.views ?? SqliteReadModel.openScratch(':memory:', [reconciliationProjection]);
    this.model = on?.model ?? SqliteReadModel.open(this.#directory, [caseIndexProjection]);
    this.keeper = new CaseKeeper(this.views, this.model);
    this.index = new CaseIndex(this.views, this.model);
    this.onDemand = new Reconciliation(this.views);
  }

  get length(): number {
    return this.#events.length;
  }

  /** Tells so many events more. */
  async tell(count: number): Promise<void> {
    const some = this.#events.slice(this.#told, this.#told + count);
    this.#told += some.length;
    await tell(this.views, some, this.#position(this.#told));
  }

  /**
   * Moves the index to all that was told, as of the end of a day: builds it where there is none. Answers how many cases were judged,
   * undefined for all.
   */
  async keep(
    day: string,
  ): Promise<{ readonly question: ReconciliationQuestion; readonly at: Snapshot; readonly judged: number | undefined }> {
    const question = asOf(day, { knownAt: this.#position(this.#told) });
    const at: Snapshot = { position: this.#position(this.#told), moment: question.asOf };
    const touched = nothingTouched();
    for (const event of this.#events.slice(this.#indexed, this.#told)) touch(touched, event);
    const isNew = (await this.keeper.snapshot()) === undefined;
    this.#indexed = this.#told;
    if (isNew) await this.keeper.build(at, question);
    return { question, at, judged: isNew ? undefined : await this.keeper.advance(at, question, touched) };
  }

  async close(): Promise<void> {
    await this.views.close();
    await this.model.close();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  #position(count: number): ReturnType<typeof nth> {
    return nth(count - 1);
  }
}
