import { parse } from 'yaml';
import { z } from 'zod';
import type { Fleet } from '../../clusters/index.ts';
import { VALUES_FOLDER, valuesFile } from '../../clusters/layout.ts';
import { istiodUnit } from '../../platform/components/istio/address.ts';
import type { Context, Unit } from '../../platform/unit/unit.ts';
import type { Files } from './files.ts';
import { query } from './query.ts';
import type { Retired } from './retired.ts';

const outputsSchema = z.record(z.string(), z.object({ value: z.json() }));
const clusterSchema = z.record(z.string(), z.json());
const schemaSchema = z.object({ properties: z.record(z.string(), z.unknown()) });

/** What the tree was rendered from. */
export interface Sources {
  readonly fleet: Fleet;
  readonly units: readonly Unit[];
  /** What the fleet does not run any more. */
  readonly retired: readonly Retired[];
}

/** The repository as evidence reads it: its files, parsed once each, and the declarations that they follow from. */
export class Tree {
  readonly #parsed = new Map<string, unknown>();
  readonly #listings = new Map<string, readonly string[]>();
  readonly #contexts = new Map<string, Context>();

  constructor(
    readonly files: Files,
    readonly sources: Sources,
  ) {}

  /** The same tree with other documents: what would be found if they stood there. Undefined: the file is gone. */
  with(documents: ReadonlyMap<string, unknown>): Tree {
    return new ChangedTree(this, documents);
  }

  /** The text of a file, from the root on; undefined where there is none. */
  text(path: string): string | undefined {
    return this.files.text(path);
  }

  /** A YAML file, parsed; undefined where there is none. */
  yaml(path: string): unknown {
    if (!this.#parsed.has(path)) {
      const text = this.text(path);
      this.#parsed.set(path, text === undefined ? undefined : parse(text));
    }
    return this.#parsed.get(path);
  }

  /** Every file that is rendered for a cluster, as evidence names it. */
  rendered(cluster: string): readonly string[] {
    const known = this.#listings.get(cluster);
    if (known !== undefined) return known;
    const listing = [`dist/${cluster}`, `dist/${VALUES_FOLDER}/${cluster}`]
      .flatMap((folder) => this.files.below(folder))
      .flatMap((path) => (path.endsWith('.yaml') ? [evidencePath(cluster, path)] : []))
      .sort();
    this.#listings.set(cluster, listing);
    return listing;
  }

  /** The outputs of Terraform for a cluster, by name. */
  outputs(cluster: string): Readonly<Record<string, unknown>> {
    const path = `clusters/${cluster}/terraform.json`;
    const outputs = outputsSchema.parse(JSON.parse(this.text(path) ?? '{}'));
    return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
  }

  /** The outputs that the contract reads. */
  outputNames(): readonly string[] {
    const schema = schemaSchema.parse(JSON.parse(this.text('clusters/terraform.schema.json') ?? '{}'));
    return Object.keys(schema.properties);
  }

  /** The contract and the declarations of a cluster; undefined if the fleet does not have it. */
  context(name: string): Context | undefined {
    const known = this.#contexts.get(name);
    if (known !== undefined) return known;
    const { fleet, units } = this.sources;
    const cluster = fleet.clusters.find((candidate) => candidate.name === name);
    if (cluster === undefined) return undefined;
    const context = { cluster, fleet, units };
    this.#contexts.set(name, context);
    return context;
  }

  /** Puts values of the contract in place of `{region}` and the like. What the contract does not have is left as it is. */
  fill(cluster: string, text: string): string {
    return text.replaceAll(/(?<!\{)\{([a-zA-Z_][\w.-]*)\}(?!\})/g, (whole, path: string) => {
      const value = path === 'cluster' ? cluster : query(this.#contract(cluster), path);
      return typeof value === 'string' || typeof value === 'number' ? String(value) : whole;
    });
  }

  #contract(cluster: string): unknown {
    const path = `contract of ${cluster}`;
    if (!this.#parsed.has(path)) {
      const chosen = clusterSchema.parse(this.yaml(`clusters/${cluster}/cluster.yaml`) ?? {});
      const images = this.yaml(`clusters/${cluster}/images.yaml`);
      const istiod = istiodUnit(String(query(chosen, 'mesh.revision')));
      this.#parsed.set(path, { ...this.outputs(cluster), ...chosen, images, istiod });
    }
    return this.#parsed.get(path);
  }
}

/** A tree that reads all but some documents from another one. */
class ChangedTree extends Tree {
  constructor(
    private readonly original: Tree,
    private readonly documents: ReadonlyMap<string, unknown>,
  ) {
    super(original.files, original.sources);
  }

  override yaml(path: string): unknown {
    return this.documents.has(path) ? this.documents.get(path) : this.original.yaml(path);
  }

  override rendered(cluster: string): readonly string[] {
    const folders = [`dist/${cluster}/`, `dist/${VALUES_FOLDER}/${cluster}/`];
    const changed = [...this.documents].flatMap(([path, document]) =>
      folders.some((folder) => path.startsWith(folder))
        ? [{ file: evidencePath(cluster, path), gone: document === undefined }]
        : [],
    );
    const kept = this.original
      .rendered(cluster)
      .filter((file) => !changed.some((change) => change.file === file));
    return [...kept, ...changed.flatMap(({ file, gone }) => (gone ? [] : [file]))].sort();
  }

  override fill(cluster: string, text: string): string {
    return this.original.fill(cluster, text);
  }

  override outputs(cluster: string): Readonly<Record<string, unknown>> {
    return this.original.outputs(cluster);
  }

  override context(name: string): Context | undefined {
    return this.original.context(name);
  }
}

/** Where a rendered file stands, from the root of the repository on; `<unit>/values.yaml` is what a chart is told. */
export function distPath(cluster: string, file: string): string {
  const unit = /^([^/]+)\/values\.yaml$/.exec(file)?.[1];
  return `dist/${unit === undefined ? `${cluster}/${file}` : valuesFile(cluster, unit)}`;
}

/** The other way round: a file as evidence names it. */
function evidencePath(cluster: string, path: string): string {
  const values = `dist/${VALUES_FOLDER}/${cluster}/`;
  return path.startsWith(values)
    ? path.slice(values.length).replace(/\.yaml$/, '/values.yaml')
    : path.slice(`dist/${cluster}/`.length);
}
