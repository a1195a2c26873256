import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { CommandLine, documented, words } from '../cli.support';
import { exitCodes } from '../exit';

describe('import of messages of customs', () => {
  let cli: CommandLine;
  beforeEach(() => {
    cli = new CommandLine();
  });
  afterEach(() => {
    cli.remove();
  });
  const files = (...fences: readonly string[]): readonly string[] =>
    fences.map((fence) => cli.file(`${fence}.xml`, documented('customs-messages', fence)));
  const imported = async (...argv: readonly string[]) => {
    const { code, document } = await cli.json('import', '--kind', 'declarations', '--format', 'wco', '--authority', 'GB', ...argv);
    const path = document['verdictFile'];
    const verdicts =
      typeof path === 'string'
        ? readFileSync(path, 'utf8')
            .trim()
            .split('\n')
            .map((line) => JSON.parse(line) as Readonly<Record<string, string>>)
        : [];
    return {
      code,
      accepted: document['accepted'],
      rejected: document['rejected'],
      verdicts: verdicts.map(({ reference, verdict, code: why }) => [reference, why ?? verdict].join(' ')),
    };
  };
  const openAccount = () =>
    cli.run(...words('accounts open --authority GB --holder R-1 --kind deferment --currency GBP --cycle UK-DUTY --opened-on 2026-01-01'));

  it('lodges, amends and records the authority’s tax, once', async () => {
    await openAccount();
    const told = files('wco-tax', 'wco-cor', 'wco-acc', 'wco-dec');
    expect(await imported('--dry-run', ...told)).toMatchObject({ code: exitCodes.done, accepted: 4, rejected: {} });
    expect(await imported(...told)).toMatchObject({ code: exitCodes.done, accepted: 4, rejected: {} });
    const { document } = await cli.json('explain', '26GB000000000050R1');
    const [found] = document['found'] as readonly { readonly recomputed: unknown; readonly events: readonly { readonly type: string }[] }[];
    expect(found?.recomputed).toMatchObject({ equal: true });
    const types = ['DeclarationLodged', 'DeclarationAmended', 'DutyAssessed', 'AuthorityTaxRecorded'];
    expect(new Set(found?.events.map(({ type }) => type))).toEqual(
      new Set([...types, 'DeclarationItemsRecorded', 'AssessmentLinesRecorded']),
    );
    const again = [...told.slice(0, 3), cli.file('again.xml.gz', gzipSync(documented('customs-messages', 'wco-dec')))];
    expect(await imported(...again)).toMatchObject({
      code: exitCodes.done,
      verdicts: ['R1-2026-000050 replayed', 'R1-2026-000050 replayed', 'R1-2026-000050 replayed', 'R1-2026-000050 replayed'],
    });
  });

  it('takes responses of a declaration that came before, where it is told whose it is', async () => {
    await openAccount();
    await imported(...files('wco-dec', 'wco-acc'));
    expect(await imported(...files('wco-tax'))).toMatchObject({
      code: exitCodes.foundProblems,
      verdicts: ['R1-2026-000050 DECLARATION_UNKNOWN'],
    });
    expect(await imported('--declarant', 'R-1', ...files('wco-tax'))).toMatchObject({
      code: exitCodes.done,
      verdicts: ['R1-2026-000050 accepted'],
    });
  });

  it('refuses file by file', async () => {
    const broken = cli.file('broken.xml', '<MetaData>');
    const outcome = await imported(broken, ...files('wco-dec', 'wco-acc'));
    expect(outcome).toMatchObject({ code: exitCodes.foundProblems, rejected: { XML_MALFORMED: 1, ACCOUNT_UNKNOWN: 2 } });
    expect(await imported('--dry-run', ...files('wco-dec'))).toMatchObject({
      code: exitCodes.foundProblems,
      rejected: { WCO_DECLARATION_NOT_ACCEPTED: 1 },
    });
  });

  it('asks whose book it is, and only there', async () => {
    const refusal = async (...argv: readonly string[]) => (await cli.run('import', ...argv, ...files('wco-dec'))).stderr.split('\n')[0];
    expect(await refusal('--kind', 'declarations', '--format', 'wco')).toContain('OPTION_MISSING: --authority');
    expect(await refusal('--kind', 'orders', '--format', 'wco', '--authority', 'GB')).toContain('OPTION_CONFLICT: --format');
    expect(await refusal('--kind', 'declarations', '--format', 'ndjson', '--declarant', 'R-1')).toContain('OPTION_CONFLICT: --declarant');
  });
});
