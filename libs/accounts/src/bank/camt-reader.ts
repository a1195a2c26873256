import { SaxesParser, type SaxesTagNS } from 'saxes';
import { BankFault, excerpt, type BankDetail, type BankItem, type BankMessageKind, type OpenBankFile } from './bank-file';
import { detailOf, entryOf, statementOf } from './camt-elements';
import { xmlText } from './decoded-text';
import { XmlNode } from './xml-nodes';

/** Bounds of what is held in memory, whatever the file says. */
const limits = { depth: 40, text: 20_000, nodes: 5_000, children: 1_000, details: 10_000, construct: 64 * 1024, slice: 16 * 1024 };

const namespace = /^urn:iso:std:iso:20022:tech:xsd:camt\.(05[234])\.001\.(\d{2})$/;
/** From 02 on the elements that are read kept their names; 13 is the newest release that was looked at. */
const versions = { first: 2, last: 13 };
type CamtKind = Exclude<BankMessageKind, 'MT940'>;
const containers: Readonly<Record<CamtKind, readonly [message: string, statement: string]>> = {
  'camt.052': ['BkToCstmrAcctRpt', 'Rpt'],
  'camt.053': ['BkToCstmrStmt', 'Stmt'],
  'camt.054': ['BkToCstmrDbtCdtNtfctn', 'Ntfctn'],
};
/** Who paid and through whom is personal and not needed: it is not even held. */
const unread = new Set(['RltdPties', 'RltdAgts', 'Ownr', 'Svcr', 'SplmtryData', 'MsgRcpt']);

/**
 * Reads camt.052, camt.053 and camt.054 as a stream: entries as they end, a statement after its entries. Nothing is expanded: a DOCTYPE is
 * refused, so there are no entities. @throws BankFault XML_MALFORMED, XML_DOCTYPE, XML_TOO_LARGE, BANK_MESSAGE_UNKNOWN,
 * BANK_VERSION_UNKNOWN, CAMT_MALFORMED, STATEMENT_MISSING, ENCODING_UNSUPPORTED, ENCODING_MALFORMED
 */
export async function* readCamt(open: OpenBankFile): AsyncGenerator<BankItem> {
  const document = new CamtDocument();
  for await (const text of xmlText(open))
    for (let start = 0; start < text.length; start += limits.slice) {
      document.write(text.slice(start, start + limits.slice));
      yield* document.take();
    }
  document.end();
  yield* document.take();
}

class CamtDocument {
  readonly #parser = new SaxesParser({ xmlns: true });
  readonly #open: XmlNode[] = [];
  #items: BankItem[] = [];
  #uri = '';
  #kind: CamtKind = 'camt.053';
  #depth = 0;
  /** Depth of the element whose content is left out; 0 for none. */
  #unreadFrom = 0;
  #nodes = 0;
  #details: BankDetail[] = [];
  #header: XmlNode | undefined;
  #entries = 0;
  #statements = 0;
  #written = 0;
  #lastConstruct = 0;

  constructor() {
    this.#parser.on('error', (error) => this.#fail('XML_MALFORMED', excerpt(error.message.replace(/^\d+:\d+: /, ''))));
    this.#parser.on('doctype', () => this.#fail('XML_DOCTYPE', 'expected no document type declaration'));
    this.#parser.on('opentag', (tag) => {
      this.#seen();
      this.#start(tag);
    });
    this.#parser.on('closetag', () => {
      this.#seen();
      this.#close();
    });
    const text = (content: string): void => {
      this.#seen();
      this.#text(content);
    };
    this.#parser.on('text', text);
    this.#parser.on('cdata', text);
    this.#parser.on('comment', () => {
      this.#seen();
    });
    this.#parser.on('processinginstruction', () => {
      this.#seen();
    });
  }

  /** The parser keeps a tag, a text or a comment until it ends: one that does not end must not fill the memory. */
  write(text: string): void {
    this.#parser.write(text);
    this.#written += text.length;
    if (this.#written - this.#lastConstruct > limits.construct)
      this.#fail('XML_TOO_LARGE', `expected tags, texts and comments of at most ${String(limits.construct)} characters`);
  }

  end(): void {
    this.#parser.close();
    if (this.#statements === 0) this.#fail('STATEMENT_MISSING', 'expected at least one statement');
  }

  take(): readonly BankItem[] {
    const items = this.#items;
    this.#items = [];
    return items;
  }

  #seen(): void {
    this.#lastConstruct = this.#written;
  }

  #fail(code: string, message: string): never {
    throw new BankFault(code, 'file', message, this.#parser.line);
  }

  #start({ local, uri, attributes }: SaxesTagNS): void {
    this.#depth += 1;
    if (this.#depth > limits.depth) this.#fail('XML_TOO_LARGE', `expected at most ${String(limits.depth)} elements within each other`);
    if (this.#depth === 1) this.#begin(local, uri);
    if (this.#depth === 2 && local !== containers[this.#kind][0])
      this.#fail('CAMT_MALFORMED', `expected ${containers[this.#kind][0]} in Document`);
    if (this.#depth < 3 || this.#unreadFrom > 0) return;
    if (uri !== this.#uri || unread.has(local)) {
      this.#unreadFrom = this.#depth;
      return;
    }
    if (this.#depth === 3) this.#entries = 0;
    // A statement may be endless, what it holds may not.
    if (this.#depth <= 4) this.#nodes = 0;
    this.#nodes += 1;
    if (this.#nodes > limits.nodes) this.#fail('XML_TOO_LARGE', `expected at most ${String(limits.nodes)} elements in one`);
    this.#open.push(new XmlNode(local, this.#parser.line, attributes['Ccy']?.value.trim()));
  }

  #begin(local: string, uri: string): void {
    const [, message, version] = namespace.exec(uri) ?? [];
    if (local !== 'Document' || message === undefined)
      this.#fail('BANK_MESSAGE_UNKNOWN', `expected a Document of camt.053 or camt.054, not ${excerpt(local)} of ${excerpt(uri)}`);
    const number = Number(version);
    if (number < versions.first || number > versions.last)
      this.#fail('BANK_VERSION_UNKNOWN', `camt.${message}.001.${String(version)}: expected a version from 001.02 to 001.13`);
    this.#kind = `camt.${message}` as CamtKind;
    this.#uri = uri;
  }

  #text(content: string): void {
    const node = this.#open.at(-1);
    if (node === undefined || this.#unreadFrom > 0 || this.#depth < 4) return;
    node.text += content;
    if (node.text.length > limits.text) this.#fail('XML_TOO_LARGE', `expected texts of at most ${String(limits.text)} characters`);
  }

  #close(): void {
    const depth = this.#depth;
    this.#depth -= 1;
    if (this.#unreadFrom > 0) {
      if (this.#unreadFrom === depth) this.#unreadFrom = 0;
      return;
    }
    const node = this.#open.pop();
    if (node === undefined) return;
    const [, statement] = containers[this.#kind];
    if (depth === 3 && node.name === 'GrpHdr') this.#header = node;
    else if (depth === 3 && node.name === statement) this.#endStatement(node, this.#kind);
    else if (depth === 4 && node.name === 'Ntry' && this.#open[0]?.name === statement) this.#endEntry(node);
    else if (node.name === 'TxDtls' && this.#open.at(-1)?.name === 'NtryDtls' && this.#open[1]?.name === 'Ntry') this.#endDetail(node);
    else this.#keep(node);
  }

  #keep(node: XmlNode): void {
    const holder = this.#open.at(-1)?.children;
    if (holder === undefined) return;
    if (holder.length >= limits.children) this.#fail('XML_TOO_LARGE', `expected at most ${String(limits.children)} elements within one`);
    holder.push(node);
  }

  #endStatement(node: XmlNode, kind: BankMessageKind): void {
    this.#statements += 1;
    this.#items.push({ kind: 'statement', statement: statementOf(node, kind, this.#header) });
  }

  #endEntry(node: XmlNode): void {
    this.#entries += 1;
    this.#items.push({ kind: 'entry', entry: entryOf(node, this.#entries, this.#details) });
    this.#details = [];
  }

  /** A batch may hold thousands: each is read as it ends and its elements are let go. */
  #endDetail(node: XmlNode): void {
    if (this.#details.length >= limits.details)
      this.#fail('XML_TOO_LARGE', `expected at most ${String(limits.details)} transactions in one entry`);
    this.#details.push(detailOf(node));
    this.#nodes -= countOf(node);
  }
}

const countOf = (node: XmlNode): number => node.children.reduce((count, child) => count + countOf(child), 1);
