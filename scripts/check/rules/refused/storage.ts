import { VOLUME_SOURCES } from '../../../cluster-model/objects/volume-sources.ts';
import { isQuantity, quantity } from '../../schema/quantity.ts';
import { at, fields, isFields, list, type Path } from '../../state/read.ts';
import type { Fault } from './fault.ts';
import { dnsSubdomain, qualifiedName } from './forms.ts';
import { nodeTerm } from './pod/scheduling.ts';
import { labelSelectorFaults } from './selectors.ts';
import { fault, type Judged, type Topic } from './topic.ts';

function* modeFaults(modes: unknown, path: Path): Generator<Fault> {
  const own = list(modes);
  if (own.length === 0) yield fault(path, 'it has no access mode', 'write one, such as ReadWriteOnce');
  if (own.includes('ReadWriteOncePod') && own.length > 1)
    yield fault(path, 'ReadWriteOncePod stands by itself', 'keep one mode');
}

/** What is refused of a claim, wherever it stands. */
function* claimFaults(spec: Readonly<Record<string, unknown>>, path: Path): Generator<Fault> {
  yield* modeFaults(spec.accessModes, [...path, 'accessModes']);
  const size = at(spec, 'resources', 'requests', 'storage');
  if (size === undefined || size === null)
    yield fault([...path, 'resources', 'requests', 'storage'], 'it asks for no storage', 'write the size');
  else if (isQuantity(size) && (quantity(size) ?? 0) <= 0)
    yield fault([...path, 'resources', 'requests', 'storage'], 'must be more than 0', 'write the size');
  yield* labelSelectorFaults(spec.selector, [...path, 'selector']);
  for (const kind of ['dataSource', 'dataSourceRef']) {
    const source = spec[kind];
    if (
      isFields(source) &&
      (source.apiGroup === undefined || source.apiGroup === '') &&
      typeof source.kind === 'string' &&
      source.kind !== '' &&
      source.kind !== 'PersistentVolumeClaim'
    )
      yield fault(
        [...path, kind, 'apiGroup'],
        `a ${source.kind} is of no group`,
        source.kind === 'VolumeSnapshot' ? 'write snapshot.storage.k8s.io' : 'write apiGroup',
      );
  }
  const name = spec.storageClassName;
  if (typeof name === 'string' && name !== '' && dnsSubdomain(name))
    yield fault(
      [...path, 'storageClassName'],
      `${JSON.stringify(name)} is no name of a StorageClass`,
      'write its name',
    );
  if (
    isFields(spec.dataSource) &&
    isFields(spec.dataSourceRef) &&
    JSON.stringify(spec.dataSource) !== JSON.stringify(spec.dataSourceRef) &&
    spec.dataSourceRef.namespace === undefined
  )
    yield fault([...path, 'dataSourceRef'], 'differs from dataSource', 'keep one of them');
}

function* volumeFaults(spec: Readonly<Record<string, unknown>>): Generator<Fault> {
  yield* modeFaults(spec.accessModes, ['spec', 'accessModes']);
  const size = at(spec, 'capacity', 'storage');
  if (size === undefined)
    yield fault(['spec', 'capacity', 'storage'], 'it has no size', 'write capacity.storage');
  else if (isQuantity(size) && (quantity(size) ?? 0) <= 0)
    yield fault(['spec', 'capacity', 'storage'], 'must be more than 0', 'write the size');
  const own = VOLUME_SOURCES.filter((volume) => isFields(spec[volume]));
  if (own.length !== 1)
    yield fault(
      ['spec'],
      own.length === 0 ? 'it names no storage' : `it has ${own.join(' and ')}`,
      `write exactly one, such as csi or nfs`,
    );
  if (isFields(spec.local) && !isFields(at(spec, 'nodeAffinity', 'required')))
    yield fault(['spec', 'nodeAffinity'], 'a local volume is on a node', 'write nodeAffinity.required');
  if (
    isFields(spec.hostPath) &&
    at(spec, 'hostPath', 'path') === '/' &&
    spec.persistentVolumeReclaimPolicy === 'Recycle'
  )
    yield fault(['spec', 'persistentVolumeReclaimPolicy'], 'would empty the host', 'write Retain');
  const terms = at(spec, 'nodeAffinity', 'required', 'nodeSelectorTerms');
  if (isFields(at(spec, 'nodeAffinity', 'required')) && list(terms).length === 0)
    yield fault(
      ['spec', 'nodeAffinity', 'required', 'nodeSelectorTerms'],
      'it names no nodes',
      'write at least one term',
    );
  for (const [index, term] of list(terms).entries())
    yield* nodeTerm(term, ['spec', 'nodeAffinity', 'required', 'nodeSelectorTerms', index]);
  const path = at(spec, 'hostPath', 'path');
  if (typeof path === 'string' && path.split('/').includes('..'))
    yield fault(['spec', 'hostPath', 'path'], `${path} has .. in it`, 'write the path that is meant');
}

function* classFaults(value: Judged['value']): Generator<Fault> {
  const { provisioner } = value;
  const wanted =
    typeof provisioner === 'string' && provisioner !== ''
      ? qualifiedName(provisioner.toLowerCase())
      : undefined;
  if (wanted)
    yield fault(['provisioner'], `${JSON.stringify(provisioner)} is no provisioner`, `write ${wanted}`);
  for (const [key, own] of Object.entries(fields(value.parameters)))
    if (key === '' || own === null) yield fault(['parameters', key], 'is no parameter', 'write a text');
  for (const [index, topology] of list(value.allowedTopologies).entries()) {
    for (const [position, expression] of list(fields(topology).matchLabelExpressions).entries()) {
      const { key, values } = fields(expression);
      const path = ['allowedTopologies', index, 'matchLabelExpressions', position];
      if (list(values).length === 0)
        yield fault([...path, 'values'], 'it has no values', 'write at least one');
      if (typeof key === 'string' && qualifiedName(key))
        yield fault(
          [...path, 'key'],
          `${JSON.stringify(key)} is no label of a node`,
          'write one such as topology.kubernetes.io/zone',
        );
    }
  }
}

function* judge({ kind, value }: Judged): Generator<Fault> {
  const spec = fields(value.spec);
  if (kind === 'PersistentVolumeClaim') yield* claimFaults(spec, ['spec']);
  else if (kind === 'PersistentVolume') yield* volumeFaults(spec);
  else if (kind === 'StorageClass') yield* classFaults(value);
  else {
    for (const [index, claim] of list(spec.volumeClaimTemplates).entries())
      yield* claimFaults(fields(fields(claim).spec), ['spec', 'volumeClaimTemplates', index, 'spec']);
  }
}

export const storage: Topic = {
  id: 'refused-storage',
  severity: 'error',
  summary: 'claims, volumes and classes of storage that no API server takes',
  breaks: 'The API server refuses the object, and pods wait for their volume for ever.',
  kinds: ['/PersistentVolumeClaim', '/PersistentVolume', 'storage.k8s.io/StorageClass', 'apps/StatefulSet'],
  judge,
  failing: `apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: shop
spec:
  accessModes: [ReadWriteOncePod, ReadWriteOnce]
  resources:
    requests: { storage: 10Gi }
`,
  passing: `apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: shop
spec:
  accessModes: [ReadWriteOncePod]
  resources:
    requests: { storage: 10Gi }
`,
};
