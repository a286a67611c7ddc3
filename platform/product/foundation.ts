import { TriggerAuthentication, TriggerAuthenticationSpecPodIdentityProvider } from '@cdk8s/keda';
import type { Construct } from 'constructs';
import type { Cluster } from '../../clusters/index.ts';
import { ownerLabels } from '../kit/labels.ts';
import { add } from '../kit/manifest.ts';
import { addExternalHost, type ExternalHost } from '../kit/network/external-host.ts';
import { addDatabaseAuthority } from '../kit/secrets/database-authority.ts';
import { SECRET_STORE } from '../kit/secrets/external-secret.ts';
import { addSecretStore } from '../kit/secrets/secret-store.ts';
import type { Context } from '../unit/unit.ts';
import { namesCalled } from '../workload/declaration/calls.ts';
import type { PlacedWorkload } from '../workload/declaration/placed-workload.ts';
import { hasSecrets, type WorkloadDeclaration } from '../workload/declaration/workload.ts';
import { destinationsOf } from '../workload/graph/destinations.ts';
import { linkedServices } from '../workload/graph/linked-clusters.ts';
import { checksDatabase } from '../workload/pods/database-authority.ts';
import { AWS_AUTHENTICATION } from '../workload/scaling/triggers.ts';
import { addLinkedService } from '../workload/traffic/linked-service.ts';
import { addEgressRoutes } from './egress.ts';

/** What the workloads of one product share in each of its namespaces: secret store, external hosts, KEDA's way to AWS. */
export function buildFoundation(
  scope: Construct,
  product: string,
  workloads: readonly PlacedWorkload[],
  context: Context,
): void {
  for (const [namespace, placed] of byNamespace(workloads)) {
    const labels = ownerLabels(product);
    const place = { namespace, labels };
    if (placed.some(({ declaration }) => hasSecrets(declaration)))
      addSecretStore(scope, context.cluster, { ...place, name: SECRET_STORE, reader: `${product}-secrets` });
    if (placed.some(({ declaration }) => checksDatabase(declaration, context.cluster)))
      addDatabaseAuthority(scope, place, context.cluster);
    if (placed.some(({ declaration }) => scalesByAws(declaration, context.cluster)))
      addTriggerAuthentication(scope, place);
    if (context.cluster.mesh !== undefined && placed.some(({ mesh }) => mesh)) {
      for (const host of externalHosts(placed, context)) addExternalHost(scope, place, host);
      addEgressRoutes(scope, place, placed, context.cluster);
      for (const name of linkedCalls(placed)) {
        for (const { cluster, service } of linkedServices(name, context)) {
          addLinkedService(scope, place, cluster, service, context);
        }
      }
    }
  }
}

/** Whether KEDA asks AWS for a number that scales the workload. */
function scalesByAws(declaration: WorkloadDeclaration, { terraform }: Cluster): boolean {
  if (declaration.kind === 'job' || declaration.scale.queue !== undefined) return true;
  return declaration.scale.topic !== undefined && terraform.kafkaBootstrapServers !== undefined;
}

interface Place {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** KEDA asks for the length of queues with its own role (S4-266). */
function addTriggerAuthentication(scope: Construct, { namespace, labels }: Place): void {
  add(scope, TriggerAuthentication, {
    metadata: { name: AWS_AUTHENTICATION, namespace, labels },
    spec: { podIdentity: { provider: TriggerAuthenticationSpecPodIdentityProvider.AWS } },
  });
}

/** Each host once, sorted, no matter how many workloads of the namespace call it. */
function externalHosts(placed: readonly PlacedWorkload[], context: Context): readonly ExternalHost[] {
  const hosts = new Map<string, ExternalHost>();
  for (const { declaration } of placed) {
    // Calls between workloads stay within the mesh, and there are many of them.
    const calls = (declaration.calls ?? []).filter(({ to }) => to !== 'workload' && to !== 'linked');
    for (const destination of destinationsOf({ ...declaration, calls }, context)) {
      for (const external of destination.externalHosts) hosts.set(external.host, external);
    }
  }
  return [...hosts.keys()].sort().flatMap((host) => hosts.get(host) ?? []);
}

/** The services of linked clusters that workloads of the namespace call, each once. */
function linkedCalls(placed: readonly PlacedWorkload[]): readonly string[] {
  const names = placed.flatMap(({ declaration }) => namesCalled(declaration, 'linked'));
  return [...new Set(names)].sort();
}

function byNamespace(workloads: readonly PlacedWorkload[]): ReadonlyMap<string, readonly PlacedWorkload[]> {
  const groups = new Map<string, PlacedWorkload[]>();
  for (const placed of workloads) {
    groups.set(placed.namespace, [...(groups.get(placed.namespace) ?? []), placed]);
  }
  return groups;
}
