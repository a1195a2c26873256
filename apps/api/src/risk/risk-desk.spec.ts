import { logStart, positionOf, type Position } from '#event-store';
import type { RiskKeeping } from '#runtime';
import { Telemetry } from '#telemetry';
import { ProblemError } from '../http/problem';
import { RiskDesk } from './risk-desk';

const [five, nine] = [positionOf(5n), positionOf(9n)];
const moment = { asOf: '2026-07-01T23:59:59.999Z', knownAt: nine };

/** Facts that come on as far as they are let. */
class HeldFacts implements RiskKeeping {
  begun = 0;
  stand: Position = logStart;
  #release: ((to: Position) => void) | undefined;
  readonly position = async (): Promise<Position> => this.stand;
  readonly findings = async () => ({ findings: [] });
  readonly quality = async () => [];
  readonly close = async (): Promise<void> => undefined;
  readonly catchUp = async (): Promise<void> => {
    this.begun += 1;
    this.stand = await new Promise<Position>((release) => (this.#release = release));
  };

  come(to: Position): void {
    this.#release?.(to);
  }
}

const deskOf = (facts: RiskKeeping, patience: number): RiskDesk => {
  const clock = { now: async () => moment.asOf, known: async () => moment.knownAt };
  return new RiskDesk({ openRisk: async () => facts }, clock, Telemetry.silent().log, patience);
};
/** Lets what is waiting go on. */
const turn = (): Promise<void> => new Promise((done) => setImmediate(done));

describe('risk facts that are being built', () => {
  it('say how far they are to whoever cannot wait, and answer when they are there', async () => {
    const facts = new HeldFacts();
    const desk = deskOf(facts, 0);
    facts.stand = five;
    const refused = await desk.findings(moment, {}, { limit: 5 }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ProblemError);
    expect(refused).toMatchObject({ code: 'VIEWS_BEHIND', more: { details: { reached: five, wanted: nine } } });
    facts.come(nine);
    await turn();
    expect(await desk.findings(moment, {}, { limit: 5 })).toEqual({ findings: [] });
  });

  it('are built once for all who ask meanwhile, and once more for what was written since', async () => {
    const facts = new HeldFacts();
    const desk = deskOf(facts, 60_000);
    const asked = [desk.quality(moment, {}), desk.quality(moment, {})];
    await turn();
    expect(facts.begun).toBe(1);
    facts.come(five);
    await turn();
    expect(facts.begun).toBe(2);
    facts.come(nine);
    expect(await Promise.all(asked)).toEqual([[], []]);
    expect(facts.begun).toBe(2);
  });

  it('are asked as they are by whoever asks about before', async () => {
    const facts = new HeldFacts();
    facts.stand = five;
    expect(await deskOf(facts, 0).quality({ ...moment, knownAt: five }, {})).toEqual([]);
    expect(facts.begun).toBe(0);
  });
});
