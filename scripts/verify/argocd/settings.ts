import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { z } from 'zod';
import { valuesFile } from '../../../clusters/layout.ts';
import { Mistake } from '../../command-line/mistake.ts';
import type { TreeObject } from '../../prove-gatekeeper/tree.ts';

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const values = z.looseObject({
  configs: z.looseObject({
    cm: z.record(z.string(), scalar),
    params: z.record(z.string(), scalar),
    clusterCredentials: z.record(z.string(), z.looseObject({ server: z.string(), config: z.unknown() })),
  }),
});

/** The component and option that a parameter of the chart becomes; the chart hands them over as environment variables. */
const OPTIONS: Readonly<
  Record<string, { readonly of: 'controller' | 'applicationSet'; readonly option: string }>
> = {
  'applicationsetcontroller.policy': { of: 'applicationSet', option: '--policy' },
  'controller.diff.server.side': { of: 'controller', option: '--server-side-diff-enabled' },
};

/** What the chart of a hub is told, as far as syncing depends on it. */
export interface Settings {
  readonly controller: readonly string[];
  readonly applicationSet: readonly string[];
  /** The ConfigMaps and Secrets that the chart makes of its values. */
  readonly objects: readonly TreeObject[];
  /** The clusters that the hub knows. */
  readonly clusters: readonly string[];
}

/** @throws Mistake for a parameter that nobody here hands over */
export function settingsOf(hub: string, dist: string): Settings {
  const file = join(dist, valuesFile(hub, 'argocd'));
  return settingsFrom(load(readFileSync(file, 'utf8')), file);
}

export function settingsFrom(found: unknown, file: string): Settings {
  const { success, data } = values.safeParse(found);
  if (!success) throw new Mistake(`${file} has no configs with cm, params and clusterCredentials.`);
  const { cm, params, clusterCredentials } = data.configs;
  const options = Object.entries(params).map(([name, value]) => {
    const known = OPTIONS[name];
    if (known === undefined) {
      throw new Mistake(
        `${file}: configs.params has ${name}, which scripts/verify/argocd/settings.ts does not hand over to Argo CD. Add its option there.`,
      );
    }
    return { of: known.of, option: `${known.option}=${value}` };
  });
  const optionsFor = (component: 'controller' | 'applicationSet') =>
    options.flatMap(({ of, option }) => (of === component ? option : []));
  return {
    controller: optionsFor('controller'),
    applicationSet: optionsFor('applicationSet'),
    objects: [
      configuration('ConfigMap', 'argocd-cm', {
        data: Object.fromEntries(Object.entries(cm).map(([name, value]) => [name, String(value)])),
      }),
      configuration('ConfigMap', 'argocd-rbac-cm', {}),
      configuration('ConfigMap', 'argocd-cmd-params-cm', {}),
      configuration('Secret', 'argocd-secret', { stringData: { 'server.secretkey': 'of-no-use' } }),
      ...Object.entries(clusterCredentials).map(([name, { server, config }]) =>
        configuration(
          'Secret',
          `cluster-${name}`,
          { stringData: { name, server, config: JSON.stringify(config) } },
          { 'argocd.argoproj.io/secret-type': 'cluster' },
        ),
      ),
    ],
    clusters: Object.keys(clusterCredentials),
  };
}

function configuration(
  kind: string,
  name: string,
  fields: object,
  labels: Record<string, string> = {},
): TreeObject {
  return {
    apiVersion: 'v1',
    kind,
    metadata: { name, namespace: 'argocd', labels: { 'app.kubernetes.io/part-of': 'argocd', ...labels } },
    ...fields,
  };
}
