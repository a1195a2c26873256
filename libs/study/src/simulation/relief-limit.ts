import type { RuleBook } from '#rules';

/**
 * The limit up to which duty is relieved, or replaced by a flat one; exact decimal. Undefined where a territory has no such rule on the
 * day.
 */
export const reliefLimitOf = (
  book: RuleBook,
  territory: string,
  day: string,
): Readonly<{ amount: string; currency: string }> | undefined => {
  const rule = book.lowValueRule(territory, day)?.value;
  return rule === undefined
    ? undefined
    : {
        amount: rule.treatment === 'relief' ? (rule.reliefUpTo ?? rule.threshold.amount) : rule.threshold.amount,
        currency: rule.threshold.currency,
      };
};
