import { readFileSync, statSync } from 'node:fs';
import { isMap, isSeq, LineCounter, type Node, parseAllDocuments } from 'yaml';
import type { Found } from './objects.ts';

/** A larger file is not read a second time for the sake of a line: the object's own has to do. */
const LARGEST = 4 * 1024 * 1024;

/** A document of a file, and the line at which it begins. */
interface Document {
  readonly contents: Node | null;
  readonly start: number;
}

interface Parsed {
  readonly documents: readonly Document[];
  readonly lineAt: (offset: number) => number;
}

/** The file that was asked for last: who asks for lines, asks for those of one file after the other. */
let last:
  | { readonly file: string; readonly modified: number; readonly parsed: Parsed | undefined }
  | undefined;

/** The line of a value in its file; only a message needs it, so the file is read again. */
export function lineOf(found: Found, path: readonly PropertyKey[]): number | undefined {
  const parsed = parsedAgain(found.file);
  if (parsed === undefined) return undefined;
  const { documents, lineAt } = parsed;
  const document = documents.findLast(({ start }) => start > 0 && start <= found.line);
  let node: unknown = document?.contents;
  let line = document?.start === found.line ? found.line : undefined;
  for (const key of [...keysOf(found.within), ...path]) {
    const next = step(node, key);
    if (next === undefined) break;
    node = next.value;
    line = lineAt(next.offset);
  }
  return line;
}

/** `items[2].` leads to the third item of `items`. */
function keysOf(within: string): readonly PropertyKey[] {
  return [...within.matchAll(/(\w+)\[(\d+)\]/g)].flatMap(([, list = '', index]) => [list, Number(index)]);
}

function parsedAgain(file: string): Parsed | undefined {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined || !found.isFile() || found.size > LARGEST) return undefined;
  const modified = found.mtimeMs;
  if (last?.file !== file || last.modified !== modified) last = { file, modified, parsed: parse(file) };
  return last.parsed;
}

function parse(file: string): Parsed | undefined {
  const counter = new LineCounter();
  const lineAt = (offset: number) => counter.linePos(offset).line;
  try {
    const documents = parseAllDocuments(readFileSync(file, 'utf8'), {
      lineCounter: counter,
      logLevel: 'silent',
    });
    if (!Array.isArray(documents)) return undefined;
    return {
      lineAt,
      documents: documents.map(({ contents }) => ({
        contents,
        start: contents?.range ? lineAt(contents.range[0]) : 0,
      })),
    };
  } catch {
    return undefined;
  }
}

function step(
  node: unknown,
  key: PropertyKey,
): { readonly value: unknown; readonly offset: number } | undefined {
  if (isMap<Node, Node>(node)) {
    const pair = node.items.find((item) => String(item.key) === String(key));
    return pair?.key.range ? { value: pair.value, offset: pair.key.range[0] } : undefined;
  }
  if (isSeq<Node>(node) && typeof key === 'number') {
    const item = node.items[key];
    return item?.range ? { value: item, offset: item.range[0] } : undefined;
  }
  return undefined;
}
