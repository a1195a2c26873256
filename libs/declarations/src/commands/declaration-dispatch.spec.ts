import { lodgeH7 } from '../../../../test/support/declarations/examples';
import { declarationStream } from '../declarations.streams';
import { type LodgeDeclaration } from '../lodge-declaration';
import { declarationDispatch } from './declaration-dispatch';

const dispatch = (header: Partial<LodgeDeclaration['header']> = {}) => declarationDispatch({ ...lodgeH7, header: { ...lodgeH7.header, ...header } }, { actor: 'CARRIER-1' });

describe('declarationDispatch', () => {
  it('leads to the stream of the declarant’s reference in the authority’s book, effective at acceptance', () => {
    expect(dispatch()).toMatchObject({ stream: declarationStream('EU-FR', 'CARRIER-1', 'CC123456785IE'), context: { book: 'EU-FR', actor: 'CARRIER-1', effectiveAt: '2026-07-02T09:30:00.000Z' } });
  });
  it('is the same command for the same content, wherever it was read, and another one for other content', () => {
    const { commandId } = dispatch().context;
    expect(dispatch({ source: { line: 9, sha256: 'b'.repeat(64) } }).context.commandId).toBe(commandId);
    const others = [dispatch({ freight: '5.01' }), dispatch({ schemeNumber: 'IM3720000015' }), dispatch({ acceptedAt: '2026-07-02T09:30:00.001Z' })].map((d) => d.context.commandId);
    expect(new Set([commandId, ...others]).size).toBe(4);
  });
});
