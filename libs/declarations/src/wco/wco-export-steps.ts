import { commandIdOfMessage, legalDayOf, sha256Hex } from '#event-catalogue';
import { exportDeclared } from '../export.events';
import { exportStream } from '../declarations.streams';
import { type ExportCommand, exportDecider } from '../export.decider';
import { exportOf } from './wco-canonical';
import { type WcoMessage } from './wco-message';
import { type Accepted, type From, type WcoSettings, type WcoStep } from './wco-steps';

/** What an export declaration and what the authority said of it come to. */
export function* exportSteps(
  { declared, acceptance, files, reference }: Accepted,
  rest: readonly From<WcoMessage>[],
  { authority, zone, actor }: WcoSettings,
): Generator<WcoStep> {
  const stream = exportStream(authority, acceptance.mrn);
  const data = exportDeclared.data.parse(
    { ...exportOf(declared.message, acceptance, legalDayOf(acceptance.acceptedAt, zone)), source: declared.origin },
    'Declaration',
  );
  const { source: _, ...told } = data;
  const commandId = (kind: string, content: unknown): string =>
    commandIdOfMessage({
      book: authority,
      issuer: authority,
      kind,
      reference: acceptance.mrn,
      version: sha256Hex(JSON.stringify(content)),
    });
  const step = (of: readonly number[], command: ExportCommand, id: string, effectiveAt: string): WcoStep => ({
    kind: 'export',
    files: of,
    reference,
    dispatch: { decider: exportDecider, stream, command, context: { commandId: id, actor, book: authority, effectiveAt } },
  });
  yield step(files, { type: 'DeclareExport', ...data }, commandId('export', told), acceptance.acceptedAt);
  for (const { file, message } of rest) {
    if (message.kind !== 'response' || message.type !== 'goods_exited' || message.issuedAt === undefined) {
      yield { kind: 'noted', files: [file], reference };
      continue;
    }
    const exit = { exitedOn: legalDayOf(message.issuedAt, zone), confirmation: message.message };
    yield step([file], { type: 'ConfirmExit', ...exit }, commandId('exit', exit), message.issuedAt);
  }
}
