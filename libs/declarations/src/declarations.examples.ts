import { type Decision } from '#event-store';
import { shippedRuleBook } from '#rules';
import { lodgeH1 } from '../../../test/support/declarations/examples';
import { type AmendDeclaration } from './amend-declaration';
import { type DeclarationCommand, declarationDecider } from './declarations.decider';
import { type DeclarationEvent, type DeclaredItem } from './declarations.events';
import { type DutyAssessedData } from './assessment.events';
import { type LodgedDeclaration } from './declarations.state';
import { type LodgeDeclaration } from './lodge-declaration';

/** For specs: what a declaration's stream answers, told as given, when, then. */
export const ruleBook = shippedRuleBook();
export const assessNow: DeclarationCommand = { type: 'Assess', ruleBook };

export const when = (given: readonly DeclarationEvent[], command: DeclarationCommand): Decision<DeclarationEvent> =>
  declarationDecider.decide(command, given.reduce(declarationDecider.evolve, declarationDecider.initial));
export const accepted = (decision: Decision<DeclarationEvent>): readonly DeclarationEvent[] => {
  if ('rejected' in decision) throw new Error(`${decision.rejected.code} ${decision.rejected.field ?? ''}: ${decision.rejected.message}`);
  return decision.accepted;
};
export const refusal = (decision: Decision<DeclarationEvent>): readonly (string | undefined)[] =>
  'rejected' in decision ? [decision.rejected.code, decision.rejected.field] : ['accepted'];
/** A story: each command is decided on what the ones before it left. */
export const after = (...commands: readonly DeclarationCommand[]): readonly DeclarationEvent[] =>
  commands.reduce<readonly DeclarationEvent[]>((events, command) => [...events, ...accepted(when(events, command))], []);
export const types = (events: readonly DeclarationEvent[]): readonly string[] => events.map((event) => event.type);
export const stateOf = (events: readonly DeclarationEvent[]): LodgedDeclaration => {
  const state = events.reduce(declarationDecider.evolve, declarationDecider.initial);
  if (state.kind === 'none') throw new Error('nothing is lodged');
  return state;
};
/** The amounts that were determined last. */
export const dutyOf = (events: readonly DeclarationEvent[]): DutyAssessedData => {
  const last = events.findLast((event) => event.type === 'DutyAssessed');
  if (last?.type !== 'DutyAssessed') throw new Error('nothing is assessed');
  return last.data;
};

type StatedTax = NonNullable<DeclaredItem['statedTaxes']>[number];
export const rate = (taxType: string, percent: string, more: Partial<StatedTax> = {}): StatedTax => ({ taxType, rate: percent, ...more });
export const specific = (taxType: string, amount: string, more: Partial<StatedTax> = {}): StatedTax => ({ taxType, amount, ...more });
export const item = (seq: number, goodsValue: string, ...statedTaxes: readonly StatedTax[]): DeclaredItem => ({
  seq,
  hsCode: '42029900',
  origin: 'CN',
  description: 'cases',
  goodsValue,
  quantity: 1,
  additionalProcedures: [],
  ...(statedTaxes.length === 0 ? {} : { statedTaxes }),
  covers: [],
});

const { discount: _, freight: __, ...header } = lodgeH1.header;
/** A British import between businesses, accepted in March 2026, without freight. */
export const britishImport = (...items: readonly DeclaredItem[]): LodgeDeclaration => ({
  ...lodgeH1,
  header: { ...header, freight: '0', discount: '0', buyerType: 'business', transactionType: 'B2B' },
  items,
  controls: {},
});
export const amendedTo = (
  of: LodgeDeclaration,
  items: readonly DeclaredItem[],
  more: Partial<AmendDeclaration> = {},
): AmendDeclaration => ({
  type: 'AmendDeclaration',
  header: of.header,
  items,
  zone: of.zone,
  amendedAt: '2026-03-12T10:00:00.000Z',
  reason: 'value',
  requestedBy: 'R-1',
  ...more,
});
export const charged = { account: 'A'.repeat(26), charge: 'C'.repeat(26), period: '2026-03' } as const;
