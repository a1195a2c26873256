/**
 * Answers by key, of a question whose answer never changes: when a day begins, what a rule book says, which goods a description means.
 * Trade repeats few keys; beyond the bound all are forgotten, so hostile input costs time and not memory.
 */
export class Remembered<Answer> {
  readonly #answers = new Map<string, Answer>();

  constructor(private readonly most = 50_000) {}

  /** The answer known for a key, else the one that `find` gives. What `find` throws is not remembered. */
  answer(key: string, find: () => Answer): Answer {
    const known = this.#answers.get(key);
    if (known !== undefined || this.#answers.has(key)) return known as Answer;
    const found = find();
    if (this.#answers.size >= this.most) this.#answers.clear();
    this.#answers.set(key, found);
    return found;
  }
}
