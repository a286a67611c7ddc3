import { k8s } from 'cdk8s-plus-29';
import type { Cluster } from '../../../clusters/index.ts';
import { cached } from '../../kit/image-registry.ts';
import { ownerLabels } from '../../kit/labels.ts';
import { type Flow, pods, publicHttps } from '../../kit/network/flows.ts';
import { restrictedPod } from '../../kit/pod-hardening.ts';
import { addSecret } from '../../kit/secrets/external-secret.ts';
import { property } from '../../kit/secrets/secret-reference.ts';
import { addSecretStore } from '../../kit/secrets/secret-store.ts';
import { component } from '../../unit/component.ts';
import type { Context } from '../../unit/unit.ts';
import { waves } from '../../unit/waves.ts';
import { grafanaPods } from '../grafana/address.ts';
import { alertmanagerPods, alertmanagerService, MONITORING_NAMESPACE } from './address.ts';
import { alertmanagerConfig, RECEIVER_SECRET } from './alertmanager-config.ts';
import { externalUrl } from './external-url.ts';

const WEB_PORT = alertmanagerService.port;
const GOSSIP_PORT = 9094;

/** The store of the receivers' tokens, and its reader. */
const STORE = 'alertmanager-secrets';

/** Notifications must not come twice when one is down, nor stop when two are (S3-78). */
const REPLICAS = 3;

/**
 * What surrounds Alertmanager: its Secret and the policies of its pods (S3-71, S3-75, S3-78). The pods themselves come
 * from the chart of Prometheus and its operator, with the values below.
 */
export const alertmanager = component({
  name: 'alertmanager',
  namespace: MONITORING_NAMESPACE,
  // Its Secret has to be there when the pods start.
  wave: waves.policies,
  pods: () => [
    {
      name: 'alertmanager',
      labels: alertmanagerPods.labels,
      ingress: [gossip(), pods(grafanaPods, WEB_PORT)],
      // Slack and incident.io; a NetworkPolicy does not know names, so it is HTTPS to every public address.
      egress: [gossip(), publicHttps()],
      // Prometheus sends its alerts to the port that it reads; the other one is that of the container that reloads.
      metrics: [8080, WEB_PORT],
    },
  ],
  objects: (chart, { cluster }) => {
    const labels = ownerLabels('platform');
    const place = { namespace: MONITORING_NAMESPACE, labels };
    addSecretStore(chart, cluster, { ...place, name: STORE, reader: STORE });
    const target = { ...place, owner: 'alertmanager', name: RECEIVER_SECRET, store: STORE };
    addSecret(
      chart,
      cluster,
      target,
      Object.fromEntries(tokensOf(cluster).map((token) => [token, property('alertmanager', token)])),
    );
  },
});

/** Keys of the Secret, and properties of `<secret_path_prefix>/alertmanager` in AWS Secrets Manager. */
function tokensOf({ incidentIo }: Cluster): readonly string[] {
  const paging = incidentIo === undefined ? [] : ['incident_io_token', 'incident_io_heartbeat_token'];
  return ['slack_bot_token', ...paging];
}

/** What the members tell each other: what has been notified, and which silences there are. */
function gossip(): Flow {
  const { peers, ports } = pods(alertmanagerPods, GOSSIP_PORT);
  return {
    peers,
    ports: [...ports, { port: k8s.IntOrString.fromNumber(GOSSIP_PORT), protocol: 'UDP' }],
  };
}

/** The values under `alertmanager` of the chart `kube-prometheus-stack`. */
export function alertmanagerValues(context: Context, storageClassName: string) {
  return {
    enabled: true,
    config: alertmanagerConfig(context),
    serviceAccount: { automountServiceAccountToken: false },
    podDisruptionBudget: { enabled: true, minAvailable: REPLICAS - 1 },
    alertmanagerSpec: {
      image: { registry: cached(context.cluster, 'quay.io') },
      replicas: REPLICAS,
      ...externalUrl(alertmanagerService.name, context.cluster),
      secrets: [RECEIVER_SECRET],
      automountServiceAccountToken: false,
      securityContext: { ...restrictedPod, runAsUser: 1000, runAsGroup: 2000, fsGroup: 2000 },
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: 'topology.kubernetes.io/zone',
          whenUnsatisfiable: 'DoNotSchedule',
          labelSelector: { matchLabels: alertmanagerPods.labels },
        },
      ],
      resources: { requests: { cpu: '20m', memory: '64Mi' }, limits: { memory: '256Mi' } },
      // Silences, and the record of what was notified, outlive the pods.
      storage: {
        volumeClaimTemplate: {
          spec: {
            accessModes: ['ReadWriteOnce'],
            storageClassName,
            resources: { requests: { storage: '2Gi' } },
          },
        },
      },
    },
  };
}
