import { z } from 'zod';
import type { Inventory } from '../../charts/inventory/inventory.ts';
import { Mistake } from '../../command-line/mistake.ts';
import { type TreeObject, treeObject } from '../../prove-gatekeeper/tree.ts';

const binding = z.looseObject({
  subjects: z.array(z.looseObject({ kind: z.string(), name: z.string(), namespace: z.string() })),
});
const webhook = z.looseObject({
  clientConfig: z.looseObject({ service: z.looseObject({ path: z.string() }) }),
});
const configuration = z.looseObject({ webhooks: z.array(webhook).min(1) });

/** What its chart makes of Gatekeeper on a cluster, as far as it runs here. */
export interface Installation {
  readonly namespace: string;
  /** Name of the ServiceAccount that it runs as. */
  readonly serviceAccount: string;
  /** That ServiceAccount, and what it may. */
  readonly access: readonly TreeObject[];
  readonly webhooks: TreeObject;
}

/**
 * The installation that an inventory tells of.
 *
 * @throws Mistake for a cluster without Gatekeeper
 */
export function installationOf(cluster: string, inventories: readonly Inventory[]): Installation {
  const found = inventories.find(({ chart }) => chart === 'gatekeeper');
  if (found === undefined)
    throw new Mistake(`No inventory of ${cluster} has a Gatekeeper. Run: npx fleet charts`);
  const objects = found.objects.map(treeObject);
  const access = objects.filter(
    ({ kind }) => kind === 'ServiceAccount' || /^(Cluster)?Role(Binding)?$/.test(kind),
  );
  const [subject] = access
    .filter(({ kind }) => kind === 'ClusterRoleBinding')
    .flatMap((object) => binding.parse(object).subjects);
  const webhooks = objects.find(({ kind }) => kind === 'ValidatingWebhookConfiguration');
  if (subject === undefined || webhooks === undefined) {
    throw new Mistake(`The chart of Gatekeeper on ${cluster} makes no webhook, or nobody whom it runs as.`);
  }
  return { namespace: subject.namespace, serviceAccount: subject.name, access, webhooks };
}

/**
 * The webhooks of the chart with the address of the program that runs here. It is waited for: on a cluster whoever is not
 * answered in time goes on, and here it would count as proven.
 */
export function webhooksAt({ webhooks }: Installation, address: string, certificate: string): TreeObject {
  const { webhooks: all, ...rest } = configuration.parse(webhooks);
  const caBundle = Buffer.from(certificate).toString('base64');
  return treeObject({
    ...rest,
    webhooks: all.map(({ clientConfig, ...each }) => ({
      ...each,
      clientConfig: { url: `${address}${clientConfig.service.path}`, caBundle },
      failurePolicy: 'Fail',
      timeoutSeconds: 30,
    })),
  });
}
