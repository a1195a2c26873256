/** Titles of problems by their codes: what never changes in them (RFC 9457 `title`). */
export type Titles = Readonly<Record<string, string>>;
