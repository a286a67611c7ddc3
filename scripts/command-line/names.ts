import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const anything = z.record(z.string(), z.unknown());
const outputs = z.looseObject({ queues: z.object({ value: z.record(z.string(), z.unknown()) }) });

/**
 * The names that a person may write, read from the files as they stand. They are only suggestions: a file with a
 * mistake suggests nothing, and the command itself says what is wrong with it.
 */
export class Names {
  /** @param root folder of the repository */
  constructor(readonly root: string) {}

  clusters(): readonly string[] {
    return this.#folders('clusters').filter((name) =>
      existsSync(join(this.root, 'clusters', name, 'cluster.yaml')),
    );
  }

  /** The products, by their folders. */
  products(): readonly string[] {
    return this.#folders('apps');
  }

  /** The images of a cluster; of all clusters where none is named. */
  images(cluster?: string): readonly string[] {
    return this.#everyCluster(cluster, 'images.yaml', (text) => Object.keys(anything.parse(parse(text))));
  }

  /** The queues of a cluster; of all clusters where none is named. */
  queues(cluster?: string): readonly string[] {
    return this.#everyCluster(cluster, 'terraform.json', (text) =>
      Object.keys(outputs.parse(JSON.parse(text)).queues.value),
    );
  }

  /** The versions of Kubernetes that have schemas. */
  kubernetesVersions(): readonly string[] {
    return this.#folders('imports/kubernetes/schemas');
  }

  /** The charts that are pinned. */
  charts(): readonly string[] {
    try {
      return Object.keys(
        anything.parse(parse(readFileSync(join(this.root, 'charts/pins.yaml'), 'utf8'))),
      ).sort();
    } catch {
      return [];
    }
  }

  #everyCluster(
    cluster: string | undefined,
    file: string,
    namesIn: (text: string) => string[],
  ): readonly string[] {
    const names = (cluster === undefined ? this.clusters() : [cluster]).flatMap((each) => {
      try {
        return namesIn(readFileSync(join(this.root, 'clusters', each, file), 'utf8'));
      } catch {
        return [];
      }
    });
    return [...new Set(names)].sort();
  }

  #folders(path: string): readonly string[] {
    try {
      return readdirSync(join(this.root, path), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name)
        .sort();
    } catch {
      return [];
    }
  }
}
