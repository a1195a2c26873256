import { type InputFault, inputFaultOf } from '#event-catalogue';
import { type Dispatch } from '#event-store';
import { type RuleBook } from '#rules';
import { type DeclarationDispatch } from '../commands/declaration-dispatch';
import { type DeclarationOrigin } from '../commands/declaration-message';
import { type ExportEvent } from '../export.events';
import { type ExportCommand, type ExportState } from '../export.decider';
import { type WcoAcceptance } from './wco-canonical';
import { type WcoDeclaration } from './wco-declaration';
import { type WcoMessage } from './wco-message';
import { WcoFault } from './wco-xml';

/** Whose messages these are. `declarant`: whose declarations responses are about where no declaration comes with them. */
export type WcoSettings = Readonly<{
  rules: RuleBook;
  authority: string;
  /** IANA zone of the authority. */ zone: string;
  actor: string;
  declarant?: string;
}>;
/** A message and where it was read; `file` is its place among the files. */
export type WcoFile = Readonly<{ file: number; origin: DeclarationOrigin; message: WcoMessage }>;

export type ExportDispatch = Dispatch<ExportCommand, ExportState, ExportEvent>;
/** What follows from messages, in order: a command from one or more files, a message that changes nothing here, or a fault. */
export type WcoStep =
  | Readonly<{ kind: 'import'; files: readonly number[]; reference: string; dispatch: DeclarationDispatch }>
  | Readonly<{ kind: 'export'; files: readonly number[]; reference: string; dispatch: ExportDispatch }>
  | Readonly<{ kind: 'noted'; files: readonly number[]; reference: string }>
  | Readonly<{ kind: 'rejected'; files: readonly number[]; reference: string; fault: InputFault }>;

export type From<M extends WcoMessage> = Readonly<{ file: number; origin: DeclarationOrigin; message: M }>;

/** A declaration that the authority took; `files`: of it and of its acceptance. */
export type Accepted = Readonly<{
  declared: From<WcoDeclaration>;
  acceptance: WcoAcceptance;
  files: readonly number[];
  reference: string;
}>;

/** What a message is refused for; rethrows what is a bug. */
export const faultOf = (error: unknown): InputFault => {
  if (error instanceof WcoFault) return { code: error.code, field: error.field, message: error.message };
  const fault = inputFaultOf(error, 'Declaration');
  if (fault === undefined) throw error;
  return fault;
};
