import { canonicalJson } from '#event-catalogue';
import { accept, type Decider, type Decision } from '#event-store';
import { isDay } from '#money';
import { type ExportDeclaredData, type ExportEvent } from './export.events';
import { refuse } from './declarations.rejections';
import { omit } from './omit';

/** Goods leave for good or go back (UCC Art. 269, 270); `items[].original` names the import that units came with. */
export type DeclareExport = Readonly<{ type: 'DeclareExport' }> & ExportDeclaredData;
/** The office of exit saw them leave (Implementing Regulation 2015/2447 Art. 334); `confirmation` is the number of its message. */
export type ConfirmExit = Readonly<{ type: 'ConfirmExit'; exitedOn: string; confirmation: string }>;
export type ExportCommand = DeclareExport | ConfirmExit;
/** An export's stream, folded. */
export type ExportState =
  | Readonly<{ kind: 'none' }>
  | Readonly<{ kind: 'declared'; declared: ExportDeclaredData; exit?: Readonly<{ exitedOn: string; confirmation: string }> }>;

const none: ExportState = { kind: 'none' };

const evolve = (state: ExportState, event: ExportEvent): ExportState => {
  if (event.type === 'ExportDeclared') return { kind: 'declared', declared: event.data };
  return state.kind === 'none' ? state : { ...state, exit: event.data };
};

const declare = ({ type: _, ...data }: DeclareExport, state: ExportState): Decision<ExportEvent> => {
  if (state.kind === 'declared') {
    const same = canonicalJson(omit(state.declared, 'source')) === canonicalJson(omit(data, 'source'));
    return same ? accept() : refuse('DECLARATION_ALREADY_LODGED', `export ${data.mrn} is declared with other content`, 'mrn');
  }
  if (!isDay(data.acceptedOn)) return refuse('DAY_INVALID', 'expected a day that exists', 'acceptedOn');
  const seen = new Set<number>();
  for (const [i, { seq, quantity, original }] of data.items.entries()) {
    if (seen.has(seq)) return refuse('ITEM_NUMBER_REPEATED', `item number ${String(seq)} stands twice`, `items[${String(i)}].seq`);
    seen.add(seq);
    if (original !== undefined && original.quantity > quantity)
      return refuse(
        'COVERED_QUANTITY_DIFFERS',
        `${String(quantity)} units do not hold ${String(original.quantity)} imported ones`,
        `items[${String(i)}].original.quantity`,
      );
  }
  return accept({ type: 'ExportDeclared', data });
};

const confirm = ({ exitedOn, confirmation }: ConfirmExit, state: ExportState): Decision<ExportEvent> => {
  if (state.kind === 'none') return refuse('DECLARATION_UNKNOWN', 'no export is declared under this number');
  if (!isDay(exitedOn) || exitedOn < state.declared.acceptedOn)
    return refuse('DAY_INVALID', 'expected a day that exists, from acceptance on', 'exitedOn');
  if (state.exit === undefined) return accept({ type: 'ExitConfirmed', data: { exitedOn, confirmation } });
  return state.exit.exitedOn === exitedOn && state.exit.confirmation === confirmation
    ? accept()
    : refuse('EXIT_ALREADY_CONFIRMED', `${state.declared.mrn} left on ${state.exit.exitedOn}`, 'exitedOn');
};

/** Exports: declared once, and confirmed once to have left. Their streams are those of declarations, by MRN. */
export const exportDecider: Decider<ExportCommand, ExportState, ExportEvent> = {
  category: 'declaration',
  initial: none,
  evolve,
  decide: (command, state) => (command.type === 'DeclareExport' ? declare(command, state) : confirm(command, state)),
};
