import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { z } from 'zod';
import type { TreeObject } from './tree.ts';

const source = z.looseObject({
  chart: z.string().optional(),
  targetRevision: z.string(),
  helm: z.looseObject({ releaseName: z.string(), valueFiles: z.array(z.string()) }).optional(),
});
const application = z.looseObject({
  spec: z.looseObject({
    destination: z.looseObject({ namespace: z.string() }),
    sources: z.array(source).optional(),
  }),
});

/** A chart that is installed on a cluster, with what it is told. */
export interface Release {
  readonly name: string;
  readonly namespace: string;
  readonly version: string;
  readonly values: unknown;
}

/**
 * The releases of a chart on a cluster, as its Applications name them.
 *
 * @param dist where the values of the charts are
 */
export function releasesOf(chart: string, rendered: readonly TreeObject[], dist: string): readonly Release[] {
  return rendered
    .filter(({ kind }) => kind === 'Application')
    .flatMap((object) => {
      const { destination, sources = [] } = application.parse(object).spec;
      return sources.flatMap(({ chart: found, targetRevision, helm }) => {
        const [file] = helm?.valueFiles ?? [];
        if (found !== chart || helm === undefined || file === undefined) return [];
        const values = load(readFileSync(join(dist, file.replace('$values/dist/', '')), 'utf8'));
        return { name: helm.releaseName, namespace: destination.namespace, version: targetRevision, values };
      });
    });
}
