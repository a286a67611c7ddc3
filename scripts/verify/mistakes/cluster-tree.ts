import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMap, isSeq, parseDocument } from 'yaml';
import { valuesFile } from '../../../clusters/layout.ts';

/** New texts of files, by their path from the root of the repository on; undefined where the file goes. */
export type Edits = ReadonlyMap<string, string | undefined>;

type Document = ReturnType<typeof parseDocument>;
/** Fields and indices from the top of an object on. */
type Path = readonly (string | number)[];

/** A rendered file of a cluster, or the values of a chart. */
export class RenderedFile {
  readonly path: string;
  readonly #text: string;
  /** For reading alone. */
  #document: Document | undefined;

  constructor(path: string, text: string) {
    this.path = path;
    this.#text = text;
  }

  /** The text at a path, of numbers and booleans too; undefined where none of these is. */
  at(...path: Path): string | undefined {
    const found = this.#get(path);
    return ['string', 'number', 'boolean'].includes(typeof found) ? String(found) : undefined;
  }

  /** How many entries the list or map at a path has; 0 where it is something else. */
  size(...path: Path): number {
    const found = this.#get(path);
    return isSeq(found) || isMap(found) ? found.items.length : 0;
  }

  #get(path: Path): unknown {
    this.#document ??= parseDocument(this.#text);
    return this.#document.getIn(path);
  }

  /** Its new text, for {@link Edits}. */
  changed(change: (document: Document) => void): readonly [path: string, text: string] {
    const document = parseDocument(this.#text);
    change(document);
    return [this.path, String(document)];
  }

  /** As {@link changed}, where only a value is put in. */
  with(path: Path, value: unknown): readonly [path: string, text: string] {
    return this.changed((document) => document.setIn(path, document.createNode(value)));
  }
}

/** The rendered files of one cluster, in which a mistake chooses its objects by what they are. */
export class ClusterTree {
  readonly name: string;
  readonly #root: string;
  #files: readonly RenderedFile[] | undefined;
  readonly #texts = new Map<RenderedFile, string>();

  /** @param root of the repository */
  constructor(root: string, name: string) {
    this.#root = root;
    this.name = name;
  }

  /** How many files there are. */
  get size(): number {
    return this.#all.length;
  }

  /** The objects of one of these kinds, in the order of their files. */
  kind(...kinds: readonly string[]): readonly RenderedFile[] {
    const line = new RegExp(`^kind: (?:${kinds.join('|')})$`, 'm');
    return this.#all.filter((file) => line.test(this.#texts.get(file) ?? ''));
  }

  /** The objects of an API group, whatever their kind. */
  group(name: string): readonly RenderedFile[] {
    return this.#all.filter((file) => this.#texts.get(file)?.startsWith(`apiVersion: ${name}/`));
  }

  /** The values of a chart's unit; undefined where it is not installed. */
  values(unit: string): RenderedFile | undefined {
    const path = join('dist', valuesFile(this.name, unit));
    try {
      return new RenderedFile(path, readFileSync(join(this.#root, path), 'utf8'));
    } catch {
      return undefined;
    }
  }

  get #all(): readonly RenderedFile[] {
    if (this.#files === undefined) {
      const folder = join('dist', this.name);
      const names = readdirSync(join(this.#root, folder), { recursive: true, encoding: 'utf8' });
      this.#files = names
        .filter((name) => name.endsWith('.yaml'))
        .sort()
        .map((name) => {
          const path = join(folder, name);
          const text = readFileSync(join(this.#root, path), 'utf8');
          const file = new RenderedFile(path, text);
          this.#texts.set(file, text);
          return file;
        });
    }
    return this.#files;
  }
}

/** The edits of some files; a file that is undefined, since nothing is of the kind, gives none. */
export function edits(...files: readonly (readonly [string, string | undefined] | undefined)[]): Edits {
  return new Map(files.filter((file) => file !== undefined));
}
