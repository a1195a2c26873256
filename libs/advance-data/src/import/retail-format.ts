import type { RuleBook } from '#rules';
import type { MessageContext } from '../commands/canonical-fields';
import { RetailTelling, type RetailSettings } from '../online-retail/retail-commands';
import { readRetailFiles, type RetailTrade } from '../online-retail/retail-reader';
import { importCommand, type ImportFormat, type ImportLine, type ImportStep } from './import-format';
import type { KeptSource } from './source-store';

/** What a run of Online Retail files was: its lines, and the way they are told as commands (for the effects of credits). */
export interface RetailRun {
  readonly trade: RetailTrade;
  readonly telling: RetailTelling;
}

/** The Online Retail layout by the rules of the demo: an invoice is grouped over the whole run before its command is sent. */
export class OnlineRetailFormat implements ImportFormat {
  readonly kind = 'orders';
  readonly name = 'online-retail';
  readonly settings: ImportFormat['settings'];
  #run: RetailRun | undefined;

  constructor(
    private readonly retail: RetailSettings,
    private readonly rules: RuleBook,
  ) {
    const { seller, currency, dispatchCountry, rebase, schemeNumbers } = retail;
    this.settings = Object.entries({
      seller,
      currency,
      dispatchCountry,
      rebase,
      euIoss: schemeNumbers['EU-IOSS'],
      ukSupply: schemeNumbers['UK-SUPPLY'],
    })
      .filter((entry): entry is [string, string] => entry[1] !== undefined)
      .map(([name, value]) => ({ name, value }));
  }

  /** Known when `steps` has begun to give steps. */
  get run(): RetailRun | undefined {
    return this.#run;
  }

  async *steps(
    sources: readonly KeptSource[],
    context: MessageContext,
    progress: (linesRead: number) => void,
  ): AsyncGenerator<Iterable<ImportStep>> {
    const trade = await readRetailFiles(
      sources.map((s) => s.path),
      progress,
    );
    const telling = new RetailTelling(
      trade,
      this.retail,
      this.rules,
      context,
      sources.map((s) => s.sha256),
    );
    this.#run = { trade, telling };
    yield trade.rejections.map(({ file, line, fault }) => ({ kind: 'rejected', lines: [{ file, line }], fault }));
    yield documentsOf(telling);
  }
}

function* documentsOf(telling: RetailTelling): Generator<ImportStep> {
  for (const { invoice, dispatch } of telling.documents()) {
    const lines: readonly ImportLine[] = invoice.lines;
    yield { kind: 'command', reference: invoice.number, lines, command: importCommand(dispatch) };
  }
}
