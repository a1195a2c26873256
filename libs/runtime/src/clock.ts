/** The only reader of the wall clock: RFC 3339 UTC with milliseconds. */
export const systemClock = (): string => new Date().toISOString();
