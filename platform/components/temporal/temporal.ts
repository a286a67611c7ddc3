import { AuthorizationPolicy, AuthorizationPolicySpecAction } from '@cdk8s/istio';
import type { Chart } from 'cdk8s';
import { ownerLabels } from '../../kit/labels.ts';
import { staffEntryOf } from '../../kit/load-balancer/entry.ts';
import { add } from '../../kit/manifest.ts';
import { addExternalHost } from '../../kit/network/external-host.ts';
import { networks, pods, publicHttps } from '../../kit/network/flows.ts';
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
import { graphOf } from '../../workload/graph/graph.ts';
import { databaseOf } from '../../workload/pods/database-of.ts';
import { ingressGatewayPods, MERGED_METRICS_PORT, principal, sourcesOf } from '../istio/address.ts';
import {
  databases,
  hasTemporal,
  NAME,
  NAMESPACE,
  RELEASE,
  SERVICE_ACCOUNT,
  temporalFrontend,
  temporalPods,
  temporalWeb,
} from './service.ts';
import { secrets, temporalValues } from './values.ts';
import { addWorkflowNamespaces } from './workflow-namespaces.ts';

const labels = ownerLabels('platform');
const place = { namespace: NAMESPACE, labels };
const STORE = 'temporal-secrets';

/** Of the server's parts: requests to each, and the gossip about who is there. */
const PART_PORTS = [7233, 7234, 7235, 6933, 6934, 6935, 6939];

/**
 * What Temporal needs before its chart comes: the Job that prepares the databases runs before everything else of the
 * chart, so its passwords and its network access are in a unit of their own, waves before.
 */
export const temporalStore = component({
  name: 'temporal-store',
  namespace: NAMESPACE,
  declares: { name: NAMESPACE, mesh: true, owner: 'platform', podSecurity: 'restricted' },
  wave: waves.foundations,
  on: hasTemporal,
  pods: ({ cluster }) => [
    {
      name: 'temporal-store',
      egress: [
        networks(cluster.terraform.dataSubnetCidrs, databaseOf(cluster, databases.default, 'mysql').port),
      ],
    },
  ],
  objects: addStore,
});

/** Workflows that outlive the pods that work on them, for the services of the mesh; staff see them on its pages (S3-25). */
export const temporal = component({
  name: NAME,
  namespace: NAMESPACE,
  wave: waves.workloads,
  on: hasTemporal,
  chart: {
    repository: 'https://go.temporal.io/helm-charts',
    chart: 'temporal',
    version: RELEASE.chart,
    definitions: false,
  },
  values: temporalValues,
  endpoints: [temporalFrontend],
  exposes: ({ cluster }) => [staffExposure(temporalWeb, cluster)],
  pods: (context) => {
    const parts = pods(temporalPods(), ...PART_PORTS);
    return [
      {
        name: NAME,
        labels: temporalPods().labels,
        ingress: [parts],
        egress: [parts],
        metrics: [MERGED_METRICS_PORT],
      },
      {
        name: temporalFrontend.name,
        labels: temporalFrontend.labels,
        ingress: graphOf(context)
          .callersOf(temporalFrontend.name)
          .map((caller) => pods(caller, temporalFrontend.containerPort)),
      },
      {
        name: temporalWeb.service.name,
        labels: temporalWeb.pods.labels,
        ingress: [pods(ingressGatewayPods, temporalWeb.port)],
        // The identity provider.
        egress: [publicHttps()],
      },
    ];
  },
  objects: (chart, context) => {
    addAuthorizationPolicies(chart, context);
    addMergedMetricsMonitor(chart, NAME, temporalPods());
    addWorkflowNamespaces(chart, context);
    addStaffRoute(chart, context.cluster, temporalWeb);
  },
});

function addStore(chart: Chart, { cluster }: Context): void {
  addServiceAccount(chart, cluster, { ...place, name: SERVICE_ACCOUNT });
  addSecretStore(chart, cluster, { ...place, name: STORE, reader: STORE });
  const secret = (name: string, values: Parameters<typeof addSecret>[3]) =>
    addSecret(chart, cluster, { ...place, owner: NAME, name, store: STORE }, values);
  secret(secrets.database, {
    password: property('temporal/database', 'password'),
    visibility_password: property('temporal/visibility-database', 'password'),
  });
  assertDatabaseAuthority(cluster, NAME);
  addDatabaseAuthority(chart, place, cluster);
  secret(secrets.client, {
    TEMPORAL_AUTH_CLIENT_ID: property('sso/temporal', 'client_id'),
    TEMPORAL_AUTH_CLIENT_SECRET: property('sso/temporal', 'client_secret'),
  });
  const hosts = Object.values(databases).map((name) => databaseOf(cluster, name, 'mysql'));
  for (const [host, port] of new Map(hosts.map(({ endpoint, port }) => [endpoint, port]))) {
    addExternalHost(chart, place, { host, port, protocol: 'TCP' });
  }
  addExternalHost(chart, place, {
    host: new URL(staffEntryOf(cluster).issuerUrl).host,
    port: 443,
    protocol: 'TLS',
  });
}

/** Its parts call each other, and its callers call the frontend; what staff do goes through the web pages. */
function addAuthorizationPolicies(chart: Chart, context: Context): void {
  const { cluster } = context;
  const own = { namespace: NAMESPACE, serviceAccount: SERVICE_ACCOUNT };
  const policy = (
    name: string,
    selected: Readonly<Record<string, string>>,
    principals: string[],
    ports: number[],
  ) => {
    if (principals.length === 0) return;
    add(chart, AuthorizationPolicy, {
      metadata: { name, namespace: NAMESPACE, labels },
      spec: {
        selector: { matchLabels: { ...selected } },
        action: AuthorizationPolicySpecAction.ALLOW,
        rules: [
          {
            from: sourcesOf(cluster, principals).map((source) => ({ source })),
            to: [{ operation: { ports: ports.map(String) } }],
          },
        ],
      },
    });
  };
  policy('allow-temporal', temporalPods().labels, [principal(cluster, own)], PART_PORTS);
  policy(
    'allow-callers-of-temporal',
    temporalFrontend.labels,
    graphOf(context)
      .callersOf(temporalFrontend.name)
      .map((caller) => principal(cluster, caller)),
    [temporalFrontend.containerPort],
  );
}
