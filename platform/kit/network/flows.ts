import { k8s } from 'cdk8s-plus-29';
import { type Cluster, PRIVATE_NETWORKS } from '../../../clusters/index.ts';
import { MadeOnce } from '../made-once.ts';
import { KUBE_SYSTEM } from '../namespace.ts';

/** One side of a permitted connection: these peers, on these ports. */
export interface Flow {
  readonly peers: readonly k8s.NetworkPolicyPeer[];
  readonly ports: readonly k8s.NetworkPolicyPort[];
}

/** Pods by their labels, in a namespace by its name; no labels select all of its pods. */
export interface Pods {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Pods of a namespace. Namespaces are known by the label that Kubernetes itself sets. */
export function pods(target: Pods, ...ports: readonly number[]): Flow {
  return flowsTo.of(target, ports.join(), () => newFlow(target, ports));
}

/** By the ports: a service with many callers is the same target to all of them. */
const flowsTo = new MadeOnce<Pods, Flow>();

function newFlow(target: Pods, ports: readonly number[]): Flow {
  return {
    peers: [
      {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': target.namespace } },
        podSelector: labelled(target.labels),
      },
    ],
    ports: tcp(...ports),
  };
}

/**
 * The API server drops empty `matchLabels` when it stores them: each apply on the server's side would then find a
 * difference and write the policy anew.
 */
function labelled(labels: Pods['labels']): k8s.LabelSelector {
  return Object.keys(labels).length === 0 ? {} : { matchLabels: { ...labels } };
}

/** Networks in CIDR notation. */
export function networks(cidrs: readonly string[], ...ports: readonly number[]): Flow {
  return { peers: cidrs.map((cidr) => ({ ipBlock: { cidr } })), ports: tcp(...ports) };
}

/** The load balancers, where their targets are pods: their interfaces stand in the public subnets. */
export function loadBalancers(cluster: Cluster, ...ports: readonly number[]): Flow {
  return networks(cluster.terraform.publicSubnetCidrs, ...ports);
}

/** The pods of the cluster's DNS, an add-on of EKS. */
export const clusterDnsPods: Pods = { namespace: KUBE_SYSTEM, labels: { 'k8s-app': 'kube-dns' } };

/** The cluster's DNS. Without it nothing that has a name can be reached. */
export function dns(): Flow {
  const { peers } = pods(clusterDnsPods);
  return { peers, ports: [...tcp(53), { port: k8s.IntOrString.fromNumber(53), protocol: 'UDP' }] };
}

/**
 * The Kubernetes API: its network interfaces, in subnets of their own since pods have addresses of the private ones, and
 * the address of the Service `kubernetes`, which the VPC CNI compares before it is translated.
 */
export function kubernetesApi(cluster: Cluster): Flow {
  const { controlPlaneSubnetCidrs, serviceCidr } = cluster.terraform;
  return networks([firstAddress(serviceCidr), ...controlPlaneSubnetCidrs], 443);
}

/** The Kubernetes API of another cluster, whose Service `kubernetes` means nothing here. */
export function remoteKubernetesApi({ terraform }: Cluster): Flow {
  return networks(terraform.controlPlaneSubnetCidrs, 443);
}

/** The API server calls webhooks and aggregated APIs from its own network interfaces, and no pod calls them. */
export function fromControlPlane(cluster: Cluster, ...ports: readonly number[]): Flow {
  return networks(cluster.terraform.controlPlaneSubnetCidrs, ...ports);
}

/** AWS APIs through interface endpoints, which have private addresses. */
export function vpcEndpoints(cluster: Cluster): Flow {
  return networks(cluster.terraform.vpcEndpointCidrs, 443);
}

/** The brokers of Kafka, which stand in the data subnets; none where the cluster has no Kafka (S4-146). */
export function kafkaFlows({ terraform }: Cluster): readonly Flow[] {
  const ports = (terraform.kafkaBootstrapServers ?? []).map((broker) => Number(broker.split(':')[1]));
  if (ports.length === 0) return [];
  return [networks(terraform.dataSubnetCidrs, ...new Set(ports))];
}

/** HTTPS to public addresses only: every private and link-local range is left out (S4-198). */
export function publicHttps(): Flow {
  return {
    peers: [
      {
        ipBlock: {
          cidr: '0.0.0.0/0',
          except: [...PRIVATE_NETWORKS],
        },
      },
    ],
    ports: tcp(443),
  };
}

export function tcp(...ports: readonly number[]): k8s.NetworkPolicyPort[] {
  return ports.map((port) => ({ port: k8s.IntOrString.fromNumber(port), protocol: 'TCP' }));
}

/** The Service `kubernetes` always has the first address of the service network. */
function firstAddress(cidr: string): string {
  const [network = ''] = cidr.split('/');
  return `${network.replace(/\d+$/, (last) => String(Number(last) + 1))}/32`;
}
