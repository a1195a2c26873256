import { canonicalJson, type DomainEvent, seal, sha256Hex, sha256OfSet, zeroHash } from '#event-catalogue';
import { MemoryEventStore } from '#event-store';
import { ledgerCatalogue } from '#runtime';
import { readGolden } from '../golden-events';

/** Fields that replace those of the n-th event of a name, from 0: `{ 'PeriodClosed 1': { closing: '0.00' } }`. */
export type Changes = Readonly<Record<string, object>>;
/** What one command wrote. */
export type Written = readonly [stream: string, ...events: readonly DomainEvent[]];

const at = '2026-09-30T10:00:00.000Z';

/** An event as its golden file has it, but for what is said here. */
export const golden = (type: string, data: object = {}): DomainEvent => ({
  type,
  data: { ...(readGolden(`${type}.v1.json`).data as object), ...data },
});

/** The appends with the changes made; a statement's digest is that of the charges as they are then. */
const changed = (appends: readonly Written[], changes: Changes): readonly Written[] => {
  const counts = new Map<string, number>();
  let charges: string[] = [];
  const unused = new Set(Object.keys(changes));
  const result = appends.map(([stream, ...events]): Written => [
    stream,
    ...events.map(({ type, data }) => {
      const n = counts.get(type) ?? 0;
      counts.set(type, n + 1);
      unused.delete(`${type} ${String(n)}`);
      const digest = type === 'PeriodClosed' ? { chargeDigest: sha256OfSet(charges) } : {};
      const after = { ...(data as object), ...digest, ...changes[`${type} ${String(n)}`] };
      if (type === 'ChargePosted') charges.push(sha256Hex(canonicalJson(after)));
      if (type === 'PeriodClosed') charges = [];
      return { type, data: after };
    }),
  ]);
  if (unused.size > 0) throw new RangeError(`no such event: ${[...unused].join(', ')}`);
  return result;
};

/** A log of these appends, sealed as any log is: only what the events say may be wrong with it. */
export const writtenLog = async (appends: readonly Written[], changes: Changes = {}): Promise<MemoryEventStore> => {
  const store = new MemoryEventStore();
  const heads = new Map<string, { revision: bigint; hash: string }>();
  for (const [stream, ...events] of changed(appends, changes)) {
    const expected = heads.get(stream)?.revision ?? 'no_stream';
    const sealed = events.map((event, i) => {
      const { type, data } = ledgerCatalogue.encode(event);
      const { revision, hash } = heads.get(stream) ?? { revision: -1n, hash: zeroHash };
      const one = seal(
        { stream, revision: revision + 1n },
        { type: type.name, data },
        {
          v: '1',
          schemaVersion: '1',
          commandId: 'b2c9e1f4-5d0a-5c57-9f61-7a1de3a4c801',
          index: String(i),
          actor: 'test',
          book: 'EU-FR',
          recordedAt: at,
          effectiveAt: at,
          prev: hash,
        },
      );
      heads.set(stream, { revision: revision + 1n, hash: one.hash });
      return one;
    });
    const [outcome] = await store.append([{ stream, events: sealed, expected }]);
    if (outcome?.kind !== 'appended') throw new Error(JSON.stringify(outcome));
  }
  return store;
};
