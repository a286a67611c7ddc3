import type { ClusterRule } from '../../rule.ts';
import { minorOf } from '../../schema/catalog.ts';
import { at, fields, isFields, list, type Path, text } from '../../state/read.ts';
import type { Fault } from '../refused/fault.ts';
import { podPlace } from '../refused/pod/pod-place.ts';
import { fault, type Judged, judged, word } from '../refused/topic.ts';
import { REMOVED } from './removed.ts';

/** Annotations that are no longer read, or have a field: since which minor, and what to write. */
const ANNOTATIONS: Readonly<
  Record<string, readonly [since: number, write: string, severity: 'error' | 'warning']>
> = {
  'kubernetes.io/ingress.class': [18, 'spec.ingressClassName', 'warning'],
  'service.alpha.kubernetes.io/tolerate-unready-endpoints': [
    25,
    'spec.publishNotReadyAddresses: true',
    'warning',
  ],
  'service.kubernetes.io/topology-aware-hints': [27, 'spec.trafficDistribution: PreferClose', 'warning'],
  'volume.beta.kubernetes.io/storage-class': [18, 'spec.storageClassName', 'warning'],
  'volume.alpha.kubernetes.io/storage-class': [6, 'spec.storageClassName', 'warning'],
  'storageclass.beta.kubernetes.io/is-default-class': [
    22,
    'the annotation storageclass.kubernetes.io/is-default-class',
    'warning',
  ],
  'scheduler.alpha.kubernetes.io/node-selector': [6, 'spec.nodeSelector', 'warning'],
};

const POD_ANNOTATIONS: Readonly<
  Record<string, readonly [since: number, write: string, severity: 'error' | 'warning']>
> = {
  'seccomp.security.alpha.kubernetes.io/pod': [27, 'securityContext.seccompProfile', 'error'],
  'scheduler.alpha.kubernetes.io/critical-pod': [16, 'priorityClassName: system-cluster-critical', 'warning'],
  'scheduler.alpha.kubernetes.io/tolerations': [6, 'tolerations', 'warning'],
  'scheduler.alpha.kubernetes.io/affinity': [6, 'affinity', 'warning'],
  'security.alpha.kubernetes.io/sysctls': [11, 'securityContext.sysctls', 'warning'],
};

/** Labels of nodes that are no longer set, and those that took their place. */
const NODE_LABELS: Readonly<Record<string, string>> = {
  'beta.kubernetes.io/os': 'kubernetes.io/os',
  'beta.kubernetes.io/arch': 'kubernetes.io/arch',
  'beta.kubernetes.io/instance-type': 'node.kubernetes.io/instance-type',
  'failure-domain.beta.kubernetes.io/zone': 'topology.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region': 'topology.kubernetes.io/region',
  'node-role.kubernetes.io/master': 'node-role.kubernetes.io/control-plane',
};

const PROVISIONERS: Readonly<Record<string, string>> = {
  'kubernetes.io/aws-ebs': 'ebs.csi.aws.com',
  'kubernetes.io/gce-pd': 'pd.csi.storage.gke.io',
  'kubernetes.io/azure-disk': 'disk.csi.azure.com',
  'kubernetes.io/azure-file': 'file.csi.azure.com',
  'kubernetes.io/cinder': 'cinder.csi.openstack.org',
  'kubernetes.io/vsphere-volume': 'csi.vsphere.vmware.com',
  'kubernetes.io/portworx-volume': 'pxd.portworx.com',
  'kubernetes.io/rbd': 'rbd.csi.ceph.com',
  'kubernetes.io/glusterfs': 'another provisioner',
};

/** Volumes in the tree of Kubernetes that were removed from it, and since when. */
const VOLUMES: Readonly<Record<string, number>> = {
  awsElasticBlockStore: 27,
  azureDisk: 27,
  azureFile: 27,
  cinder: 26,
  gcePersistentDisk: 28,
  glusterfs: 26,
  vsphereVolume: 30,
  cephfs: 31,
  rbd: 31,
  flocker: 25,
  quobyte: 25,
  storageos: 25,
  gitRepo: 33,
  scaleIO: 22,
};

function* annotationFaults(
  found: unknown,
  known: typeof ANNOTATIONS,
  path: Path,
  minor: number,
): Generator<Fault> {
  for (const key of Object.keys(fields(found))) {
    const old = Object.hasOwn(known, key)
      ? known[key]
      : key.startsWith('container.seccomp.security.alpha.kubernetes.io/')
        ? POD_ANNOTATIONS['seccomp.security.alpha.kubernetes.io/pod']
        : undefined;
    if (old && minor >= old[0])
      yield fault(
        [...path, key],
        `the annotation ${key} has been replaced since 1.${old[0]}, and is not read everywhere`,
        `write ${old[1]}`,
        old[2],
      );
  }
}

function* nodeFaults(spec: Readonly<Record<string, unknown>>, path: Path): Generator<Fault> {
  const old = (key: unknown, place: Path): Fault | undefined =>
    typeof key === 'string' && Object.hasOwn(NODE_LABELS, key)
      ? fault(place, `nodes of today do not have ${key}`, `write ${NODE_LABELS[key] ?? ''}`, 'warning')
      : undefined;
  const found: (Fault | undefined)[] = Object.keys(fields(spec.nodeSelector)).map((key) =>
    old(key, [...path, 'nodeSelector', key]),
  );
  const tolerated = new Set(list(spec.tolerations).map((toleration) => fields(toleration).key));
  for (const [index, toleration] of list(spec.tolerations).entries()) {
    // Both are written where clusters of any age are meant.
    const { key } = fields(toleration);
    if (typeof key === 'string' && !tolerated.has(NODE_LABELS[key]))
      found.push(old(key, [...path, 'tolerations', index, 'key']));
  }
  for (const [index, spread] of list(spec.topologySpreadConstraints).entries())
    found.push(old(fields(spread).topologyKey, [...path, 'topologySpreadConstraints', index, 'topologyKey']));
  const terms = list(
    at(
      spec,
      'affinity',
      'nodeAffinity',
      'requiredDuringSchedulingIgnoredDuringExecution',
      'nodeSelectorTerms',
    ),
  );
  for (const [index, term] of terms.entries()) {
    const keys = list(fields(term).matchExpressions).map((expression) => fields(expression).key);
    const place = [
      ...path,
      'affinity',
      'nodeAffinity',
      'requiredDuringSchedulingIgnoredDuringExecution',
      'nodeSelectorTerms',
      index,
    ];
    // Another term may name the newer label.
    if (terms.length === 1)
      for (const [position, key] of keys.entries())
        found.push(old(key, [...place, 'matchExpressions', position, 'key']));
  }
  for (const one of found) if (one) yield one;
}

function* volumeFaults(volume: unknown, path: Path, minor: number): Generator<Fault> {
  for (const [kind, since] of Object.entries(VOLUMES)) {
    if (isFields(fields(volume)[kind]) && minor >= since)
      yield fault(
        [...path, kind],
        `Kubernetes has had no ${kind} of its own since 1.${since}`,
        kind === 'gitRepo'
          ? 'clone it in an init container into an emptyDir'
          : 'write csi, or a PersistentVolumeClaim',
        'warning',
      );
  }
}

const TARGETS = [
  ['spec', 'scaleTargetRef'],
  ['spec', 'targetRef'],
];

function* judge(object: Judged): Generator<Fault> {
  const { group, kind, value } = object;
  const minor = minorOf(object.kubernetes);
  const annotations = fields(at(value, 'metadata', 'annotations'));
  // Some charts write the annotation beside its field, for clusters of any age.
  const known = at(value, 'spec', 'publishNotReadyAddresses') === true ? {} : ANNOTATIONS;
  yield* annotationFaults(annotations, known, ['metadata', 'annotations'], minor);
  const pod = podPlace(object);
  if (pod) {
    yield* annotationFaults(
      pod.metadata.annotations,
      POD_ANNOTATIONS,
      [...pod.path.slice(0, -1), 'metadata', 'annotations'],
      minor,
    );
    yield* nodeFaults(pod.spec, pod.path);
    for (const [index, volume] of list(pod.spec.volumes).entries())
      yield* volumeFaults(volume, [...pod.path, 'volumes', index], minor);
    if (text(pod.spec.serviceAccount) && !text(pod.spec.serviceAccountName))
      yield fault([...pod.path, 'serviceAccount'], 'is deprecated', 'write serviceAccountName', 'info');
  }
  if (kind === 'PersistentVolume' && group === '') yield* volumeFaults(value.spec, ['spec'], minor);
  if (kind === 'StorageClass') {
    const write = PROVISIONERS[text(value.provisioner) ?? ''];
    if (write)
      yield fault(
        ['provisioner'],
        `${word(value.provisioner)} has left Kubernetes, and is translated, where it is, without what is newer`,
        `write ${write}`,
        'warning',
      );
  }
  for (const path of TARGETS) {
    const target = at(value, ...path);
    const removal = REMOVED.get(`${word(fields(target).apiVersion)}/${word(fields(target).kind)}`);
    if (removal?.write && minor >= removal.removed)
      yield fault(
        [...path, 'apiVersion'],
        `Kubernetes has had no ${word(fields(target).kind)} of ${word(fields(target).apiVersion)} since 1.${removal.removed}, so the target is not found`,
        `write ${removal.write}`,
        'error',
      );
  }
  yield* controllerFaults(object);
}

function* controllerFaults({ group, kind, value }: Judged): Generator<Fault> {
  const spec = fields(value.spec);
  if (kind === 'VerticalPodAutoscaler' && at(spec, 'updatePolicy', 'updateMode') === 'Auto')
    yield fault(
      ['spec', 'updatePolicy', 'updateMode'],
      'Auto is deprecated: it is what Recreate does today, and may become something else',
      'write Recreate, or InPlaceOrRecreate',
      'warning',
    );
  if (group === 'keda.sh' && /^(?:Cluster)?TriggerAuthentication$/.test(kind)) {
    const provider = text(at(spec, 'podIdentity', 'provider'));
    if (
      provider === 'aws-eks' ||
      provider === 'aws-kiam' ||
      provider === 'azure' ||
      provider === 'azure-workload-identity'
    )
      if (provider !== 'azure-workload-identity')
        yield fault(
          ['spec', 'podIdentity', 'provider'],
          `KEDA has deprecated or removed ${provider}`,
          `write ${provider === 'azure' ? 'azure-workload' : 'aws'}`,
          'warning',
        );
  }
  if (kind === 'ScaledObject' && group === 'keda.sh') {
    for (const [index, trigger] of list(spec.triggers).entries()) {
      const { type, metadata } = fields(trigger);
      if ((type === 'cpu' || type === 'memory') && fields(metadata).type !== undefined)
        yield fault(
          ['spec', 'triggers', index, 'metadata', 'type'],
          'KEDA reads it no more from the metadata',
          'write metricType beside metadata',
          'warning',
        );
      if (type === 'stan')
        yield fault(
          ['spec', 'triggers', index, 'type'],
          'NATS Streaming has ended, and KEDA with it',
          'write nats-jetstream',
          'warning',
        );
      if (fields(metadata).metricName !== undefined)
        yield fault(
          ['spec', 'triggers', index, 'metadata', 'metricName'],
          'KEDA makes the name itself since 2.12',
          'remove it',
          'info',
        );
    }
  }
}

export const deprecatedFields: ClusterRule = {
  id: 'version-of-field',
  severity: 'warning',
  summary:
    'fields, annotations, labels and values that the version of Kubernetes or of a controller no longer reads',
  breaks:
    'What was written is not done: the annotation is not read, the node has another label, the volume has no driver.',
  *judge(state) {
    for (const resource of state.resources) {
      if (resource.isExtract) continue;
      const object = judged(resource.value, state.kubernetes);
      if (object) for (const one of judge(object)) yield { resource, ...one };
    }
  },
  failing: `apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: fast
provisioner: kubernetes.io/aws-ebs
`,
  passing: `apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: fast
provisioner: ebs.csi.aws.com
`,
};
