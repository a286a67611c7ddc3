import type { Chart } from 'cdk8s';
import { type Cluster, comesBeforeProduction, type Fleet } from '../../../clusters/index.ts';
import { ownerLabels } from '../../kit/labels.ts';
import { addSecret } from '../../kit/secrets/external-secret.ts';
import { property } from '../../kit/secrets/secret-reference.ts';
import { addSecretStore } from '../../kit/secrets/secret-store.ts';
import { component } from '../../unit/component.ts';
import type { Unit } from '../../unit/unit.ts';
import { waves } from '../../unit/waves.ts';
import { ARGOCD_NAMESPACE, deployStatus } from './address.ts';

/** The Secret that the chart mounts, and the role that reads what is in it. */
const SECRET = 'argocd-notifications-secret';
const READER = 'argocd-notifications';

/** What Argo CD reports, and the subscription that an Application says it with. */
const TRIGGER = 'deployed';

/** Whether the Argo CD of a hub reports what it has deployed: a build goes on to production when it is well before that. */
export function reportsDeploys(hub: Cluster, { clusters }: Fleet): boolean {
  return clusters.some((cluster) => cluster.hub === hub.name && comesBeforeProduction(cluster));
}

/** Labels an Application whose deploys are reported. */
export function reportAnnotation(unit: Unit, cluster: Cluster): Readonly<Record<string, string>> {
  const runsBuilds = unit.workloads !== undefined || unit.images !== undefined;
  const reported = runsBuilds && comesBeforeProduction(cluster);
  return reported ? { [`notifications.argoproj.io/subscribe.${TRIGGER}.github`]: '' } : {};
}

/**
 * Values of the chart for the controller that reports to GitHub. A commit gets a status when what it changed is synced, its
 * smoke tests have passed and its pods are healthy; a sync that fails gives it none.
 */
export function reportValues(hub: Cluster, fleet: Fleet) {
  if (!reportsDeploys(hub, fleet)) return { enabled: false };
  return {
    enabled: true,
    secret: { create: false, name: SECRET },
    notifiers: {
      'service.github': lines(
        'appID: $app-id',
        'installationID: $installation-id',
        'privateKey: $private-key',
      ),
    },
    templates: {
      [`template.${TRIGGER}`]: lines(
        'message: Synced, and healthy.',
        'github:',
        '  revisionPath: "{{.app.status.operationState.syncResult.revision}}"',
        '  status:',
        '    state: success',
        `    label: "${deployStatus('{{.app.metadata.name}}')}"`,
      ),
    },
    triggers: {
      [`trigger.${TRIGGER}`]: lines(
        "- when: app.status.operationState != nil and app.status.operationState.phase == 'Succeeded' and app.status.health.status == 'Healthy'",
        '  oncePer: app.status.operationState.syncResult.revision',
        `  send: [${TRIGGER}]`,
      ),
    },
    resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '256Mi' } },
    metrics: { enabled: true, serviceMonitor: { enabled: true } },
  };
}

/**
 * The key of the GitHub App that may set statuses and nothing else. A unit of its own, as Argo CD stands before there is
 * anything that makes Secrets.
 */
export const deployReports = component({
  name: 'deploy-reports',
  namespace: ARGOCD_NAMESPACE,
  // With the workloads: a key that is not in the store yet must not keep them back.
  wave: waves.workloads,
  // Where the hub is another cluster too: its own Argo CD, should it have to start, finds the key there.
  on: (cluster, fleet) => reportsDeploys(cluster, fleet) || comesBeforeProduction(cluster),
  objects: (chart, { cluster }) => addKey(chart, cluster),
});

function addKey(chart: Chart, cluster: Cluster): void {
  const place = { namespace: ARGOCD_NAMESPACE, labels: ownerLabels('platform') };
  addSecretStore(chart, cluster, { ...place, name: READER, reader: READER });
  const key = (name: string) => property('github/deploy-reports', name);
  addSecret(
    chart,
    cluster,
    { ...place, owner: READER, name: SECRET, store: READER },
    {
      'app-id': key('app_id'),
      'installation-id': key('installation_id'),
      'private-key': key('private_key'),
    },
  );
}

function lines(...text: readonly string[]): string {
  return `${text.join('\n')}\n`;
}
