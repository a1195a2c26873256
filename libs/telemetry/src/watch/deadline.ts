/** Stands for an answer that did not come in time. */
export const late = Symbol('late');

/** What a promise gives within so many milliseconds, else `late`. What it does later is ignored, its failure too. */
export const inTime = async <T>(work: Promise<T>, milliseconds: number): Promise<T | typeof late> => {
  let timer: NodeJS.Timeout | undefined;
  const expiry = new Promise<typeof late>((resolve) => {
    timer = setTimeout(resolve, milliseconds, late);
    timer.unref();
  });
  work.catch(() => undefined);
  try {
    return await Promise.race([work, expiry]);
  } finally {
    clearTimeout(timer);
  }
};
