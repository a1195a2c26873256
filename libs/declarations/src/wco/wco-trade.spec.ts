import { readFileSync } from 'node:fs';
import path from 'node:path';
import { sha256Hex } from '#event-catalogue';
import { compareAuthorityTax } from '../compare-authority-tax';
import { declarationDecider } from '../declarations.decider';
import { type DeclarationEvent } from '../declarations.events';
import { type ExportEvent } from '../export.events';
import { accepted, assessNow, ruleBook, stateOf, types, when } from '../declarations.examples';
import { declarationStream, exportStream } from '../declarations.streams';
import { exportDecider } from '../export.decider';
import { readWcoMessage } from './wco-message';
import { type WcoFile, type WcoSettings, type WcoStep } from './wco-steps';
import { wcoSteps } from './wco-trade';

const page = readFileSync(path.join(__dirname, '../../../../docs/formats/customs-messages.md'), 'utf8');
const example = (fence: string): string => new RegExp(`^\`\`\`${fence}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(page)?.[1] ?? '';
const [dec, acc, cor, tax] = ['wco-dec', 'wco-acc', 'wco-cor', 'wco-tax'].map(example) as [string, string, string, string];

const settings: WcoSettings = { rules: ruleBook, authority: 'GB', zone: 'Europe/London', actor: 'R-1' };
const fileOf = (text: string, file: number): WcoFile => {
  const read = readWcoMessage(Buffer.from(text), settings.zone);
  if (read.kind === 'refused') throw new Error(`${read.fault.code} ${read.fault.field}`);
  return { file, origin: { sha256: sha256Hex(text), line: 1 }, message: read.message };
};
const stepsOf = (texts: readonly string[], more: Partial<WcoSettings> = {}): readonly WcoStep[] => [
  ...wcoSteps(texts.map(fileOf), { ...settings, ...more }),
];
const shown = (step: WcoStep): string =>
  `${step.kind === 'import' || step.kind === 'export' ? step.dispatch.command.type : step.kind === 'rejected' ? `${step.fault.code} ${step.fault.field}` : 'noted'} ${step.files.join(',')}`;
const faultIn = (text: string): readonly string[] => {
  const read = readWcoMessage(Buffer.from(text), settings.zone);
  return read.kind === 'refused' ? [read.fault.code, read.fault.field] : ['read'];
};
/** What the streams hold after the steps. */
const told = (steps: readonly WcoStep[]): readonly DeclarationEvent[] =>
  steps.reduce<readonly DeclarationEvent[]>((events, step) => {
    if (step.kind !== 'import') return events;
    const decision = when(events, step.dispatch.command);
    if ('rejected' in decision) throw new Error(`${decision.rejected.code} ${decision.rejected.message}`);
    return [...events, ...decision.accepted];
  }, []);

describe('messages of customs', () => {
  const files = [dec, acc, cor, tax];
  it('become a declaration, its amendment and the authority’s tax, in whatever order they come', () => {
    expect(stepsOf(files).map(shown)).toEqual(['LodgeDeclaration 0,1', 'AmendDeclaration 2', 'RecordAuthorityTax 3']);
    expect(stepsOf([...files].reverse()).map(shown)).toEqual(['LodgeDeclaration 3,2', 'AmendDeclaration 1', 'RecordAuthorityTax 0']);
    const commands = (order: readonly string[]): unknown =>
      stepsOf(order).flatMap((step) => (step.kind === 'import' ? [step.dispatch.context.commandId] : []));
    expect(commands([...files].reverse())).toEqual(commands(files));
  });
  it('are the canonical declaration', () => {
    const [lodge] = stepsOf(files);
    if (lodge?.kind !== 'import' || lodge.dispatch.command.type !== 'LodgeDeclaration') throw new Error('nothing is lodged');
    expect(lodge.dispatch.stream).toBe(declarationStream('GB', 'R-1', 'R1-2026-000050'));
    const { header, items } = lodge.dispatch.command;
    expect(header).toMatchObject({
      mrn: '26GB000000000050R1',
      dataset: 'H1',
      representativeStatus: '3',
      debtor: 'R-1',
      accountHolder: 'R-1',
      importer: 'V-IE-1',
      dispatchCountry: 'CN',
      currency: 'GBP',
      freight: '20',
      consignmentNumber: 'CC000000050GB',
      acceptedAt: '2026-03-11T08:00:00.000Z',
      acceptedOn: '2026-03-11',
      buyerType: 'business',
    });
    expect(items).toEqual([
      {
        seq: 1,
        hsCode: '3924100000',
        description: 'lunch boxes',
        origin: 'CN',
        goodsValue: '300',
        quantity: 200,
        grossMass: '25',
        additionalProcedures: [],
        covers: [],
      },
      {
        seq: 2,
        hsCode: '42029900',
        description: 'cases',
        origin: 'CN',
        goodsValue: '100',
        quantity: 20,
        additionalProcedures: [],
        covers: [],
      },
    ]);
  });
  it('are amended by what an amendment tells, and removed by what it points at', () => {
    const steps = stepsOf(files);
    const events = told(steps.slice(0, 2));
    expect(types(events)).toEqual(['DeclarationLodged', 'DeclarationItemsRecorded', 'DeclarationAmended', 'DeclarationItemsRecorded']);
    const { header, items } = stateOf(events);
    expect(header).toMatchObject({ version: 2, mrn: '26GB000000000050R1' });
    expect(events[2]).toMatchObject({ data: { amendedAt: '2026-03-13T11:11:55.000Z', reason: '30', requestedBy: 'R-1' } });
    expect(items.map(({ seq, goodsValue, description }) => [seq, goodsValue, description])).toEqual([[1, '280', 'lunch boxes']]);
  });
  it('keep an item’s own additions and deductions when its price is amended', () => {
    const charge = (code: string, amount: string): string =>
      `<ChargeDeduction><ChargesTypeCode>${code}</ChargesTypeCode><OtherChargeDeductionAmount currencyID="GBP">${amount}</OtherChargeDeductionAmount></ChargeDeduction>`;
    const charged = dec.replace(
      '</Commodity>',
      `</Commodity><CustomsValuation>${charge('AK', '12.50')}${charge('BA', '2')}</CustomsValuation>`,
    );
    const values = stepsOf([charged, acc, cor, tax])
      .flatMap((step) => (step.kind === 'import' && 'items' in step.dispatch.command ? [step.dispatch.command.items] : []))
      .map(([first]) => first && 'goodsValue' in first && first.goodsValue);
    expect(values).toEqual(['310.5', '290.5']);
  });
  it('put the authority’s tax beside ours', () => {
    const events = told(stepsOf(files));
    const last = events.at(-1);
    if (last?.type !== 'AuthorityTaxRecorded') throw new Error('no tax is recorded');
    expect(last.data).toMatchObject({
      authority: 'GB',
      mrn: '26GB000000000050R1',
      version: 2,
      payable: '81.6',
      lines: [{ seq: 1, taxType: 'A00', base: '300.00', rate: '6.00', assessed: '18.00', payable: '18.00' }, { taxType: 'B00' }],
    });
    const state = stateOf([...events, ...accepted(when(events, assessNow))]);
    if (state.assessment?.kind !== 'assessed') throw new Error('no assessment');
    const { differences } = compareAuthorityTax({ currency: 'GBP', acceptedOn: '2026-03-11', lines: state.assessment.lines }, last.data);
    expect(differences).toEqual([]);
  });
  it('of a declaration that nobody accepts lead to nothing', () => {
    const rejected = acc
      .replace('>01<', '>03<')
      .replace('<Declaration>', '<Error><ValidationCode>CDS12005</ValidationCode></Error><Declaration>');
    expect(stepsOf([dec]).map(shown)).toEqual(['WCO_DECLARATION_NOT_ACCEPTED Declaration.ID 0']);
    expect(stepsOf([dec, rejected]).map(shown)).toEqual(['WCO_DECLARATION_REJECTED Response.Error.ValidationCode 0', 'noted 1']);
    expect(stepsOf([dec, acc, cor]).map(shown)).toEqual(['LodgeDeclaration 0,1', 'WCO_AMENDMENT_NOT_ACCEPTED Declaration.ID 2']);
  });
  it('of a declaration that is not among them need its declarant', () => {
    expect(stepsOf([tax, cor]).map(shown)).toEqual([
      'DECLARATION_UNKNOWN Declaration.ID 1',
      'DECLARATION_UNKNOWN Response.Declaration.FunctionalReferenceID 0',
    ]);
    const [step] = stepsOf([tax], { declarant: 'R-1' });
    expect(step?.kind === 'import' && step.dispatch.stream).toBe(declarationStream('GB', 'R-1', 'R1-2026-000050'));
  });
  it('hold goods, invalidate, or only tell how far things are', () => {
    const response = (code: string, inside = ''): string =>
      acc.replace('>01<', `>${code}<`).replace('c7c010', `c7c0${code}`).replace('</Declaration>', `${inside}</Declaration>`);
    const short = response('14', '<DutyTaxFee><Payment><PaymentAmount currencyID="GBP">226.40</PaymentAmount></Payment></DutyTaxFee>');
    const held = told(stepsOf([dec, acc, short]));
    expect(held.at(-1)).toMatchObject({
      type: 'ReleaseHeld',
      data: { reason: 'INSUFFICIENT_BALANCE', missing: '226.40', currency: 'GBP', heldOn: '2026-03-11' },
    });
    const ended = told(stepsOf([dec, acc, response('10')]));
    expect(ended.at(-1)).toMatchObject({
      type: 'DeclarationInvalidated',
      data: {
        ground: 'authority_decision',
        requestedBy: 'R-1',
        approvedBy: 'GB',
        invalidatedOn: '2026-03-11',
        evidence: [{ kind: 'CustomsNotification', document: sha256Hex(response('10')) }],
      },
    });
    expect(
      stepsOf([dec, acc, ...['02', '05', '06', '07', '08', '09', '11', '15', '17', '18'].map((code) => response(code))]).map(shown),
    ).toEqual(['LodgeDeclaration 0,1', ...Array.from({ length: 10 }, (_, i) => `noted ${String(i + 2)}`)]);
  });
  it('of an export become its declaration and its exit', () => {
    const leaving = dec
      .replace('>IMA<', '>EXA<')
      .replace('<Destination><CountryCode>GB', '<Destination><CountryCode>CN')
      .replace(
        '</SequenceNumeric>',
        '</SequenceNumeric><PreviousDocument><ID>26GB000000000042R1</ID><TypeCode>MRN</TypeCode><LineNumeric>2</LineNumeric></PreviousDocument>',
      );
    const left = acc.replace('>01<', '>16<').replace('c7c010', 'c7c016');
    const steps = stepsOf([leaving, acc, left]);
    expect(steps.map(shown)).toEqual(['DeclareExport 0,1', 'ConfirmExit 2']);
    const events = steps.reduce<readonly ExportEvent[]>((before, step) => {
      if (step.kind !== 'export') return before;
      expect(step.dispatch.stream).toBe(exportStream('GB', '26GB000000000050R1'));
      const decision = exportDecider.decide(step.dispatch.command, before.reduce(exportDecider.evolve, exportDecider.initial));
      return 'accepted' in decision ? [...before, ...decision.accepted] : before;
    }, []);
    expect(events).toMatchObject([
      {
        data: {
          destination: 'CN',
          items: [
            { seq: 1, hsCode: '39241000', quantity: 200, original: { mrn: '26GB000000000042R1', seq: 2, quantity: 200 } },
            { seq: 2 },
          ],
        },
      },
      { data: { exitedOn: '2026-03-11' } },
    ]);
  });
  it('that cannot be a declaration here are refused with what is about them, by the field', () => {
    const without = (text: string): string => dec.replace(text, '');
    const faults = [
      without('<Declarant><ID>R-1</ID></Declarant>'),
      without('<Description>cases</Description>'),
      dec.replace('<ID>42029900</ID>', '<ID>4202990</ID>'),
      dec.replace('currencyID="GBP">100<', 'currencyID="EUR">100<'),
      dec.replace('>100</ItemChargeAmount>', '>-100</ItemChargeAmount>'),
      without('<TypeCode>IMA</TypeCode>'),
      dec.replace('>IMA<', '>ZZZ<'),
    ].map((text) => {
      const [code] = faultIn(text);
      if (code !== 'read') return faultIn(text);
      const [step] = stepsOf([text, acc]);
      return step?.kind === 'rejected' ? [step.fault.code, step.fault.field, step.files.length] : ['lodged'];
    });
    const item = 'Declaration.GoodsShipment.GovernmentAgencyGoodsItem[2]';
    expect(faults).toEqual([
      ['FIELD_MISSING', 'Declaration.Declarant.ID', 2],
      ['FIELD_MISSING', `${item}.Commodity.Description`, 2],
      ['FIELD_MALFORMED', `${item}.Commodity.Classification.ID`],
      ['CURRENCY_MIXED', 'Declaration.GoodsShipment.GovernmentAgencyGoodsItem', 2],
      ['FIELD_MALFORMED', `${item}.Commodity.InvoiceLine.ItemChargeAmount`],
      ['FIELD_MISSING', 'Declaration.TypeCode'],
      ['WCO_TYPE_UNKNOWN', 'Declaration.TypeCode'],
    ]);
  });
});

describe('hostile messages', () => {
  const nested = (depth: number): string => `<MetaData>${'<a>'.repeat(depth)}${'</a>'.repeat(depth)}</MetaData>`;
  it.each<[string, string, readonly string[]]>([
    ['no XML', 'hello', ['XML_MALFORMED', 'file']],
    ['nothing', '', ['XML_MALFORMED', 'file']],
    ['a part of a message', dec.slice(0, 900), ['XML_MALFORMED', 'file']],
    ['an entity bomb', '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><MetaData>&b;</MetaData>', ['XML_DOCTYPE', 'file']],
    ['an entity that nobody declared', '<MetaData>&b;</MetaData>', ['XML_MALFORMED', 'file']],
    ['elements without an end of depth', nested(60), ['XML_TOO_LARGE', 'file']],
    ['a text without end', `<MetaData><a>${'x'.repeat(5000)}</a></MetaData>`, ['XML_TOO_LARGE', 'file']],
    ['another encoding', '<?xml version="1.0" encoding="EBCDIC"?><MetaData/>', ['ENCODING_UNSUPPORTED', 'file']],
    ['another message', '<inventoryLinkingMovementRequest/>', ['WCO_MESSAGE_UNKNOWN', 'inventoryLinkingMovementRequest']],
    ['an envelope of nothing', '<MetaData><WCOTypeName>DEC</WCOTypeName></MetaData>', ['WCO_MESSAGE_UNKNOWN', 'MetaData']],
    ['a response of an unknown kind', acc.replace('>01<', '>99<'), ['WCO_RESPONSE_UNKNOWN', 'Response.FunctionCode']],
    [
      'a response about nothing',
      '<MetaData><Response><FunctionCode>01</FunctionCode></Response></MetaData>',
      ['FIELD_MISSING', 'Response.Declaration.ID'],
    ],
    [
      'a moment that does not exist',
      acc.replace('20260311080000Z', '20260231080000Z'),
      ['FIELD_MALFORMED', 'Response.Declaration.AcceptanceDateTime.DateTimeString'],
    ],
    [
      'tax without lines',
      tax.replace(/<DutyTaxFee>[\s\S]*<\/DutyTaxFee>/, ''),
      ['TAX_LINES_MISSING', 'Response.Declaration.GoodsShipment.GovernmentAgencyGoodsItem.Commodity.DutyTaxFee'],
    ],
    [
      'tax of two currencies',
      tax.replace('<PaymentAmount currencyID="GBP">63.60', '<PaymentAmount currencyID="EUR">63.60'),
      ['CURRENCY_MIXED', 'Response.Declaration.GoodsShipment'],
    ],
    [
      'tax without an amount',
      tax.replace('<TaxAssessedAmount currencyID="GBP">63.60</TaxAssessedAmount>', ''),
      ['FIELD_MISSING', 'Response.Declaration.GoodsShipment.GovernmentAgencyGoodsItem.Commodity.DutyTaxFee[2].Payment.TaxAssessedAmount'],
    ],
  ])('%s is one fault', (_, text, fault) => {
    expect(faultIn(text)).toEqual(fault);
  });
  it('bytes that are not UTF-8 are one fault', () => {
    expect(readWcoMessage(Buffer.from([0x3c, 0xff, 0xfe, 0x3e]), settings.zone)).toMatchObject({
      kind: 'refused',
      fault: { code: 'ENCODING_MALFORMED' },
    });
  });
  it('a decider refuses what is about another declaration', () => {
    const step = stepsOf([dec, acc, cor, tax]).at(-1);
    const events = told(stepsOf([dec, acc]));
    if (step?.kind !== 'import' || step.dispatch.command.type !== 'RecordAuthorityTax') throw new Error('no tax');
    const { command } = step.dispatch;
    expect(declarationDecider.decide({ ...command, mrn: 'OTHER' }, stateOf(events))).toMatchObject({
      rejected: { code: 'MRN_DIFFERS', field: 'mrn' },
    });
    const again = [...events, ...accepted(when(events, command))];
    expect(when(again, command)).toEqual({ accepted: [] });
    expect(when(again, { ...command, lines: command.lines.slice(1) })).toMatchObject({
      rejected: { code: 'TAX_MESSAGE_ALREADY_RECORDED' },
    });
  });
});
