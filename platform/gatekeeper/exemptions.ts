import type { Context } from '../constructs/unit.ts';
import { namespacesOf } from '../namespaces/namespaces.ts';
import { policies } from './policies/index.ts';

/** Who does not have to follow some policies, and why: nobody else is left out (contradiction 36). */
export interface Exemption {
  readonly namespace: string;
  /** Its `app.kubernetes.io/name`. Left out: the whole namespace, for pods that a Helm chart or AWS makes. */
  readonly workload?: string;
  /** Kinds of the policies. */
  readonly policies: readonly string[];
  readonly reason: string;
  /** Who answers for it. */
  readonly owner: string;
  /** The clusters that need it, where not all with that namespace do. */
  readonly on?: (context: Context) => boolean;
}

/** Made by Kubernetes and AWS, on every cluster, and with no label of ours. */
const SYSTEM_NAMESPACES = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];

const workload = (
  namespace: string,
  name: string,
  reason: string,
  ...kinds: readonly string[]
): Exemption => ({ namespace, workload: name, policies: kinds, reason, owner: 'platform' });

/** The list. A test fails for an entry that is not needed, and for a namespace that needs one and has none. */
export const exemptions: readonly Exemption[] = [
  ...SYSTEM_NAMESPACES.map(
    (namespace): Exemption => ({
      namespace,
      policies: ['RequiredLabels'],
      reason: 'Kubernetes makes it, and the Service of its API.',
      owner: 'aws',
    }),
  ),
  {
    namespace: 'kube-system',
    policies: policies.map(({ kind }) => kind).filter((kind) => kind !== 'RequiredLabels'),
    reason: 'Add-ons that AWS installs and updates from its own registry: network, DNS, proxy, volumes.',
    owner: 'aws',
  },
  {
    namespace: 'istio-cni',
    policies: ['NoHostAccess'],
    reason:
      'Writes the plug-in and its configuration into the folders of the node, and looks at its processes.',
    owner: 'platform',
  },
  {
    namespace: 'istio-system',
    policies: ['NoOpenServices'],
    reason: 'The ingress gateway: targets of the load balancer are ports of the nodes (S3).',
    owner: 'platform',
    on: ({ cluster }) => cluster.ingress.targetType === 'instance',
  },
  workload(
    'logging',
    'fluent-bit',
    'Reads the logs and the journal of the node, and asks the Kubernetes API for the names of pods.',
    'NoHostAccess',
    'NoServiceAccountToken',
  ),
  workload(
    'logging',
    'fluent-bit-events',
    'Reads the events of the cluster from the Kubernetes API.',
    'NoServiceAccountToken',
  ),
  workload(
    'node-problem-detector',
    'node-problem-detector',
    'Reads the messages of the kernel, which only privileged containers may open, and reports to the Kubernetes API.',
    'NoPrivilegedContainers',
    'NoHostAccess',
    'NoServiceAccountToken',
  ),
  workload(
    'kube-bench',
    'kube-bench',
    'Reads the settings of the kubelet: three paths of the node and its list of processes.',
    'NoHostAccess',
  ),
];

/** The exemptions from a policy that apply on a cluster. */
export function exemptionsOn(context: Context, kind: string): readonly Exemption[] {
  const namespaces = new Set([...SYSTEM_NAMESPACES, ...namespacesOf(context).map(({ name }) => name)]);
  return exemptions.filter(
    ({ namespace, policies: kinds, on = () => true }) =>
      kinds.includes(kind) && namespaces.has(namespace) && on(context),
  );
}
