import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { VALUES_FOLDER, valuesFile } from '../../clusters/layout.ts';
import { query } from './query.ts';

const outputsSchema = z.record(z.string(), z.object({ value: z.json() }));
const clusterSchema = z.record(z.string(), z.json());
const schemaSchema = z.object({ properties: z.record(z.string(), z.unknown()) });

/** The repository as files, read once each. */
export class Tree {
  readonly #texts = new Map<string, string | undefined>();
  readonly #parsed = new Map<string, unknown>();
  readonly #listings = new Map<string, readonly string[]>();

  /** @param root folder of the repository */
  constructor(readonly root: string) {}

  /** The text of a file, from the root on; undefined where there is none. */
  text(path: string): string | undefined {
    if (!this.#texts.has(path)) {
      const whole = join(this.root, path);
      this.#texts.set(path, existsSync(whole) ? readFileSync(whole, 'utf8') : undefined);
    }
    return this.#texts.get(path);
  }

  /** A YAML file, parsed; undefined where there is none. */
  yaml(path: string): unknown {
    if (!this.#parsed.has(path)) {
      const text = this.text(path);
      this.#parsed.set(path, text === undefined ? undefined : parse(text));
    }
    return this.#parsed.get(path);
  }

  /** Where a rendered file stands. `<unit>/values.yaml` means what the unit's Helm chart is told. */
  place(cluster: string, file: string): string {
    const unit = /^([^/]+)\/values\.yaml$/.exec(file)?.[1];
    return `dist/${unit === undefined ? `${cluster}/${file}` : valuesFile(cluster, unit)}`;
  }

  /** Every file that is rendered for a cluster, as {@link place} takes it. */
  rendered(cluster: string): readonly string[] {
    const known = this.#listings.get(cluster);
    if (known !== undefined) return known;
    const charts = this.#yamlBelow(`dist/${VALUES_FOLDER}/${cluster}`);
    const listing = [
      ...this.#yamlBelow(`dist/${cluster}`),
      ...charts.map((file) => file.replace(/\.yaml$/, '/values.yaml')),
    ].sort();
    this.#listings.set(cluster, listing);
    return listing;
  }

  #yamlBelow(folder: string): readonly string[] {
    const whole = join(this.root, folder);
    if (!existsSync(whole)) return [];
    return readdirSync(whole, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.yaml'));
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

  /** Puts values of the contract in place of `{region}` and its like. What the contract has not is left as it is. */
  fill(cluster: string, text: string): string {
    return text.replaceAll(/(?<!\{)\{([a-zA-Z_][\w.-]*)\}(?!\})/g, (whole, path: string) => {
      const value = path === 'cluster' ? cluster : query(this.#contract(cluster), path);
      return typeof value === 'string' ? value : whole;
    });
  }

  #contract(cluster: string): unknown {
    const path = `contract of ${cluster}`;
    if (!this.#parsed.has(path)) {
      const chosen = clusterSchema.parse(this.yaml(`clusters/${cluster}/cluster.yaml`));
      this.#parsed.set(path, { ...this.outputs(cluster), ...chosen });
    }
    return this.#parsed.get(path);
  }
}
