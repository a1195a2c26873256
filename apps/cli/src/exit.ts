/** 0 done, 1 found problems, 2 could not run. */
export const exitCodes = { done: 0, foundProblems: 1, couldNotRun: 2 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** What stops a command before it could do its work; printed as one line, exit code 2. `field` names the option, argument or field. */
export class CannotRunError extends Error {
  override readonly name = 'CannotRunError';
  constructor(
    readonly code: string,
    message: string,
    readonly field?: string,
  ) {
    super(message);
  }
}
