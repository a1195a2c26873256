import { type HandMatchEvent } from '#break-work';
import { type Located } from './contribution';
import { type Contribution } from './leg';
import { type Placed } from './placed';

/** What a person said of two subjects: under each of them, so that whoever reads one knows. */
export interface HandMatchLeg extends Placed<'handMatch'> {
  readonly other: string;
  readonly standing: 'none' | 'confirmed' | 'broken';
  /** Of the candidate that it was taken from, where it was: `composite-key@1`, 0 to 100. */
  readonly suggestion?: { readonly rule: string; readonly score: number };
}

const standingOf = (event: HandMatchEvent): HandMatchLeg['standing'] => {
  switch (event.type) {
    case 'MatchConfirmed':
      return 'confirmed';
    case 'MatchBroken':
      return 'broken';
    case 'MatchStepUndone':
      return event.data.leaves;
  }
};

export const ofHandMatch = (event: Located<HandMatchEvent>): Contribution => {
  const { position, at, data } = event;
  const taken = event.type === 'MatchConfirmed' ? event.data.suggestion : undefined;
  const told = { kind: 'handMatch', position, at, standing: standingOf(event), ...(taken === undefined ? {} : { suggestion: { rule: `${taken.rule}@${String(taken.version)}`, score: taken.score } }) } as const;
  return { legs: [{ ...told, subject: data.one, other: data.other }, { ...told, subject: data.other, other: data.one }], links: [], terms: [] };
};
