import { type HandMatchEvent } from '#break-work';
import { type Located } from './contribution';
import { type HandMatchLeg } from './hand-match-leg';
import { type Contribution } from './leg';

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
  const told = {
    kind: 'handMatch',
    position,
    at,
    standing: standingOf(event),
    ...(taken === undefined ? {} : { suggestion: { rule: `${taken.rule}@${String(taken.version)}`, score: taken.score } }),
  } as const;
  return {
    legs: [
      { ...told, subject: data.one, other: data.other },
      { ...told, subject: data.other, other: data.one },
    ],
    links: [],
    terms: [],
  };
};
