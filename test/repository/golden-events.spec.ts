import { canonicalJson, seal, sha256Hex, zeroHash, type EventCatalogue } from '#event-catalogue';
import { allEventTypes, ledgerCatalogue } from '#runtime';
import { completeGoldens, digestOfGolden, goldenFileOf, goldenFiles, readGolden, readIndex } from '../support/golden-events';

// A new event or version: write test/golden/events/<Name>.v<n>.json with type, version and data, then run this spec once with GOLDEN=add.
if (process.env['GOLDEN'] === 'add') completeGoldens(allEventTypes);

const metadata = {
  v: '1',
  commandId: '0f4e3d2c-1b0a-5987-8654-3210fedcba98',
  index: '0',
  actor: 'golden',
  book: '-',
  recordedAt: '2026-07-01T00:00:00.000Z',
  effectiveAt: '2026-07-01T00:00:00.000Z',
  prev: zeroHash,
} as const;
const place = { stream: 'order-00000000000000000000000000', revision: 0n };

/** Reads a golden instance as verification reads a stored event. */
const decode = (catalogue: EventCatalogue, { type, version, canonical }: ReturnType<typeof readGolden>) => {
  const sealed = seal(place, { type, data: canonical }, { ...metadata, schemaVersion: String(version) });
  return catalogue.decodeStrictly({ ...place, ...sealed });
};

describe('the golden events', () => {
  it('are the files of the index, byte for byte: files are added, never changed or removed', () => {
    expect(Object.fromEntries(goldenFiles().map((file) => [file, digestOfGolden(file)]))).toEqual(Object.fromEntries(readIndex()));
  });

  it('hold every version of every event of the catalogue', () => {
    const versions = allEventTypes.flatMap(({ name, version }) =>
      Array.from({ length: version }, (_, i) => goldenFileOf({ name, version: i + 1 })),
    );
    expect(goldenFiles()).toEqual([...versions].sort());
  });

  it.each(goldenFiles().map((file) => [file] as const))('%s is read strictly and written again as the same bytes', (file) => {
    const golden = readGolden(file);
    expect(canonicalJson(golden.data)).toBe(golden.canonical);
    expect(sha256Hex(golden.canonical)).toBe(golden.sha256);
    const decoded = decode(ledgerCatalogue, golden);
    const current = ledgerCatalogue.encode(decoded);
    if (current.type.version === golden.version) expect(current.data).toBe(golden.canonical);
  });
});
