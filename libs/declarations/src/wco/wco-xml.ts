import { SaxesParser, type SaxesTagNS } from 'saxes';

/** Bounds of one message, whatever it says: 999 items with their documents have room. */
const limits = { bytes: 16 * 1024 * 1024, depth: 40, elements: 200_000, text: 4_000 };

/** Why a message was refused: a stable code, the element or field it is about, a sentence for its sender, the line. */
export class WcoFault extends Error {
  override readonly name = 'WcoFault';
  constructor(
    readonly code: string,
    readonly field: string,
    message: string,
    readonly line = 1,
  ) {
    super(message);
  }
}

/** Foreign text in a report: its beginning, printable. */
export const excerpt = (text: string): string => text.slice(0, 80).replace(/[^\u0020-\u007e]/g, '?');

/** An element of a message: its local name, its text, what it holds. Of its attributes only currency and unit mean something here. */
export class WcoElement {
  text = '';
  readonly children: WcoElement[] = [];
  constructor(
    readonly name: string,
    readonly line: number,
    readonly parent: WcoElement | undefined,
    readonly currency: string | undefined,
    readonly unit: string | undefined,
  ) {}

  /** Where it stands, below the envelope: `Declaration.GoodsShipment.GovernmentAgencyGoodsItem[2].Commodity`. */
  get path(): string {
    const alike = this.parent?.children.filter(({ name }) => name === this.name) ?? [];
    const own = alike.length > 1 ? `${this.name}[${String(alike.indexOf(this) + 1)}]` : this.name;
    return this.parent?.parent === undefined ? own : `${this.parent.path}.${own}`;
  }

  at(...names: readonly string[]): WcoElement | undefined {
    return names.reduce<WcoElement | undefined>((element, name) => element?.children.find((child) => child.name === name), this);
  }

  all(...names: readonly string[]): readonly WcoElement[] {
    return names.reduce<readonly WcoElement[]>(
      (elements, name) => elements.flatMap(({ children }) => children.filter((child) => child.name === name)),
      [this],
    );
  }

  /** The text of the first element under a path; undefined where there is none or it is blank. */
  textAt(...names: readonly string[]): string | undefined {
    const text = this.at(...names)
      ?.text.trim()
      .replace(/\s+/g, ' ');
    return text === '' ? undefined : text;
  }

  /** As `textAt`, where the message must have it. @throws WcoFault FIELD_MISSING */
  needed(...names: readonly string[]): string {
    const text = this.textAt(...names);
    if (text === undefined)
      throw new WcoFault('FIELD_MISSING', [this.path, ...names].join('.'), 'expected a value; the element is missing or empty', this.line);
    return text;
  }

  /** A fault of this element's text. */
  fault(expected: string): WcoFault {
    return new WcoFault('FIELD_MALFORMED', this.path, `expected ${expected}`, this.line);
  }
}

const declaration = /^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']/;

const textOf = (bytes: Uint8Array): string => {
  if (bytes.length > limits.bytes) throw new WcoFault('XML_TOO_LARGE', 'file', `expected at most ${String(limits.bytes)} bytes`);
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const told = declaration.exec(text.slice(0, 256))?.[1]?.toLowerCase() ?? 'utf-8';
    if (told !== 'utf-8' && told !== 'us-ascii') throw new WcoFault('ENCODING_UNSUPPORTED', 'file', `${excerpt(told)}: expected UTF-8`);
    return text;
  } catch (error) {
    if (error instanceof WcoFault) throw error;
    throw new WcoFault('ENCODING_MALFORMED', 'file', 'the bytes are not UTF-8');
  }
};

/**
 * One XML document as elements. Nothing is expanded: a document type declaration is refused, so there are no entities but the five of XML.
 * @throws WcoFault XML_MALFORMED, XML_DOCTYPE, XML_TOO_LARGE, ENCODING_UNSUPPORTED, ENCODING_MALFORMED
 */
export const parseWcoXml = (bytes: Uint8Array): WcoElement => {
  const parser = new SaxesParser({ xmlns: true });
  const fail = (code: string, message: string): never => {
    throw new WcoFault(code, 'file', message, parser.line);
  };
  let root: WcoElement | undefined;
  let open: WcoElement | undefined;
  let [depth, elements] = [0, 0];
  const start = ({ local, attributes }: SaxesTagNS): void => {
    depth += 1;
    elements += 1;
    if (depth > limits.depth) fail('XML_TOO_LARGE', `expected at most ${String(limits.depth)} elements within each other`);
    if (elements > limits.elements) fail('XML_TOO_LARGE', `expected at most ${String(limits.elements)} elements`);
    const element = new WcoElement(local, parser.line, open, attributes['currencyID']?.value.trim(), attributes['unitCode']?.value.trim());
    open?.children.push(element);
    root ??= element;
    open = element;
  };
  const text = (content: string): void => {
    if (open === undefined) return;
    // White space between elements is no text of theirs.
    if (open.children.length === 0) open.text += content;
    if (open.text.length > limits.text) fail('XML_TOO_LARGE', `expected texts of at most ${String(limits.text)} characters`);
  };
  parser.on('error', (error) => fail('XML_MALFORMED', excerpt(error.message.replace(/^\d+:\d+: /, ''))));
  parser.on('doctype', () => fail('XML_DOCTYPE', 'expected no document type declaration'));
  parser.on('opentag', start);
  parser.on('closetag', () => {
    if (open !== undefined && open.children.length > 0) open.text = '';
    depth -= 1;
    open = open?.parent;
  });
  parser.on('text', text);
  parser.on('cdata', text);
  parser.write(textOf(bytes)).close();
  return root ?? fail('XML_MALFORMED', 'expected a document');
};
