import { type Document, isAlias, isMap, isNode, isScalar, type Node, type Pair, visit } from 'yaml';

/**
 * Writes out the aliases by which an image shares its text with others, so that a change of the image changes nothing
 * else: what it refers to, and what refers to it. All other anchors and aliases stay.
 */
export function writeOutAliases(document: Document, image: string): void {
  const pair = pairOf(document, image);
  if (pair === undefined) return;
  visit(document, {
    Alias: (_key, alias, path) => (path.includes(pair) ? copyOf(alias.resolve(document)) : undefined),
  });
  const own = nodesOf(pair);
  visit(document, {
    Alias: (_key, alias) => {
      const meant = alias.resolve(document);
      return meant !== undefined && own.has(meant) ? copyOf(meant) : undefined;
    },
  });
  for (const node of own) dropAnchor(node);
}

function pairOf({ contents }: Document, key: string): Pair<unknown, unknown> | undefined {
  if (!isMap(contents)) return undefined;
  return contents.items.find((item) => (isScalar(item.key) ? item.key.value : item.key) === key);
}

function nodesOf({ value }: Pair<unknown, unknown>): ReadonlySet<Node> {
  const nodes = new Set<Node>();
  if (isNode(value)) visit(value, { Node: (_key, node) => void nodes.add(node) });
  return nodes;
}

/** The same text a second time: without anchors, as a name may stand for one place only. */
function copyOf(node: Node | undefined): Node | undefined {
  const copy = node?.clone();
  if (!isNode(copy)) return undefined;
  visit(copy, { Node: (_key, each) => dropAnchor(each) });
  return copy;
}

function dropAnchor(node: Node): void {
  if (!isAlias(node) && 'anchor' in node) delete node.anchor;
}
