import { awaitCalls, callsAreOver, NativeCalls, newCallCount, shutCalls } from './native-calls';

// That a thread stops at the next call, and that its process lives, is asked of real threads by the longer test `end-threads`.
describe('native calls', () => {
  it('are over when the last has ended and none may begin', () => {
    const count = newCallCount();
    const calls = new NativeCalls([count]);
    expect(callsAreOver(count)).toBe(false);
    calls.begin();
    calls.begin();
    shutCalls(count);
    calls.end();
    expect(callsAreOver(count)).toBe(false);
    calls.end();
    expect(callsAreOver(count)).toBe(true);
  });

  it('count for the thread and for those above it', () => {
    const [own, above] = [newCallCount(), newCallCount()];
    const calls = new NativeCalls([own, above]);
    calls.begin();
    shutCalls(above);
    expect(callsAreOver(above)).toBe(false);
    calls.end();
    expect([callsAreOver(above), callsAreOver(own)]).toEqual([true, false]);
  });

  it('are waited for no longer than is said', () => {
    const count = newCallCount();
    new NativeCalls([count]).begin();
    shutCalls(count);
    awaitCalls(count, 3);
    expect(callsAreOver(count)).toBe(false);
  });
});
