import { assigneeOf, type KnownWork, lastCommentOf, statusOf, type WorkStatus } from '#break-work';
import { type Break } from '../case';
import { daysBetween } from '../days';

export const ageBuckets = ['0-5', '6-30', '31-60', '61-90', '91-365', '>365'] as const;
export type AgeBucket = (typeof ageBuckets)[number];

/** What people do about a break beside it, and how old it is. */
export interface WorkStanding {
  readonly status: WorkStatus;
  readonly assignee?: string;
  readonly lastComment?: { readonly by: string; readonly on: string; readonly text: string };
  /** Days until somebody must have acted; negative when they have passed. */
  readonly daysToDue: number;
  /** Days until the right runs out that would end it; negative when it has. Absent where the law sets no limit. */
  readonly daysToLegalExpiry?: number;
  /** Days since it began. */
  readonly age: AgeBucket;
}
export type WorkedBreak = Break & { readonly work: WorkStanding };

const lastDays = [5, 30, 60, 90, 365] as const;

/** The bucket of a number of days. */
export const ageBucketOf = (days: number): AgeBucket => ageBuckets[lastDays.findIndex((last) => days <= last)] ?? '>365';

/** A closed break that is still derived stays a break: its status says what people made of it. */
export const standingOf = (
  { since, dueBy, legalExpiry }: Pick<Break, 'since' | 'dueBy' | 'legalExpiry'>,
  known: KnownWork | undefined,
  asOf: string,
): WorkStanding => {
  const today = asOf.slice(0, 10);
  const times = {
    daysToDue: daysBetween(today, dueBy),
    ...(legalExpiry === undefined ? {} : { daysToLegalExpiry: daysBetween(today, legalExpiry.on) }),
    age: ageBucketOf(daysBetween(since.slice(0, 10), today)),
  };
  if (known === undefined) return { status: 'open', ...times };
  const [assignee, lastComment] = [assigneeOf(known.state), lastCommentOf(known.state)];
  return {
    status: statusOf(known.state),
    ...(assignee === undefined ? {} : { assignee }),
    ...(lastComment === undefined ? {} : { lastComment }),
    ...times,
  };
};
