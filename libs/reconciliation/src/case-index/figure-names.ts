import { type BridgeStage, type BridgeStageSelection } from '../bridge/bridge';
import { type BridgeEntry, type BridgePlace } from '../bridge/bridge-entry';
import { entryOf } from '../entry-of';
import { behindFacet, stageFacet, stageWords } from './facets';
import { stageName, stepName } from './figures';
import { lettersOf } from './stage-letters';

/** A name with what may follow in it, each made once: as many as there are statuses, codes, rules and currencies. */
export class NameTree {
  readonly #longer = new Map<string, NameTree>();

  constructor(readonly name: string) {}

  with(part: string): NameTree {
    return entryOf(this.#longer, part, () => new NameTree(`${this.name}\n${part}`));
  }
}

/** What a stage of a book and currency, or a tax of it, is called in the index. */
export interface StageNames {
  readonly place: PlaceNames;
  readonly stage: BridgeStage;
  readonly taxType: string | undefined;
  /** Of its figure. */
  readonly name: string;
  readonly facet: string;
  /** Words of cases that come to something there, where these are few. */
  readonly words: readonly string[];
}

/** What a reason of a step of the bridge is called. */
export interface StepNames {
  readonly name: string;
  readonly behind: string;
}

/** The names of one book and currency. */
export class PlaceNames {
  readonly #rows = new Map<BridgeStage, StageNames>();
  readonly #taxes = new Map<string, Map<BridgeStage, StageNames>>();
  readonly #steps = new Map<string, StepNames>();

  constructor(readonly at: BridgePlace) {}

  row(stage: BridgeStage): StageNames {
    return this.#in(this.#rows, stage, undefined);
  }

  tax(taxType: string, stage: BridgeStage): StageNames {
    const known = entryOf(this.#taxes, taxType, () => new Map<BridgeStage, StageNames>());
    return this.#in(known, stage, taxType);
  }

  step({ from, to, reason }: Extract<BridgeEntry, { kind: 'step' }>): StepNames {
    return entryOf(this.#steps, `${from}/${to}/${reason}`, () => {
      const selection = { ...this.at, from, to, reason };
      return { name: stepName(selection), behind: behindFacet(selection) };
    });
  }

  #in(known: Map<BridgeStage, StageNames>, stage: BridgeStage, taxType: string | undefined): StageNames {
    return entryOf(known, stage, (): StageNames => {
      const { book, currency } = this.at;
      const selection: BridgeStageSelection = { book, currency, stage, ...(taxType === undefined ? {} : { taxType }) };
      const [name, facet, words] = [stageName(selection), stageFacet(selection), stageWords(selection)];
      return { place: this, stage, taxType, name, facet, words };
    });
  }
}

/** The names of all books and currencies, each made once, and the letters of the stages that cases add to. */
export class FigureNames {
  readonly tree = {
    items: new NameTree('items'),
    units: new NameTree('units'),
    money: new NameTree('money'),
    declared: new NameTree('declared'),
    derived: new NameTree('derived'),
    stake: new NameTree('stake'),
    differences: new NameTree('differences'),
    tolerated: new NameTree('tolerated'),
    nothing: new NameTree('nothing'),
  } as const;
  readonly #books = new Map<string, Map<string, PlaceNames>>();
  readonly #letters = new Map<number, string>();

  at({ book, currency }: BridgePlace): PlaceNames {
    const known = entryOf(this.#books, book, () => new Map<string, PlaceNames>());
    return entryOf(known, currency, () => new PlaceNames({ book, currency }));
  }

  /** As `lettersOf` says. */
  lettersOf(stages: number): string {
    return entryOf(this.#letters, stages, lettersOf);
  }
}
