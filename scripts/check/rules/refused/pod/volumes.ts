import { quantity } from '../../../schema/quantity.ts';
import { fields, isFields, list, type Path, text } from '../../../state/read.ts';
import type { Fault } from '../fault.ts';
import { configKey, dnsLabel } from '../forms.ts';
import { fault, type Judged, type Topic, word } from '../topic.ts';
import { containersOf, POD_KINDS, type PodPlace, podPlace } from './pod-place.ts';

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

function* relative(value: unknown, path: Path, allowsDots = false): Generator<Fault> {
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

function* sourceFaults(volume: Readonly<Record<string, unknown>>, path: Path): Generator<Fault> {
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

function* mountFaults(
  pod: PodPlace,
  claims: ReadonlySet<string>,
  names: ReadonlySet<string>,
): Generator<Fault> {
  for (const { path, container } of containersOf(pod)) {
    const paths = new Set<string>();
    for (const [index, mount] of list(container.volumeMounts).entries()) {
      if (!isFields(mount)) continue;
      const at = [...path, 'volumeMounts', index];
      const { name, mountPath, subPath, subPathExpr } = mount;
      if (typeof name === 'string' && name !== '' && !names.has(name) && !claims.has(name))
        yield fault(
          [...at, 'name'],
          `the pod has no volume ${name}`,
          names.size + claims.size > 0
            ? `write one of ${[...names, ...claims].join(', ')}, or add the volume`
            : 'add it to volumes',
        );
      if (typeof mountPath === 'string' && mountPath !== '') {
        if (paths.has(mountPath))
          yield fault([...at, 'mountPath'], `two volumes are mounted at ${mountPath}`, 'write another path');
        paths.add(mountPath);
        if (mountPath.includes(':') && !/^[a-zA-Z]:[\\/]/.test(mountPath))
          yield fault(
            [...at, 'mountPath'],
            'has a colon in it, which the kubelet refuses',
            'write a path without a colon',
          );
      }
      yield* relative(subPath, [...at, 'subPath']);
      yield* relative(subPathExpr, [...at, 'subPathExpr']);
      if (
        typeof subPath === 'string' &&
        subPath !== '' &&
        typeof subPathExpr === 'string' &&
        subPathExpr !== ''
      )
        yield fault([...at, 'subPathExpr'], 'stands beside subPath', 'keep one of them');
      if (mount.mountPropagation === 'Bidirectional' && fields(container.securityContext).privileged !== true)
        yield fault(
          [...at, 'mountPropagation'],
          'Bidirectional is for privileged containers',
          'write HostToContainer, or nothing',
        );
    }
    for (const [index, device] of list(container.volumeDevices).entries()) {
      const name = text(fields(device).name);
      if (name !== undefined && !names.has(name) && !claims.has(name))
        yield fault(
          [...path, 'volumeDevices', index, 'name'],
          `the pod has no volume ${name}`,
          'add it to volumes',
        );
    }
  }
}

function* judge(object: Judged): Generator<Fault> {
  const pod = podPlace(object);
  if (!pod) return;
  const names = new Set<string>();
  for (const [index, volume] of list(pod.spec.volumes).entries()) {
    if (!isFields(volume)) continue;
    const path = [...pod.path, 'volumes', index];
    const { name } = volume;
    if (typeof name === 'string' && name !== '') {
      const wanted = dnsLabel(name);
      if (wanted)
        yield fault([...path, 'name'], `${JSON.stringify(name)} is no name of a volume`, `write ${wanted}`);
      if (names.has(name))
        yield fault([...path, 'name'], `two volumes are called ${name}`, 'write another name');
      names.add(name);
    }
    yield* sourceFaults(volume, path);
  }
  const claims = new Set(
    list(fields(object.value.spec).volumeClaimTemplates).flatMap(
      (claim) => text(fields(fields(claim).metadata).name) ?? [],
    ),
  );
  yield* mountFaults(pod, claims, names);
}

export const volumes: Topic = {
  id: 'refused-volumes',
  severity: 'error',
  summary: 'volumes and mounts of a pod that no API server takes',
  breaks: 'The API server refuses the workload: nothing of it starts.',
  kinds: POD_KINDS,
  judge,
  failing: `apiVersion: v1
kind: Pod
metadata:
  name: shop
spec:
  containers:
    - name: shop
      image: shop:1.2.3
      volumeMounts:
        - { name: setings, mountPath: /etc/shop }
  volumes:
    - name: settings
      configMap: { name: shop }
`,
  passing: `apiVersion: v1
kind: Pod
metadata:
  name: shop
spec:
  containers:
    - name: shop
      image: shop:1.2.3
      volumeMounts:
        - { name: settings, mountPath: /etc/shop }
  volumes:
    - name: settings
      configMap: { name: shop }
`,
};
