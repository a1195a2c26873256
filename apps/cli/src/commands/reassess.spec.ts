import { CommandLine, words } from '../cli.support';
import { exitCodes } from '../exit';
import { importsOf, succeed } from '../ledger.support';

interface Line {
  readonly taxType: string;
  readonly rule?: string;
}

describe('an annulled measure', () => {
  const cli = new CommandLine();
  let measure = '';
  beforeAll(async () => {
    cli.now = '2025-03-02T08:00:00.000Z';
    await succeed(
      cli,
      ...words('rules import --kind tariff --from 2025-01-01 --published 2025-01-01'),
      cli.file('tariff.csv', 'commodity,cet_duty_rate,ukgt_duty_rate\n39241000,20.0%,20.0%\n'),
    );
    await importsOf(cli, 'L-1', 'L-2');
    const { found } = (await succeed(cli, 'explain', '26GB-L-1')) as {
      readonly found: readonly {
        readonly events: readonly { readonly type: string; readonly data: { readonly lines?: readonly Line[] } }[];
      }[];
    };
    measure =
      found[0]?.events
        .flatMap(({ type, data }) => (type === 'AssessmentLinesRecorded' ? (data.lines ?? []) : []))
        .find(({ taxType }) => taxType === 'A00')?.rule ?? '';
    expect(measure).toContain('2025-01-01');
  });
  afterAll(() => {
    cli.remove();
  });
  const asked = (): readonly string[] => ['reassess', '--measure', measure, '--requested-by', 'OFFICER-1'];

  it('is known by its id, and annulled once', async () => {
    const annul = (id: string): readonly string[] => ['rules', 'annul', id, '--from', '2025-01-01', '--reason', 'annulled by a court'];
    expect((await cli.json(...annul('GB:A00:1:2:3'))).document['error']).toMatchObject({ code: 'MEASURE_UNKNOWN', field: 'measure' });
    expect((await cli.json(...annul('nonsense'))).document['error']).toMatchObject({ code: 'MEASURE_UNKNOWN', field: 'measure' });
    expect((await cli.json(...asked(), '--dry-run')).document).toMatchObject({ assessedBy: 2, reassessed: 0, unchanged: 2 });
    expect((await succeed(cli, ...annul(measure)))['known']).toBe(false);
    expect((await succeed(cli, ...annul(measure)))['known']).toBe(true);
  });

  it('is taken out of every assessment that used it, once, and the refund is told', async () => {
    const before = (await cli.json('verify')).document['content'];
    const dry = await succeed(cli, ...asked(), '--dry-run');
    expect(dry).toMatchObject({
      assessedBy: 2,
      reassessed: 2,
      unchanged: 0,
      notReassessed: { count: 2, refused: [] },
      changes: [{ authority: 'GB', currency: 'GBP', additional: '0.00' }],
    });
    expect((await cli.json('verify')).document['content']).toBe(before);
    const ran = await succeed(cli, ...asked());
    expect(ran).toMatchObject({ assessedBy: 2, reassessed: 2, notReassessed: { count: 0 }, changes: dry['changes'] });
    expect(await succeed(cli, ...asked())).toMatchObject({ assessedBy: 0, reassessed: 0, changes: [] });
    expect(await cli.json('verify')).toMatchObject({
      code: exitCodes.done,
      document: { byType: { DeclarationAmended: 2, ChargeAdjusted: 2 } },
    });
  });

  it('leaves assessments that explain themselves by the law of their own version', async () => {
    expect((await succeed(cli, 'explain', '26GB-L-1'))['found']).toMatchObject([
      { kind: 'declaration', recomputed: { of: 'assessment', equal: true } },
    ]);
  });
});
