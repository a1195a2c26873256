import { refuse } from './accounts.rejections';

/** Who asked for something that costs the beneficiary money, and who agreed. */
export type TwoPersons = Readonly<{ requestedBy: string; approvedBy: string }>;
/** The same with the SHA-256 of the document that carries it. */
export type FourEyes = TwoPersons & Readonly<{ document: string }>;

/** Nobody approves what they asked for themselves. */
export const samePerson = ({ requestedBy, approvedBy }: TwoPersons): ReturnType<typeof refuse> | undefined =>
  requestedBy === approvedBy
    ? refuse('SAME_PERSON', `${requestedBy} asked for it and cannot approve it`, { field: 'approvedBy' })
    : undefined;
