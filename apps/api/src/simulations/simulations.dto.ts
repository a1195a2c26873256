import {
  boolean,
  code,
  country,
  day,
  list,
  MalformedValueError,
  oneOf,
  optional,
  record,
  taxType,
  textLike,
  textUpTo,
} from '#event-catalogue';
import { VAT_CATEGORIES } from '#rules';
import { costShape } from '#study';
import { bodyOf } from '../http/field';
import { viewpoint } from '../http/page-cursor';

const amount = textLike(/^\d{1,12}(\.\d{1,6})?$/, 'an amount of at least 0, with a point');
const percent = textLike(/^\d{1,2}(\.\d{1,4})?$/, 'per cent, like 21 or 5.5');
const share = textLike(/^(0(\.\d{1,6})?|1(\.0{1,6})?)$/, 'a share from 0 to 1');
const few = { min: 1, max: 20 };

const scenario = record({
  thresholds: optional(list(record({ of: code, amount }), few)),
  flat: optional(list(record({ territory: country, rule: textUpTo(80) }), few)),
  measures: optional(
    list(
      record({
        jurisdiction: country,
        taxType,
        codePrefix: textLike(/^\d{0,10}$/, 'up to ten digits'),
        origin: textLike(/^([A-Z]{2}|\*)$/, 'a country, or *'),
        expression: textUpTo(80),
      }),
      { min: 1, max: 500 },
    ),
  ),
  vatRates: optional(list(record({ country, category: oneOf(...VAT_CATEGORIES), rate: percent }), { min: 1, max: 200 })),
  collector: optional(oneOf('vendor', 'intermediary', 'consumer')),
  claimRelief: optional(boolean),
});

const pilotFields = record({
  by: oneOf('vendor', 'carrier', 'dispatch', 'destination', 'chapter', 'share'),
  value: textUpTo(40),
  seed: optional(textUpTo(40)),
});
const valueOf = {
  vendor: code,
  carrier: code,
  dispatch: country,
  destination: country,
  chapter: textLike(/^\d{2}$/, 'two digits'),
  share,
} as const;
/** What a property may be depends on which one it is; a seed is of a share. */
const pilot: typeof pilotFields = {
  ...pilotFields,
  parse: (value, at) => {
    const found = pilotFields.parse(value, at);
    valueOf[found.by].parse(found.value, `${at}.value`);
    if (found.seed !== undefined && found.by !== 'share') throw new MalformedValueError(`${at}.seed`, 'no seed but for a share');
    return found;
  },
};

/** Days of acceptance, or of supply, both included. `costs` take the place of the shipped figures. */
export class SimulationDto extends bodyOf(
  record({
    ...viewpoint,
    from: optional(day),
    to: optional(day),
    scenario,
    pilot: optional(pilot),
    costs: optional(list(costShape, { min: 1, max: 500 })),
  }),
) {}
