/** A node of a treap: keys in order from left to right, ranks falling from top to bottom. Never changed once made. */
interface Node<V> {
  readonly key: string;
  readonly value: V;
  readonly rank: number;
  readonly left: Node<V> | undefined;
  readonly right: Node<V> | undefined;
}

/**
 * A map in the order of its keys (by code unit), whose every version is a value: a change copies the way to its key and no more, O(log n).
 * The shape of the tree follows from the keys alone (R. Seidel, C. Aragon, Randomized Search Trees, 1996, with a hash of the key for
 * chance), so the same keys are as deep in whatever order they came.
 */
export class SortedMap<V> {
  static empty<V>(): SortedMap<V> {
    return new SortedMap<V>(undefined);
  }

  private constructor(private readonly root: Node<V> | undefined) {}

  /** The version in which `key` has this value, or with undefined none. */
  with(key: string, value: V | undefined): SortedMap<V> {
    return new SortedMap(value === undefined ? without(this.root, key) : put(this.root, key, value, rankOf(key)));
  }

  /** The values whose keys begin with `prefix`, in the order of keys; finding the first costs O(log n). */
  *beginningWith(prefix: string): Generator<V> {
    const path: Node<V>[] = [];
    for (let node = this.root; node !== undefined;) {
      if (node.key >= prefix) path.push(node);
      node = node.key >= prefix ? node.left : node.right;
    }
    for (let node = path.pop(); node !== undefined; node = path.pop()) {
      if (!node.key.startsWith(prefix)) return;
      yield node.value;
      for (let next = node.right; next !== undefined; next = next.left) path.push(next);
    }
  }
}

const put = <V>(node: Node<V> | undefined, key: string, value: V, rank: number): Node<V> => {
  if (node === undefined) return { key, value, rank, left: undefined, right: undefined };
  if (key === node.key) return { ...node, value };
  if (key < node.key) {
    const left = put(node.left, key, value, rank);
    return left.rank > node.rank ? { ...left, right: { ...node, left: left.right } } : { ...node, left };
  }
  const right = put(node.right, key, value, rank);
  return right.rank > node.rank ? { ...right, left: { ...node, right: right.left } } : { ...node, right };
};

const without = <V>(node: Node<V> | undefined, key: string): Node<V> | undefined => {
  if (node === undefined) return undefined;
  if (key === node.key) return joined(node.left, node.right);
  return key < node.key ? { ...node, left: without(node.left, key) } : { ...node, right: without(node.right, key) };
};

/** Both, where every key of the first comes before every key of the second. */
const joined = <V>(first: Node<V> | undefined, second: Node<V> | undefined): Node<V> | undefined => {
  if (first === undefined || second === undefined) return first ?? second;
  return first.rank > second.rank ? { ...first, right: joined(first.right, second) } : { ...second, left: joined(first, second.left) };
};

/** FNV-1a of the key with a last mixing: neighbours in order are far apart in rank. */
const rankOf = (key: string): number => {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i += 1) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
};
