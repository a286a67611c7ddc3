import type { ClusterRule } from '../../rule.ts';
import { minorOf } from '../../schema/catalog.ts';
import { at, fields, isFields, list, type Path, text } from '../../state/read.ts';
import type { Fault } from '../refused/fault.ts';
import { podPlace } from '../refused/pod/pod-place.ts';
import { fault, type Judged, judged, word } from '../refused/topic.ts';
import { controllerFaults } from './controllers.ts';
import { REMOVED } from './removed.ts';
import { ANNOTATIONS, NODE_LABELS, POD_ANNOTATIONS, PROVISIONERS, VOLUMES } from './replaced.ts';

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

export const deprecatedFields: ClusterRule = {
  id: 'version-of-field',
  severity: 'warning',
  summary:
    'fields, annotations, labels and values that the version of Kubernetes or of a controller no longer reads',
  breaks:
    'What was written is not done: the annotation is not read, the node has another label, the volume has no driver.',
  pitfalls: ['X-36'],
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
