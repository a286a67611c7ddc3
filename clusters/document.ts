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
import { beforeJson } from './json-text.ts';
import { readSourceText } from './source-text.ts';

/** Keys and list positions from the top of a document. */
export type Path = readonly PropertyKey[];

/** What an alias refers to counts again wherever the alias is used: a few lines of them can become gigabytes. */
const MOST_ALIASES = 20;

interface Content {
  readonly value?: unknown;
  readonly problems: readonly Problem[];
}

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
    const text = readSourceText(path);
    if (typeof text !== 'string') {
      this.problems = [this.#atLine(text.line, text.message)];
      return;
    }
    this.#text = text;
    const { value, problems } = file.endsWith('.json') ? this.#json() : this.#yaml();
    this.value = problems.length > 0 ? undefined : value;
    this.problems = problems;
  }

  /** A mistake at a path of this document. For a path that does not exist the line is that of the nearest part. */
  problem(path: Path, message: string): Problem {
    return { file: this.file, line: this.#lineOf(path), path: path.map(String).join('.'), message };
  }

  #json(): Content {
    let value: unknown;
    try {
      value = JSON.parse(this.#text);
    } catch (error) {
      const beside = beforeJson(this.#text);
      if (beside !== undefined) return { problems: [this.#atLine(beside.line, beside.message)] };
      const reason = messageOf(error);
      return { problems: [this.#atLine(this.#lineOfReason(reason), this.#malformed(reason))] };
    }
    // Such text has no key twice, and where its values are need not be known before one is wrong: that saves most of the time.
    if (JSON.stringify(value) === withoutLayout(this.#text)) return { value, problems: [] };
    return { value, problems: this.#syntaxProblems('DUPLICATE_KEY') };
  }

  #yaml(): Content {
    const problems = this.#syntaxProblems();
    if (problems.length > 0) return { problems };
    try {
      return { value: this.#parsed().toJS({ maxAliasCount: MOST_ALIASES }), problems };
    } catch (error) {
      return { problems: [this.#atLine(1, this.#malformed(messageOf(error)))] };
    }
  }

  /** Each key that stands twice; of other errors only the first, as those after it follow from it. */
  #syntaxProblems(only?: 'DUPLICATE_KEY'): readonly Problem[] {
    const { errors } = this.#parsed();
    const other = errors.find(({ code }) => code !== 'DUPLICATE_KEY');
    const told = errors.filter((error) => error.code === 'DUPLICATE_KEY' || (!only && error === other));
    return told.map((error) =>
      this.#atLine(
        this.#lines.linePos(error.pos[0]).line,
        this.#syntaxMessage(error.code, error.message, this.#text.slice(error.pos[0])),
      ),
    );
  }

  #atLine(line: number, message: string): Problem {
    return { file: this.file, line, path: '', message };
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

  /** Node's JSON parser gives the place as a position in the text, or not at all; YAML's stops near it. */
  #lineOfReason(reason: string): number {
    const { errors } = this.#parsed();
    const position = / position (\d+)/.exec(reason)?.[1] ?? errors[0]?.pos[0];
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
    if (code === 'MULTIPLE_DOCS') return 'found a second document after ---, expected one in each file';
    return this.#malformed(message);
  }
}

/** JSON without the blanks and line breaks between its parts. */
function withoutLayout(json: string): string {
  return json.replace(/("(?:[^"\\]|\\.)*")|\s+/g, '$1');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
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
