import type { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-29';
import type { Cluster } from '../../../clusters/index.ts';
import { cached } from '../../kit/image-registry.ts';
import { add } from '../../kit/manifest.ts';
import { everyNode, ownLabels, ownSelector } from '../../kit/node-agent.ts';
import { restrictedContainer, restrictedPod } from '../../kit/pod-hardening.ts';
import { amounts } from '../../kit/resources.ts';
import { NODE_EXPORTER_PORT } from './address.ts';

const IMAGE = 'prometheus/node-exporter:v1.12.1';

/** Where the root of the node is mounted. */
const HOST = '/host';

/** Nobody in particular; any number but 0 will do. */
const USER = 65534;

const SIZE = { requests: { cpu: '50m', memory: '32Mi' }, limits: { cpu: '250m', memory: '128Mi' } };

/** The volumes of pods are counted by the kubelet, and each layer of an image would be a series of its own. */
const FOREIGN_MOUNTS = '^/(dev|proc|run|sys|var/lib/kubelet/.+|var/lib/containerd/.+)($|/)';

/** The VPC CNI makes a device for every pod, whose traffic cAdvisor counts by the name of the pod. */
const FOREIGN_DEVICES = '^(lo|eni[0-9a-f]+|vlan\\.eth\\..+|veth.+|dummy.*)$';

/** The kubelet fills in the address on which the exporter listens, from its environment. */
const LISTEN = `$(HOST_ADDRESS):${NODE_EXPORTER_PORT}`;

/** The exporter on every node, tainted ones included. */
export function addExporter(chart: Chart, cluster: Cluster, name: string, namespace: string): void {
  const labels = ownLabels(name);
  add(chart, k8s.KubeDaemonSet, {
    metadata: { name, namespace, labels },
    spec: {
      selector: { matchLabels: ownSelector(name) },
      // It stores nothing, so many nodes may be without it for a moment.
      updateStrategy: {
        type: 'RollingUpdate',
        rollingUpdate: { maxUnavailable: k8s.IntOrString.fromString('10%') },
      },
      template: {
        metadata: { labels },
        spec: {
          ...everyNode,
          tolerations: [...everyNode.tolerations],
          serviceAccountName: name,
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          // Inside a network of its own the exporter would count its own traffic.
          hostNetwork: true,
          securityContext: { ...restrictedPod, runAsUser: USER, runAsGroup: USER },
          containers: [container(cluster, name)],
          volumes: [{ name: 'root', hostPath: { path: '/', type: 'Directory' } }],
        },
      },
    },
  });
}

function container(cluster: Cluster, name: string): k8s.Container {
  return {
    name,
    image: `${cached(cluster, 'quay.io')}/${IMAGE}`,
    imagePullPolicy: 'IfNotPresent',
    args: [
      `--web.listen-address=${LISTEN}`,
      `--path.procfs=${HOST}/proc`,
      `--path.sysfs=${HOST}/sys`,
      `--path.rootfs=${HOST}`,
      `--collector.filesystem.mount-points-exclude=${FOREIGN_MOUNTS}`,
      `--collector.netdev.device-exclude=${FOREIGN_DEVICES}`,
      `--collector.netclass.ignored-devices=${FOREIGN_DEVICES}`,
    ],
    env: [{ name: 'HOST_ADDRESS', valueFrom: { fieldRef: { fieldPath: 'status.hostIP' } } }],
    ports: [
      {
        name: 'metrics',
        containerPort: NODE_EXPORTER_PORT,
        hostPort: NODE_EXPORTER_PORT,
        protocol: 'TCP',
      },
    ],
    resources: { requests: amounts(SIZE.requests), limits: amounts(SIZE.limits) },
    readinessProbe: {
      httpGet: { path: '/', port: k8s.IntOrString.fromString('metrics') },
      periodSeconds: 10,
      timeoutSeconds: 3,
    },
    livenessProbe: {
      httpGet: { path: '/', port: k8s.IntOrString.fromString('metrics') },
      initialDelaySeconds: 15,
      periodSeconds: 30,
      timeoutSeconds: 5,
      failureThreshold: 3,
    },
    securityContext: restrictedContainer,
    volumeMounts: [
      // What is mounted on the node later is visible as well.
      { name: 'root', mountPath: HOST, readOnly: true, mountPropagation: 'HostToContainer' },
    ],
  };
}
