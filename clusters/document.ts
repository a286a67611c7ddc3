import { readFileSync, statSync } from 'node:fs';
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument as parseYaml,
  type Document as YamlDocument,
} from 'yaml';
import type { Problem } from './contract-error.ts';
import { readFailure } from './read-failure.ts';

/** Keys and list positions from the top of a document. */
export type Path = readonly PropertyKey[];

/** A contract file has a few hundred lines. One that is far larger was put there by mistake, and would keep synth busy. */
const MOST_BYTES = 512 * 1024;

/** What an alias refers to counts again wherever the alias is used: a few lines of them can become gigabytes. */
const MOST_ALIASES = 20;

/** A file of the contract: its value, and where in the file each part of the value stands. */
export class SourceDocument {
  /** As reports name it. */
  readonly file: string;
  /** What the file says, as plain data. Undefined where the file could not be read: `problems` says why. */
  readonly value: unknown;
  /** Why the file could not be read. */
  readonly problems: readonly Problem[];
  readonly #text: string = '';
  readonly #lines = new LineCounter();
  #tree: YamlDocument | undefined;

  /**
   * Reads a file of YAML or JSON, which is YAML too. Never throws for what is in the file: see `problems`.
   *
   * @param path where the file is
   * @param file how reports name it
   */
  constructor(path: string, file: string) {
    this.file = file;
    this.problems = [];
    const text = readText(path);
    if (typeof text !== 'string') {
      this.problems = [{ file, line: 1, path: '', message: text.message }];
      return;
    }
    this.#text = text;
    this.value = file.endsWith('.json') ? reprintedJson(text) : undefined;
    if (this.value !== undefined) return;
    const tree = this.#parsed();
    this.problems = tree.errors.map((error) => ({
      file,
      line: this.#lines.linePos(error.pos[0]).line,
      path: '',
      message: this.#syntaxMessage(error.code, error.message, text.slice(error.pos[0])),
    }));
    if (this.problems.length > 0) return;
    try {
      this.value = file.endsWith('.json') ? JSON.parse(text) : tree.toJS({ maxAliasCount: MOST_ALIASES });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.problems = [
        { file, line: this.#lineOfReason(reason), path: '', message: this.#malformed(reason) },
      ];
    }
  }

  /** A mistake at a path of this document. For a path that does not exist the line is that of the nearest part. */
  problem(path: Path, message: string): Problem {
    return { file: this.file, line: this.#lineOf(path), path: path.map(String).join('.'), message };
  }

  #parsed(): YamlDocument {
    this.#tree ??= parseYaml(this.#text, { lineCounter: this.#lines, prettyErrors: false, uniqueKeys: true });
    return this.#tree;
  }

  #lineOf(path: Path): number {
    const tree = this.#parsed();
    let node: unknown = tree.contents;
    let offset = 0;
    for (const step of path) {
      if (isAlias(node)) node = node.resolve(tree);
      if (isMap(node)) {
        const pair = node.items.find(
          (item) => String(isScalar(item.key) ? item.key.value : item.key) === String(step),
        );
        if (pair === undefined) break;
        offset = startOf(pair.key) ?? offset;
        node = pair.value;
      } else if (isSeq(node)) {
        node = node.items[Number(step)];
        offset = startOf(node) ?? offset;
      } else break;
    }
    return Math.max(1, this.#lines.linePos(offset).line);
  }

  /** Node's JSON parser gives the place as a position in the text. */
  #lineOfReason(reason: string): number {
    const position = / position (\d+)/.exec(reason)?.[1];
    return position === undefined ? 1 : Math.max(1, this.#lines.linePos(Number(position)).line);
  }

  #malformed(reason: string): string {
    if (reason.startsWith('Excessive alias count')) {
      return `found aliases that stand for too much, expected at most ${MOST_ALIASES}. Write the values out`;
    }
    return `found malformed text (${reason}), expected ${this.file.endsWith('.json') ? 'JSON' : 'YAML'}`;
  }

  #syntaxMessage(code: string, message: string, found: string): string {
    if (code === 'DUPLICATE_KEY') {
      const key = /^"?([A-Za-z0-9_./-]+)/.exec(found)?.[1] ?? 'this key';
      return `found the key ${key} a second time, expected every key once`;
    }
    return this.#malformed(message);
  }
}

/**
 * The value of JSON that reads the same when it is printed again, as Terraform's does. Such text has no key twice,
 * and where its values are need not be known before one of them is wrong: that saves most of the loading time.
 */
function reprintedJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return `${JSON.stringify(value, null, 2)}\n` === text ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a file that could be read lacks this key at its top. */
export function isMissing(document: SourceDocument, key: string): boolean {
  const { value } = document;
  return typeof value === 'object' && value !== null && !Object.hasOwn(value, key);
}

function startOf(node: unknown): number | undefined {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range))
    return undefined;
  const start: unknown = node.range[0];
  return typeof start === 'number' ? start : undefined;
}

function readText(path: string): string | { message: string } {
  try {
    const { size } = statSync(path);
    if (size > MOST_BYTES) {
      const found = (size / 1024 ** 2).toFixed(1);
      return { message: `found a file of ${found} MiB, expected at most ${MOST_BYTES / 1024} KiB` };
    }
    return readFileSync(path, 'utf8');
  } catch (error) {
    return { message: `found ${readFailure(error)}, expected a readable file` };
  }
}
