import { type ReadModel } from '#read-model';
import type { Snapshot } from '#reconciliation';
import { isSpoilt } from '#sqlite';
import { CaseIndexFollower, type CaseIndexParts } from './case-index-follower';
import { dropCaseIndex, openCaseIndex, spoiltCaseIndex } from './case-index-place';
import type { LedgerPlace } from './ledger-place';

/** Where the index is, whether it was built for that, and what was wrong with a file that was dropped before: each is told once. */
export interface KeptUp {
  readonly at: Snapshot;
  readonly built: boolean;
  readonly dropped?: string;
}

interface Opened {
  readonly index: ReadModel;
  readonly follower: CaseIndexFollower;
}

/**
 * Opens the case index of a place and keeps it up. It only follows from other rows: a file that is no database, or that has lost a part, is
 * dropped and built anew.
 */
export class CaseIndexKeeper {
  #dropped: string | undefined;

  private constructor(
    private readonly place: LedgerPlace,
    private readonly parts: Omit<CaseIndexParts, 'index'>,
    private opened: Opened,
  ) {}

  static async open(place: LedgerPlace, parts: Omit<CaseIndexParts, 'index'>): Promise<CaseIndexKeeper> {
    let dropped: string | undefined;
    const opened = await openedAt(place, parts).catch((error: unknown) => {
      if (!isSpoilt(error)) throw error;
      dropped = spoiltText(place) ?? String(error);
      return openedAnew(place, parts);
    });
    const keeper = new CaseIndexKeeper(place, parts, opened);
    keeper.#dropped = dropped;
    return keeper;
  }

  /** As `CaseIndexFollower.keepUp`. `suspected`: somebody who reads the file has found it spoilt. */
  async keepUp(moment: string, suspected: boolean): Promise<KeptUp> {
    if (suspected) await this.#dropSpoilt();
    const kept = await this.opened.follower.keepUp(moment).catch(async (error: unknown) => {
      if (!isSpoilt(error) || !(await this.#dropSpoilt())) throw error;
      return this.opened.follower.keepUp(moment);
    });
    const dropped = this.#dropped;
    this.#dropped = undefined;
    return dropped === undefined ? kept : { ...kept, dropped };
  }

  close(): Promise<void> {
    return this.opened.index.close();
  }

  /** Rows of reconciliation may be what is spoilt: only its own file is dropped, and only where that is. */
  async #dropSpoilt(): Promise<boolean> {
    const spoilt = spoiltText(this.place);
    if (spoilt === undefined) return false;
    await this.opened.index.close();
    this.opened = await openedAnew(this.place, this.parts);
    this.#dropped = spoilt;
    return true;
  }
}

const openedAt = async (place: LedgerPlace, parts: Omit<CaseIndexParts, 'index'>): Promise<Opened> => {
  const index = await openCaseIndex(place);
  return { index, follower: new CaseIndexFollower({ ...parts, index }) };
};

const openedAnew = (place: LedgerPlace, parts: Omit<CaseIndexParts, 'index'>): Promise<Opened> => {
  dropCaseIndex(place);
  return openedAt(place, parts);
};

const spoiltText = (place: LedgerPlace): string | undefined => {
  const spoilt = spoiltCaseIndex(place);
  return spoilt === undefined ? undefined : `${spoilt.file}: ${spoilt.fault}`;
};
