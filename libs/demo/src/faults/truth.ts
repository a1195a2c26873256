import { breakId } from '#break-work';
import type { BreakCode } from '#reconciliation';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Expected } from '../told-parcel';

/** One planted fault, and the break that it must be found by. */
export interface PlantedFault extends Expected {
  readonly fault: string;
  readonly name: string;
  readonly code: BreakCode;
  /** Id of the break. */
  readonly break: string;
  /** What was changed: numbers of orders, statements, returns, bank entries. */
  readonly of: Readonly<Record<string, string>>;
  /** Moment or day of the fact that is wrong or missing. */
  readonly plantedAt: string;
  /** The break closes itself before the story is judged. */
  readonly heals?: true;
}
/** A fault before its break has its id. */
export type Fault = Omit<PlantedFault, 'break'>;

/** A kind that the story has no place for. */
export interface NotPlanted {
  readonly notPlanted: string;
  readonly code: string;
  readonly reason: string;
}

const truthFile = (dataDirectory: string): string => path.join(dataDirectory, 'truth.ndjson');

/** Writes what was planted aside, for a check: the ledger never reads it. Whole or not at all; a story told again writes the same. */
export class Truth {
  readonly #descriptor: number;
  readonly #path: string;
  readonly counts = new Map<string, number>();

  constructor(dataDirectory: string) {
    this.#path = truthFile(dataDirectory);
    this.#descriptor = openSync(`${this.#path}.part`, 'w');
  }

  plant(fault: Fault): void {
    this.#write({ ...fault, break: breakId(fault.code, fault.subject) });
    this.counts.set(fault.code, (this.counts.get(fault.code) ?? 0) + 1);
  }

  leaveOut(kind: NotPlanted): void {
    this.#write(kind);
  }

  /** The file is there from now on. */
  finish(): void {
    fsyncSync(this.#descriptor);
    closeSync(this.#descriptor);
    renameSync(`${this.#path}.part`, this.#path);
  }

  #write(line: PlantedFault | NotPlanted): void {
    writeFileSync(this.#descriptor, `${JSON.stringify(line)}\n`);
  }
}

/** All that a story says of its faults. */
export interface PlantedTruth {
  readonly planted: readonly PlantedFault[];
  readonly notPlanted: readonly NotPlanted[];
}

/** What was planted in the story of a directory. Throws where no story was told to its end there. */
export const readTruth = (dataDirectory: string): PlantedTruth => {
  const lines = readFileSync(truthFile(dataDirectory), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as PlantedFault | NotPlanted);
  return {
    planted: lines.filter((line): line is PlantedFault => 'fault' in line),
    notPlanted: lines.filter((line): line is NotPlanted => 'notPlanted' in line),
  };
};
