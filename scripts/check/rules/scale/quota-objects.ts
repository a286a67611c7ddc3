import { groupOf } from '../../../charts/inventory/cluster-wide.ts';
import type { ClusterRule } from '../../rule.ts';
import { objectsIn } from '../../state/by-namespace.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { type Amounts, amountsOf, amountText, quantityOf } from '../../state/quantity.ts';
import { at, fieldsAt, listAt, textAt } from '../../state/read.ts';
import { scaleOf } from '../../state/scales.ts';
import { quotasIn } from './quota-usage.ts';

const quota = (services: number) => `
apiVersion: v1
kind: ResourceQuota
metadata: { name: shop, namespace: shop }
spec: { hard: { services: "${services}" } }
`;
const services = ['web', 'api']
  .map(
    (name) =>
      `---\napiVersion: v1\nkind: Service\nmetadata: { name: ${name}, namespace: shop }\nspec: { ports: [{ port: 80 }] }\n`,
  )
  .join('');
/** Kinds by the names that quotas have for them. */
const KINDS: Readonly<Record<string, string>> = {
  services: '/Service',
  secrets: '/Secret',
  configmaps: '/ConfigMap',
  replicationcontrollers: '/ReplicationController',
  resourcequotas: '/ResourceQuota',
  serviceaccounts: '/ServiceAccount',
  'deployments.apps': 'apps/Deployment',
  'statefulsets.apps': 'apps/StatefulSet',
  'jobs.batch': 'batch/Job',
  'cronjobs.batch': 'batch/CronJob',
  'ingresses.networking.k8s.io': 'networking.k8s.io/Ingress',
  'horizontalpodautoscalers.autoscaling': 'autoscaling/HorizontalPodAutoscaler',
};
/** What every namespace has of a kind before anything is applied. */
const GIVEN: Readonly<Record<string, number>> = { configmaps: 1, serviceaccounts: 1 };

/** The last objects of an apply are refused, whichever they are. */
export const quotaObjects: ClusterRule = {
  id: 'quota-below-objects',
  severity: 'error',
  summary: 'A quota with fewer objects, claims or storage than the tree has in its namespace',
  breaks: 'The API server refuses what comes last: another object with each fresh cluster.',
  pitfalls: ['X-34'],
  failing: quota(1) + services,
  passing: quota(2) + services,
  *judge(state) {
    for (const { resource, path } of quotasIn(state)) {
      const hard = amountsOf(at(resource.value, 'spec', 'hard'));
      const used = usedIn(state, resource.namespace);
      for (const [name, limit] of hard) {
        const counted = used(name);
        if (counted === undefined || counted <= limit) continue;
        const text = (amount: bigint) => amountText(name, amount);
        yield {
          resource,
          path: [...path, name],
          message: `The tree has ${text(counted)} of ${name} in ${resource.namespace}, and the quota has ${text(limit)}.`,
          fix: `Write ${name}: ${text(counted)} or more.`,
        };
      }
    }
  },
};

function usedIn(state: ClusterState, namespace: string): (name: string) => bigint | undefined {
  const one = 1_000_000_000n;
  const count = (kind: string) => objectsIn(state, namespace, kind).length;
  const claims = claimsIn(state, namespace);
  return (name) => {
    const bare = name.replace(/^count\//, '');
    const kind = KINDS[bare];
    if (kind !== undefined) return BigInt(count(kind) + (GIVEN[bare] ?? 0)) * one;
    const services = objectsIn(state, namespace, '/Service');
    const ofType = (types: readonly string[]) =>
      BigInt(services.filter(({ value }) => types.includes(textAt(value, 'spec', 'type') ?? '')).length) *
      one;
    if (name === 'services.loadbalancers') return ofType(['LoadBalancer']);
    if (name === 'services.nodeports') return ofType(['LoadBalancer', 'NodePort']);
    if (bare === 'persistentvolumeclaims') return claims.get('claims');
    if (name === 'requests.storage') return claims.get('storage');
    return undefined;
  };
}

/** The claims of a namespace, those of StatefulSets at their largest scale among them, and what they ask for. */
function claimsIn(state: ClusterState, namespace: string): Amounts {
  const single = objectsIn(state, namespace, '/PersistentVolumeClaim').map(({ value }) => ({
    value: fieldsAt(value, 'spec'),
    times: 1,
  }));
  const templates = state
    .workloadsIn(namespace)
    .filter(({ resource }) => resource.kind === 'StatefulSet' && groupOf(resource.apiVersion) === 'apps')
    .flatMap((workload) =>
      listAt(workload.resource.value, 'spec', 'volumeClaimTemplates').map((claim) => ({
        value: fieldsAt(claim, 'spec'),
        times: scaleOf(state, workload).max,
      })),
    );
  let [claims, storage] = [0n, 0n];
  for (const { value, times } of [...single, ...templates]) {
    claims += BigInt(times) * 1_000_000_000n;
    storage += BigInt(times) * (quantityOf(at(value, 'resources', 'requests', 'storage')) ?? 0n);
  }
  return new Map([
    ['claims', claims],
    ['storage', storage],
  ]);
}
