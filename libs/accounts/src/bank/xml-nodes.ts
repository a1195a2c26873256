/** An element of a subtree that is held in memory: its name, its text, and what it holds. */
export class XmlNode {
  text = '';
  readonly children: XmlNode[] = [];
  constructor(
    readonly name: string,
    readonly line: number,
    /** The attribute Ccy of an amount. */
    readonly currency: string | undefined,
  ) {}

  /** The first element under a path of names. */
  at(...path: readonly string[]): XmlNode | undefined {
    return path.reduce<XmlNode | undefined>((node, name) => node?.children.find((child) => child.name === name), this);
  }

  /** Every element under a path of names, in the order of the file. */
  all(...path: readonly string[]): readonly XmlNode[] {
    return path.reduce<readonly XmlNode[]>(
      (nodes, name) => nodes.flatMap(({ children }) => children.filter((child) => child.name === name)),
      [this],
    );
  }

  /** The text of the first element under a path; undefined where there is none or it is blank. */
  textAt(...path: readonly string[]): string | undefined {
    const text = this.at(...path)?.text.trim();
    return text === '' ? undefined : text;
  }
}
