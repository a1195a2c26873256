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
  const { data } = event;
  const taken = event.type === 'MatchConfirmed' ? event.data.suggestion : undefined;
  const told = {
    kind: 'handMatch',
    standing: standingOf(event),
    ...(taken === undefined ? {} : { suggestion: { rule: `${taken.rule}@${String(taken.version)}`, score: taken.score } }),
  } as const;
  return {
    legs: [
      { subject: data.one, body: { ...told, other: data.other } },
      { subject: data.other, body: { ...told, other: data.one } },
    ],
    links: [],
    terms: [],
  };
};
