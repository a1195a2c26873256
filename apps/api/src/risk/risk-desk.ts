import type { Position } from '#event-store';
import type { FindingFilter, FindingPage, QualityFilter, QualityRow } from '#risk';
import type { Ledger, RiskKeeping, RiskMoment } from '#runtime';
import { inTime, late, type Log } from '#telemetry';
import { problem } from '../http/problem';
import type { LedgerClock } from '../ledger/ledger-clock';

/** How long a question waits for the facts behind it, in milliseconds. */
const usualPatience = 3000;

/** What is worth a look: asked of facts that are brought up when somebody asks, beside the requests. */
export class RiskDesk {
  #catchingUp: Promise<void> | undefined;

  constructor(
    private readonly ledger: Pick<Ledger, 'openRisk'>,
    private readonly clock: Pick<LedgerClock, 'now' | 'known'>,
    private readonly log: Log,
    private readonly patience = usualPatience,
  ) {}

  /** The moment of a question; the present where it names none. */
  async moment({ asOf, knownAt }: { readonly asOf?: string; readonly knownAt?: string }): Promise<RiskMoment> {
    return { asOf: asOf ?? (await this.clock.now()), knownAt: (knownAt as Position | undefined) ?? (await this.clock.known()) };
  }

  async findings(
    moment: RiskMoment,
    filter: FindingFilter,
    page: { readonly after?: string; readonly limit: number },
  ): Promise<FindingPage> {
    return (await this.#throughTo(moment.knownAt)).findings(moment, filter, page);
  }

  async quality(moment: RiskMoment, filter: QualityFilter): Promise<readonly QualityRow[]> {
    return (await this.#throughTo(moment.knownAt)).quality(moment, filter);
  }

  /**
   * The facts, when they have come to a position. Throws a ProblemError VIEWS_BEHIND that says how far they are, where that takes longer
   * than a request waits; rejects with what keeps them from moving, RiskFactsError where they begin anew when they are asked again.
   */
  async #throughTo(wanted: Position): Promise<RiskKeeping> {
    const facts = await this.ledger.openRisk();
    let reached = await facts.position();
    // What is under way may have begun before the position that is asked about was there; the next one comes to it.
    for (const again of [true, false]) {
      if (reached >= wanted) return facts;
      const waited = await inTime(this.#catchUp(facts), this.patience);
      reached = await facts.position();
      if (waited === late || !again) break;
    }
    if (reached >= wanted) return facts;
    throw problem('VIEWS_BEHIND', `The facts behind the risk indicators are being built: they stand at ${reached}. Ask again in a while.`, {
      details: { reached, wanted },
    });
  }

  /** The catching up that is under way, or one that begins now. */
  #catchUp(facts: RiskKeeping): Promise<void> {
    if (this.#catchingUp === undefined) {
      const catchingUp = facts.catchUp().finally(() => (this.#catchingUp = undefined));
      // Told once, whether or not somebody still waits.
      catchingUp.catch((error: unknown) => {
        this.log.error('the risk facts do not move on', { error });
      });
      this.#catchingUp = catchingUp;
    }
    return this.#catchingUp;
  }
}
