import type { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-29';
import { staffEntryOf } from '../../kit/load-balancer/entry.ts';
import { add } from '../../kit/manifest.ts';
import { addExternalHost } from '../../kit/network/external-host.ts';
import { networks, pods, publicHttps } from '../../kit/network/flows.ts';
import { ownLabels, ownSelector } from '../../kit/node-agent.ts';
import { addDatabaseAuthority, assertDatabaseAuthority } from '../../kit/secrets/database-authority.ts';
import { addSecret } from '../../kit/secrets/external-secret.ts';
import { property } from '../../kit/secrets/secret-reference.ts';
import { addSecretStore } from '../../kit/secrets/secret-store.ts';
import { addServiceAccount } from '../../kit/service-account.ts';
import { component } from '../../unit/component.ts';
import { addMergedMetricsMonitor } from '../../unit/merged-metrics.ts';
import { addStaffRoute, staffExposure } from '../../unit/staff-route.ts';
import type { Context } from '../../unit/unit.ts';
import { waves } from '../../unit/waves.ts';
import { databaseOf } from '../../workload/pods/database-of.ts';
import { ingressGatewayPods, MERGED_METRICS_PORT } from '../istio/address.ts';
import { addDeployment, SECRET } from './deployment.ts';
import { hasKeycloak, keycloakPods, keycloakService, NAME, ports } from './service.ts';

const labels = ownLabels(NAME);
const metadata = { name: NAME, namespace: NAME, labels };
const STORE = 'keycloak-secrets';

/**
 * Accounts of the shop's customers, kept by staff: in the mesh, and reached through staff's entry only (S3-25). Staff
 * themselves log in at the company's identity provider, for which its realm acts as a broker.
 *
 * Its objects are ours: the project has no Helm chart of its own, and what it needs is one Deployment.
 */
export const keycloak = component({
  name: NAME,
  namespace: NAME,
  declares: { name: NAME, mesh: true, owner: 'platform', podSecurity: 'restricted' },
  wave: waves.workloads,
  on: hasKeycloak,
  exposes: ({ cluster }) => [staffExposure(keycloakService, cluster)],
  pods: ({ cluster }) => {
    const database = databaseOf(cluster, NAME, 'postgres');
    const replicas = pods(keycloakPods, ...ports.cluster);
    return [
      {
        name: NAME,
        labels: keycloakPods.labels,
        ingress: [pods(ingressGatewayPods, ports.http), replicas],
        // Its database, and the identity provider.
        egress: [networks(cluster.terraform.dataSubnetCidrs, database.port), publicHttps(), replicas],
        metrics: [MERGED_METRICS_PORT],
      },
    ];
  },
  objects: addObjects,
});

function addObjects(chart: Chart, { cluster }: Context): void {
  const { endpoint, port } = databaseOf(cluster, NAME, 'postgres');
  addServiceAccount(chart, cluster, metadata);
  addSecretStore(chart, cluster, { ...metadata, name: STORE, reader: STORE });
  addSecret(
    chart,
    cluster,
    { ...metadata, owner: NAME, name: SECRET, store: STORE },
    {
      KC_DB_USERNAME: property('keycloak/database', 'username'),
      KC_DB_PASSWORD: property('keycloak/database', 'password'),
      // Only while there is no administrator yet.
      KC_BOOTSTRAP_ADMIN_USERNAME: property('keycloak/administrator', 'username'),
      KC_BOOTSTRAP_ADMIN_PASSWORD: property('keycloak/administrator', 'password'),
    },
  );
  assertDatabaseAuthority(cluster, NAME);
  addDatabaseAuthority(chart, metadata, cluster);
  addExternalHost(chart, metadata, { host: endpoint, port, protocol: 'TCP' });
  addExternalHost(chart, metadata, {
    host: new URL(staffEntryOf(cluster).issuerUrl).host,
    port: 443,
    protocol: 'TLS',
  });
  addDeployment(chart, cluster, labels);
  add(chart, k8s.KubeService, {
    metadata,
    spec: {
      type: 'ClusterIP',
      selector: ownSelector(NAME),
      ports: [
        {
          name: 'http',
          port: keycloakService.service.port,
          targetPort: k8s.IntOrString.fromString('http'),
          protocol: 'TCP',
          appProtocol: 'http',
        },
      ],
    },
  });
  add(chart, k8s.KubePodDisruptionBudget, {
    metadata,
    spec: {
      selector: { matchLabels: ownSelector(NAME) },
      maxUnavailable: k8s.IntOrString.fromNumber(1),
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    },
  });
  addMergedMetricsMonitor(chart, NAME, keycloakPods);
  addStaffRoute(chart, cluster, keycloakService);
}
