import { lodgeH7 } from '../../../../test/support/declarations/examples';
import { declarationStream } from '../declarations.streams';
import { type LodgeDeclaration } from '../lodge-declaration';
import { amendmentDispatch, declarationDispatch } from './declaration-dispatch';

const dispatch = (header: Partial<LodgeDeclaration['header']> = {}) =>
  declarationDispatch({ ...lodgeH7, header: { ...lodgeH7.header, ...header } }, { actor: 'CARRIER-1' });

describe('declarationDispatch', () => {
  it('leads to the stream of the declarant’s reference in the authority’s book, effective at acceptance', () => {
    expect(dispatch()).toMatchObject({
      stream: declarationStream('EU-FR', 'CARRIER-1', 'CC123456785IE'),
      context: { book: 'EU-FR', actor: 'CARRIER-1', effectiveAt: '2026-07-02T09:30:00.000Z' },
    });
  });
  it('is the same command for the same content, wherever it was read, and another one for other content', () => {
    const { commandId } = dispatch().context;
    expect(dispatch({ source: { line: 9, sha256: 'b'.repeat(64) } }).context.commandId).toBe(commandId);
    const others = [
      dispatch({ freight: '5.01' }),
      dispatch({ schemeNumber: 'IM3720000015' }),
      dispatch({ acceptedAt: '2026-07-02T09:30:00.001Z' }),
    ].map((d) => d.context.commandId);
    expect(new Set([commandId, ...others]).size).toBe(4);
  });
  it('knows a provisional declaration from a full one', () => {
    expect(dispatch({ provisional: true }).context.commandId).not.toBe(dispatch().context.commandId);
  });
  it('leads a later version to the same stream, effective when it was accepted', () => {
    const { type: _, ...declared } = lodgeH7;
    const amendment = {
      ...declared,
      type: 'AmendDeclaration',
      amendedAt: '2026-07-05T08:00:00.000Z',
      reason: 'value',
      requestedBy: 'CARRIER-1',
    } as const;
    const { stream, context } = amendmentDispatch(amendment, { actor: 'CARRIER-1' });
    expect([stream, context.effectiveAt]).toEqual([dispatch().stream, amendment.amendedAt]);
    expect(context.commandId).not.toBe(dispatch().context.commandId);
    expect(amendmentDispatch({ ...amendment, reason: 'origin' }, { actor: 'CARRIER-1' }).context.commandId).not.toBe(context.commandId);
  });
});
