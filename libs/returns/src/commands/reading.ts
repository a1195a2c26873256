import { type InputFault, inputFaultOf } from '#event-catalogue';
import { dateFault } from '#rules';

/** Where a message was read: SHA-256 of the file or request, and the line in it, from 1. */
export interface MessageSource {
  readonly sha256: string;
  readonly line: number;
}
/** A command, or the fault that its sender is told. */
export type Read<C> = Readonly<{ kind: 'read'; command: C }> | RefusedMessage;
export type RefusedMessage = Readonly<{ kind: 'refused'; fault: InputFault }>;

export const refused = (code: string, field: string, message: string): RefusedMessage => ({
  kind: 'refused',
  fault: { code, field, message },
});

/** What a strict parser throws of a message named `root` becomes its fault; any other error is a bug. */
export const reading = <C>(root: string, read: () => Read<C>): Read<C> => {
  try {
    return read();
  } catch (error) {
    const fault = inputFaultOf(error, root);
    if (fault === undefined) throw error;
    return { kind: 'refused', fault };
  }
};

/** A shape knows what a day looks like, not whether it exists. */
export const faultOfDay = (day: string, field: string): RefusedMessage | undefined => {
  const fault = dateFault(day, field);
  return fault === undefined ? undefined : { kind: 'refused', fault };
};
