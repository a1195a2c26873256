let last = { milliseconds: -1, text: '' };

/** The only reader of the wall clock: RFC 3339 UTC with milliseconds. Asked many times in each of them. */
export const systemClock = (): string => {
  const milliseconds = Date.now();
  if (milliseconds !== last.milliseconds) last = { milliseconds, text: new Date(milliseconds).toISOString() };
  return last.text;
};
