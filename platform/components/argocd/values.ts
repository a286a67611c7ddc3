import type { Cluster } from '../../../clusters/index.ts';
import { cached } from '../../kit/image-registry.ts';
import { staffEntry } from '../../kit/load-balancer/entry.ts';
import { roleAnnotation } from '../../kit/service-account.ts';

import type { Context } from '../../unit/unit.ts';
import { unitsOn } from '../../unit/units-on.ts';
import { toolHost } from '../staff-tools/address.ts';
import { APPLICATION_HEALTH } from './application-health.ts';
import { reportValues } from './deploy-reports.ts';
import { ROLES } from './roles.ts';
import { signIn } from './sign-in.ts';

/** Name of the server's ServiceAccount; the server shows logs and objects of the other clusters and assumes the same role. */
const SERVER = 'argocd-server';

/** Name of the ServiceAccount that assumes the access role of the other clusters. */
const CONTROLLER = 'argocd-application-controller';

/** Values of the chart `argo-cd` for a hub and the clusters that it manages. */
export function argocdValues(context: Context) {
  const { cluster: hub, fleet } = context;
  const managed = fleet.clusters.filter((cluster) => cluster.hub === hub.name);
  const remote = managed.filter(({ name }) => name !== hub.name);
  const staff = staffEntry(hub);
  return {
    global: {
      ...(staff && { domain: toolHost('argocd', hub) }),
      image: { repository: `${cached(hub, 'quay.io')}/argoproj/argocd` },
      logging: { format: 'json' },
      // The chart adds each component's own labels.
      topologySpreadConstraints: [
        { maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'DoNotSchedule' },
      ],
      networkPolicy: { create: false },
    },
    crds: { install: true, keep: true },
    configs: {
      cm: {
        'application.resourceTrackingMethod': 'annotation',
        'timeout.reconciliation': '120s',
        // Where staff log in at the identity provider, a shared administrator password would be one more way in.
        ...(staff
          ? { 'admin.enabled': 'false', 'oidc.config': signIn(staff) }
          : // Who forwards its port has it here; the chart would say argocd.example.com.
            { url: 'https://localhost:8080' }),
        'resource.customizations.health.argoproj.io_Application': APPLICATION_HEALTH,
      },
      params: {
        'applicationsetcontroller.policy': 'create-update',
        'controller.diff.server.side': 'true',
      },
      // Nobody may do anything except through one of these roles.
      rbac: { 'policy.default': '', 'policy.csv': ROLES, scopes: '[groups]' },
      clusterCredentials: Object.fromEntries(
        managed.map((cluster) => [cluster.name, { ...credentials(cluster, hub), ...LEAVES_AT_ONCE }]),
      ),
      repositories: ociRepositories(managed, context),
    },
    controller: {
      replicas: 1,
      ...(remote.length > 0 && { serviceAccount: { annotations: roleAnnotation(hub, CONTROLLER) } }),
      resources: { requests: { cpu: '500m', memory: '1Gi' }, limits: { memory: '3Gi' } },
      ...monitored,
    },
    repoServer: {
      ...doubled,
      resources: { requests: { cpu: '250m', memory: '512Mi' }, limits: { memory: '2Gi' } },
      copyutil: { resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '128Mi' } } },
      ...monitored,
    },
    server: {
      ...doubled,
      ...(remote.length > 0 && { serviceAccount: { annotations: roleAnnotation(hub, SERVER) } }),
      resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '512Mi' } },
      ...monitored,
    },
    applicationSet: {
      ...doubled,
      resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '512Mi' } },
      ...monitored,
    },
    // A cache that is filled again after a restart: with a cluster of three, only more could go wrong.
    redis: {
      image: { repository: `${cached(hub, 'public.ecr.aws')}/docker/library/redis` },
      resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '512Mi' } },
    },
    redisSecretInit: { resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '128Mi' } } },
    dex: { enabled: false },
    notifications: reportValues(hub, fleet),
  };
}

/**
 * A cluster that leaves a hub is out of its reach with the same commit: nobody confirms it, although the chart beside it has
 * definitions. Without its credentials Argo CD can neither apply nor delete anything there, whatever Applications it still
 * has; they let go of their objects when they are deleted.
 */
const LEAVES_AT_ONCE = { annotations: { 'argocd.argoproj.io/sync-options': 'Prune=true' } };

const monitored = { metrics: { enabled: true, serviceMonitor: { enabled: true } } };
const doubled = { replicas: 2, pdb: { enabled: true, minAvailable: 1 } };

/**
 * How the hub reaches a cluster. The hub itself is registered under its own name too: `in-cluster` would be another
 * cluster on every hub, and an Application that ended up on the wrong one would be applied there.
 *
 * @throws when another cluster has no role that the hub can assume
 */
function credentials({ name, terraform }: Cluster, hub: Cluster) {
  if (name === hub.name) {
    return { server: 'https://kubernetes.default.svc', config: { tlsClientConfig: { insecure: false } } };
  }
  if (terraform.argocdAccessRoleArn === undefined) {
    throw new Error(
      `clusters/${name}/terraform.json: the output argocd_access_role_arn is missing, which the Argo CD of ${hub.name} assumes. Make the role in Terraform, or take hub out of clusters/${name}/cluster.yaml.`,
    );
  }
  return {
    server: terraform.clusterEndpoint,
    config: {
      awsAuthConfig: { clusterName: terraform.clusterName, roleARN: terraform.argocdAccessRoleArn },
      tlsClientConfig: { insecure: false, caData: terraform.clusterCertificateAuthorityData },
    },
  };
}

/** Argo CD has to know which repositories are registries: in all others it looks for an index. */
function ociRepositories(managed: readonly Cluster[], context: Context) {
  const charts = managed.flatMap((cluster) =>
    unitsOn(cluster.name, context.units)
      .filter((unit) => unit.name !== 'argocd')
      .flatMap((unit) => unit.helm?.({ ...context, cluster }) ?? []),
  );
  return Object.fromEntries(
    charts
      .filter(({ repository }) => !repository.startsWith('https://'))
      .map(({ chart, repository }) => [
        chart,
        { name: chart, url: repository, type: 'helm', enableOCI: 'true' },
      ]),
  );
}
