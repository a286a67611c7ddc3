import { fields, isFields, list, text } from '../../../state/read.ts';
import type { Fault } from '../fault.ts';
import { dnsLabel } from '../forms.ts';
import { fault, type Judged, type Topic } from '../topic.ts';
import { containersOf, POD_KINDS, type PodPlace, podPlace } from './pod-place.ts';
import { relative, sourceFaults } from './volume-sources.ts';

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
