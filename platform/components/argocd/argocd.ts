import { shownOn } from '../../kit/alerting/shown-on.ts';
import { hasStaffEntry } from '../../kit/load-balancer/entry.ts';
import {
  kubernetesApi,
  type Pods,
  pods,
  publicHttps,
  remoteKubernetesApi,
  vpcEndpoints,
} from '../../kit/network/flows.ts';
import { component, restrictedNamespace } from '../../unit/component.ts';
import { waves } from '../../unit/waves.ts';
import { ARGOCD_NAMESPACE } from './address.ts';
import { argocdAlerts } from './alerts.ts';
import { addApplicationSet } from './application-set.ts';
import { reportsDeploys } from './deploy-reports.ts';
import { addProjects } from './projects.ts';
import { argocdValues } from './values.ts';

const REPO_SERVER_PORT = 8081;
const REDIS_PORT = 6379;

/**
 * Argo CD on each hub, with what says which clusters it manages (S0-14, S4-218 to S4-228). After its first
 * installation it manages itself.
 */
export const argocd = component({
  name: 'argocd',
  namespace: ARGOCD_NAMESPACE,
  declares: restrictedNamespace(ARGOCD_NAMESPACE),
  wave: waves.controllers,
  on: (cluster, fleet) => fleet.clusters.some(({ hub }) => hub === cluster.name),
  chart: 'argo-cd',
  values: argocdValues,
  alerts: () => shownOn('argocd', argocdAlerts()),
  pods: ({ cluster, fleet }) => {
    const api = kubernetesApi(cluster);
    const remote = fleet.clusters.filter(({ name, hub }) => hub === cluster.name && name !== cluster.name);
    const remoteApis = remote.map(remoteKubernetesApi);
    const redis = pods(part('redis'), REDIS_PORT);
    const repoServer = pods(part('repo-server'), REPO_SERVER_PORT);
    const reports = reportsDeploys(cluster, fleet);
    return [
      {
        name: 'argocd-application-controller',
        labels: part('application-controller').labels,
        // The role for the other clusters is assumed through STS.
        egress: [
          api,
          ...remoteApis,
          ...(remote.length > 0 ? [vpcEndpoints(cluster)] : []),
          redis,
          repoServer,
        ],
        metrics: [8082],
      },
      {
        name: 'argocd-server',
        labels: part('server').labels,
        // It shows objects and logs of the other clusters, and asks the identity provider who a user is.
        egress: [
          api,
          ...remoteApis,
          ...(remote.length > 0 ? [vpcEndpoints(cluster)] : []),
          ...(hasStaffEntry(cluster) ? [publicHttps()] : []),
          redis,
          repoServer,
        ],
        metrics: [8083],
      },
      {
        name: 'argocd-repo-server',
        labels: part('repo-server').labels,
        ingress: [
          'application-controller',
          'applicationset-controller',
          ...(reports ? ['notifications-controller'] : []),
          'server',
        ].map((name) => pods(part(name), REPO_SERVER_PORT)),
        // Git and chart repositories.
        egress: [publicHttps(), redis],
        metrics: [8084],
      },
      {
        name: 'argocd-applicationset-controller',
        labels: part('applicationset-controller').labels,
        egress: [api, repoServer],
        metrics: [8080],
      },
      {
        name: 'argocd-redis',
        labels: part('redis').labels,
        ingress: ['application-controller', 'repo-server', 'server'].map((name) =>
          pods(part(name), REDIS_PORT),
        ),
      },
      ...(reports
        ? [
            {
              name: 'argocd-notifications-controller',
              labels: part('notifications-controller').labels,
              // GitHub.
              egress: [api, publicHttps(), repoServer],
              metrics: [9001],
            },
          ]
        : []),
      { name: 'argocd-redis-secret-init', labels: part('redis-secret-init').labels, egress: [api] },
    ];
  },
  objects: (chart, context) => {
    addApplicationSet(chart, context);
    addProjects(chart, context);
  },
});

/** Pods of one of Argo CD's components, by the label that the chart gives them. */
function part(name: string): Pods {
  return { namespace: ARGOCD_NAMESPACE, labels: { 'app.kubernetes.io/name': `argocd-${name}` } };
}
