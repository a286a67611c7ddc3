import { quantity } from '../../../schema/quantity.ts';
import { fields, isFields, list, type Path, text } from '../../../state/read.ts';
import type { Fault } from '../fault.ts';
import { configKey } from '../forms.ts';
import { fault, word } from '../topic.ts';

const SOURCES = [
  'awsElasticBlockStore',
  'azureDisk',
  'azureFile',
  'cephfs',
  'cinder',
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'fc',
  'flexVolume',
  'flocker',
  'gcePersistentDisk',
  'gitRepo',
  'glusterfs',
  'hostPath',
  'image',
  'iscsi',
  'nfs',
  'persistentVolumeClaim',
  'photonPersistentDisk',
  'portworxVolume',
  'projected',
  'quobyte',
  'rbd',
  'scaleIO',
  'secret',
  'storageos',
  'vsphereVolume',
];

const PROJECTIONS = [
  'clusterTrustBundle',
  'configMap',
  'downwardAPI',
  'podCertificate',
  'secret',
  'serviceAccountToken',
];

export function* relative(value: unknown, path: Path, allowsDots = false): Generator<Fault> {
  if (typeof value !== 'string' || value === '') return;
  if (value.startsWith('/'))
    yield fault(path, `${value} starts at the root`, `write ${value.replace(/^\/+/, '')}`);
  if (!allowsDots && value.split('/').includes('..'))
    yield fault(path, `${value} leads out of the volume`, 'write a path without ..');
}

function* itemFaults(items: unknown, path: Path): Generator<Fault> {
  for (const [index, item] of list(items).entries()) {
    if (!isFields(item)) continue;
    yield* relative(item.path, [...path, index, 'path']);
    const wanted = typeof item.key === 'string' && item.key !== '' ? configKey(item.key) : undefined;
    if (wanted)
      yield fault([...path, index, 'key'], `${JSON.stringify(item.key)} is no key`, `write ${wanted}`);
  }
}

export function* sourceFaults(volume: Readonly<Record<string, unknown>>, path: Path): Generator<Fault> {
  const sources = SOURCES.filter((source) => volume[source] !== undefined && volume[source] !== null);
  if (sources.length === 0)
    yield fault(
      path,
      'the volume says not what it is, so it is an emptyDir',
      'write emptyDir: {}, or what is meant',
      'warning',
    );
  if (sources.length > 1) yield fault(path, `the volume has ${sources.join(' and ')}`, 'keep one of them');
  const own = (name: string): Readonly<Record<string, unknown>> => fields(volume[name]);
  if (isFields(volume.secret)) {
    yield* itemFaults(own('secret').items, [...path, 'secret', 'items']);
    if (own('secret').secretName === undefined || own('secret').secretName === '')
      yield fault(
        [...path, 'secret', 'secretName'],
        'it names no Secret',
        Object.hasOwn(own('secret'), 'name') ? 'write secretName in place of name' : 'write secretName',
      );
  }
  if (isFields(volume.configMap)) {
    yield* itemFaults(own('configMap').items, [...path, 'configMap', 'items']);
    if (own('configMap').name === undefined || own('configMap').name === '')
      yield fault([...path, 'configMap', 'name'], 'it names no ConfigMap', 'write name');
  }
  if (isFields(volume.emptyDir)) {
    const medium = text(own('emptyDir').medium) ?? '';
    if (medium !== '' && medium !== 'Memory' && !medium.startsWith('HugePages'))
      yield fault([...path, 'emptyDir', 'medium'], `${medium} is no medium`, 'write Memory, or nothing');
    if ((quantity(own('emptyDir').sizeLimit) ?? 0) < 0)
      yield fault([...path, 'emptyDir', 'sizeLimit'], 'is less than nothing', 'write a size');
  }
  if (isFields(volume.hostPath)) {
    const value = text(own('hostPath').path) ?? '';
    if (value.split('/').includes('..'))
      yield fault([...path, 'hostPath', 'path'], `${value} has .. in it`, 'write the path that is meant');
  }
  if (isFields(volume.nfs) && typeof own('nfs').path === 'string' && !String(own('nfs').path).startsWith('/'))
    yield fault([...path, 'nfs', 'path'], 'is not from the root', `write /${word(own('nfs').path)}`);
  if (isFields(volume.persistentVolumeClaim) && own('persistentVolumeClaim').claimName === '')
    yield fault([...path, 'persistentVolumeClaim', 'claimName'], 'it names no claim', 'write claimName');
  if (isFields(volume.ephemeral) && !isFields(own('ephemeral').volumeClaimTemplate))
    yield fault(
      [...path, 'ephemeral', 'volumeClaimTemplate'],
      'an ephemeral volume needs a claim',
      'write volumeClaimTemplate',
    );
  if (isFields(volume.projected))
    yield* projectedFaults(own('projected').sources, [...path, 'projected', 'sources']);
}

function* projectedFaults(sources: unknown, path: Path): Generator<Fault> {
  const paths = new Set<string>();
  for (const [index, source] of list(sources).entries()) {
    if (!isFields(source)) continue;
    const kinds = PROJECTIONS.filter((kind) => isFields(source[kind]));
    if (kinds.length !== 1)
      yield fault(
        [...path, index],
        `it has ${kinds.length === 0 ? 'no source' : kinds.join(' and ')}`,
        `write exactly one of ${PROJECTIONS.join(', ')}`,
      );
    for (const kind of kinds) {
      const own = fields(source[kind]);
      yield* itemFaults(own.items, [...path, index, kind, 'items']);
      const written =
        kind === 'serviceAccountToken' ? [own.path] : list(own.items).map((item) => fields(item).path);
      for (const one of written) {
        if (typeof one !== 'string' || one === '') continue;
        if (paths.has(one)) yield fault([...path, index], `two sources write ${one}`, 'write another path');
        paths.add(one);
      }
      if (kind === 'serviceAccountToken') yield* relative(own.path, [...path, index, kind, 'path']);
    }
  }
}
