import { readFileSync } from 'node:fs';
import { declarationDecider, parseDeclaration, toAssessable } from '#declarations';
import { assess } from '#rules';
import type { Command } from 'commander';
import { assessmentDocument, assessmentText } from '../assessment-text';
import { CannotRunError, exitCodes, type ExitCode } from '../exit';
import { lawOf } from '../law';
import { performs, type CommandContext, type Shell } from '../shell';

const notDeclared = ({ code, field = '', message }: { code: string; field?: string; message: string }, file: string): CannotRunError =>
  new CannotRunError(code, `${field === '' ? file : field}: ${message}`, field === '' ? file : field);

const assessFile = async (context: CommandContext, file: string): Promise<ExitCode> => {
  const text = readFileSync(file, 'utf8');
  const { rules, source } = await lawOf(context);
  const read = parseDeclaration(text, { rules });
  if (read.kind === 'refused') throw notDeclared(read.fault, file);
  // What could not be lodged is not assessed: the same checks as at lodging, on a reference that is not known yet.
  const lodged = declarationDecider.decide(read.command, declarationDecider.initial);
  if ('rejected' in lodged) throw notDeclared(lodged.rejected, file);
  const { header, items } = read.command;
  const assessed = assess(toAssessable({ header, items }), rules);
  const about = { mrn: header.mrn, lrn: header.lrn, law: source };
  if (assessed.kind === 'refused') {
    const { code, message, itemSeq } = assessed;
    await context.output.answer(
      { ...about, kind: 'refused', refusal: { code, message, ...(itemSeq === undefined ? {} : { item: itemSeq }) } },
      () => `No assessment is possible: ${code}: ${message}`,
    );
    return exitCodes.foundProblems;
  }
  await context.output.answer({ ...about, kind: 'assessed', ...assessmentDocument(assessed) }, () => assessmentText(assessed));
  return exitCodes.done;
};

export const addAssess = (program: Command, shell: Shell): void => {
  program
    .command('assess')
    .description('what duty and tax a declaration comes to, with every base, rate, row and rounding step; nothing is recorded')
    .requiredOption('--file <file>', 'a declaration as docs/formats/declarations.md describes it')
    .action(performs<{ file: string }>(shell, (context, { file }) => assessFile(context, file)));
};
