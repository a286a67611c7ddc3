import type { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-29';
import type { Cluster } from '../../../clusters/index.ts';
import { cached } from '../../kit/image-registry.ts';
import { add } from '../../kit/manifest.ts';
import { ownLabels } from '../../kit/node-agent.ts';
import { confinedContainer } from '../../kit/pod-hardening.ts';
import { amounts } from '../../kit/resources.ts';
import { component, privilegedNamespace } from '../../unit/component.ts';
import { waves } from '../../unit/waves.ts';

const NAME = 'kube-bench';

const IMAGE =
  'aquasec/kube-bench:v0.16.0@sha256:75506f222d1eb6ce2a751a5533bdc0a3b54c898e2e49e7751d0ee22cfb862679';

/** The newest edition for EKS that this release knows. */
const BENCHMARK = 'eks-1.8.0';

/** Weekly (Appendix B): Monday 03:00 in Japan, Sunday evening in Europe. */
const SCHEDULE = '0 18 * * 0';

/**
 * What the benchmark looks at. Of the kubelet's folder, only one file: the rest holds the Secrets of every pod on the
 * node.
 */
const HOST_PATHS = [
  { name: 'kubelet-kubeconfig', path: '/var/lib/kubelet/kubeconfig', type: 'File' },
  { name: 'kubernetes', path: '/etc/kubernetes', type: 'Directory' },
  { name: 'systemd', path: '/etc/systemd', type: 'Directory' },
] as const;

/**
 * The CIS benchmark for EKS, run on live nodes (S0-21, S0-22). A check sees only the node that it runs on, and all
 * nodes of a group start from one image with one configuration, so there is a check for each group. A group that may
 * be empty has no check, because it would start a node. Findings go to stdout, one line each, and through Fluent Bit to
 * CloudWatch; they do not fail the Job, which fails when nothing was checked.
 */
export const kubeBench = component({
  name: NAME,
  namespace: NAME,
  declares: privilegedNamespace(
    NAME,
    'The check reads three paths of the node and the arguments of its kubelet. It writes nothing and has no capabilities, no token and no network.',
  ),
  wave: waves.workloads,
  exemptions: [
    {
      workload: NAME,
      policies: ['NoHostAccess'],
      reason: 'Reads the settings of the kubelet: three paths of the node and its list of processes.',
    },
  ],
  objects: (chart, { cluster }) => {
    for (const [group, { minSize }] of Object.entries(cluster.terraform.nodeGroups)) {
      if (minSize > 0) addCheck(chart, cluster, group);
    }
  },
});

function addCheck(chart: Chart, cluster: Cluster, group: string): void {
  const name = `${NAME}-${group}`;
  const labels = ownLabels(NAME);
  add(chart, k8s.KubeCronJob, {
    metadata: { name, namespace: NAME, labels },
    spec: {
      schedule: SCHEDULE,
      timeZone: 'Etc/UTC',
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: 3600,
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit: 2,
      jobTemplate: {
        metadata: { labels },
        spec: {
          // Time for the node to pull the image and to have room.
          activeDeadlineSeconds: 1800,
          backoffLimit: 1,
          template: { metadata: { labels }, spec: pod(cluster, group) },
        },
      },
    },
  });
}

/**
 * Root, because the files belong to root. The processes of the host, because the benchmark asks how the kubelet was
 * started.
 */
function pod(cluster: Cluster, group: string): k8s.PodSpec {
  return {
    restartPolicy: 'Never',
    hostPid: true,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    priorityClassName: 'batch',
    tolerations: [{ operator: 'Exists' }],
    affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: nodesOf(cluster, group) } },
    securityContext: { runAsUser: 0, runAsGroup: 0, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        name: NAME,
        image: `${cached(cluster, 'docker.io')}/${IMAGE}`,
        imagePullPolicy: 'IfNotPresent',
        command: ['kube-bench', 'run', '--targets', 'node', '--benchmark', BENCHMARK, '--noremediations'],
        resources: {
          requests: amounts({ cpu: '50m', memory: '64Mi' }),
          limits: amounts({ memory: '128Mi' }),
        },
        securityContext: confinedContainer,
        volumeMounts: HOST_PATHS.map(({ name, path }) => ({ name, mountPath: path, readOnly: true })),
      },
    ],
    volumes: HOST_PATHS.map(({ name, path, type }) => ({ name, hostPath: { path, type } })),
  };
}

/** AWS labels the nodes of a group with its name, Karpenter those of a pool. */
function nodesOf({ nodeScaler }: Cluster, group: string): k8s.NodeSelector {
  const labels = [
    'eks.amazonaws.com/nodegroup',
    ...(nodeScaler === 'karpenter' ? ['karpenter.sh/nodepool'] : []),
  ];
  return {
    nodeSelectorTerms: labels.map((key) => ({
      matchExpressions: [{ key, operator: 'In', values: [group] }],
    })),
  };
}
