import { OF_PODS } from '../../../../cluster-model/defaults/pods.ts';
import { minorOf } from '../../../schema/catalog.ts';
import { fields, isFields, list, text } from '../../../state/read.ts';
import type { Fault } from '../fault.ts';
import { dnsLabel, dnsSubdomain, portName } from '../forms.ts';
import { fault, type Judged, type Topic, word } from '../topic.ts';
import { type ContainerPlace, containersOf, POD_KINDS, podPlace } from './pod-place.ts';
import { variableFaults } from './variables.ts';

function* portFaults(places: readonly ContainerPlace[], hostNetwork: boolean): Generator<Fault> {
  const hosts = new Set<string>();
  for (const { container, path, isInit, isEphemeral } of places) {
    const names = new Set<string>();
    for (const [index, port] of list(container.ports).entries()) {
      if (!isFields(port)) continue;
      const at = [...path, 'ports', index];
      if (isEphemeral) yield fault(at, 'an ephemeral container has no ports', 'remove it');
      if (typeof port.name === 'string' && port.name !== '') {
        const wanted = portName(port.name);
        if (wanted)
          yield fault(
            [...at, 'name'],
            `${JSON.stringify(port.name)} is no name of a port`,
            `write ${wanted}`,
          );
        if (names.has(port.name))
          yield fault([...at, 'name'], `two ports are called ${port.name}`, 'write another name');
        names.add(port.name);
      }
      if (typeof port.hostPort !== 'number' || port.hostPort === 0) continue;
      if (hostNetwork && port.hostPort !== port.containerPort)
        yield fault(
          [...at, 'hostPort'],
          `on the host's network it is ${word(port.containerPort)}, and not ${port.hostPort}`,
          `write ${word(port.containerPort)}, or remove it`,
        );
      const key = `${word(port.protocol ?? OF_PODS['containers[].ports[].protocol'])}/${word(port.hostIP ?? '')}/${port.hostPort}`;
      if (!isInit && hosts.has(key))
        yield fault(
          [...at, 'hostPort'],
          `two ports of the pod are ${port.hostPort} on the host`,
          'write another',
        );
      if (!isInit) hosts.add(key);
    }
  }
}

function* judge(object: Judged): Generator<Fault> {
  const pod = podPlace(object);
  if (!pod) return;
  const places = containersOf(pod);
  const relaxed = minorOf(object.kubernetes) >= 34;
  if (list(pod.spec.containers).length === 0)
    yield fault([...pod.path, 'containers'], 'the pod has no container', 'write at least one');
  const names = new Set<string>();
  for (const { path, container } of places) {
    const { name, image } = container;
    if (typeof name === 'string' && name !== '') {
      const wanted = dnsLabel(name);
      if (wanted)
        yield fault(
          [...path, 'name'],
          `${JSON.stringify(name)} is no name of a container`,
          `write ${wanted}`,
        );
      if (names.has(name))
        yield fault([...path, 'name'], `two containers are called ${name}`, 'write another name');
      names.add(name);
    }
    if (image === undefined || image === null || image === '') {
      // A controller may fill in the image of a template, but not every one does.
      if (object.group !== 'argoproj.io')
        yield fault([...path, 'image'], 'the container has no image', 'write image');
    } else if (typeof image === 'string' && image !== image.trim())
      yield fault([...path, 'image'], 'the image has spaces around it', `write ${image.trim()}`);
    else if (typeof image === 'string' && !isReference(image))
      yield fault(
        [...path, 'image'],
        `${JSON.stringify(image)} is no reference of an image, so the kubelet cannot pull it`,
        'write it such as registry.example.org/team/shop:1.2.3, in lower case',
      );
    yield* variableFaults(container, path, relaxed);
  }
  yield* portFaults(places, pod.spec.hostNetwork === true);
  for (const [index, secret] of list(pod.spec.imagePullSecrets).entries()) {
    const own = text(fields(secret).name);
    if (own === undefined || own === '')
      yield fault(
        [...pod.path, 'imagePullSecrets', index, 'name'],
        'it has no name',
        'write the name of the Secret',
        'warning',
      );
  }
  for (const field of [
    'serviceAccountName',
    'serviceAccount',
    'priorityClassName',
    'runtimeClassName',
    'schedulerName',
    'nodeName',
  ]) {
    const own = pod.spec[field];
    const wanted = typeof own === 'string' && own !== '' ? dnsSubdomain(own) : undefined;
    if (wanted) yield fault([...pod.path, field], `${JSON.stringify(own)} is no name`, `write ${wanted}`);
  }
}

/** Placeholders of tools that fill images in later are let through. */
function isReference(image: string): boolean {
  if (/[${}<>]/.test(image)) return true;
  const [, , tag, digest] =
    /^(.*?)(?::([\w][\w.-]{0,127}))?(?:@([a-z0-9+._-]+:[0-9a-fA-F]{32,}))?$/
      .exec(image)
      ?.map((part) => part ?? '') ?? [];
  const name = image.slice(0, image.length - (digest ? digest.length + 1 : 0) - (tag ? tag.length + 1 : 0));
  return /^(?:(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|\[[0-9a-fA-F:]+\])(?::\d+)?\/)?[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/.test(
    name,
  );
}

export const containers: Topic = {
  id: 'refused-containers',
  severity: 'error',
  summary: 'names, images, ports and variables of containers that no API server takes',
  breaks: 'The API server refuses the workload, or its pods: nothing of it starts.',
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
      env:
        - name: PASSWORD
          value: plain
          valueFrom:
            secretKeyRef: { name: shop, key: password }
`,
  passing: `apiVersion: v1
kind: Pod
metadata:
  name: shop
spec:
  containers:
    - name: shop
      image: shop:1.2.3
      env:
        - name: PASSWORD
          valueFrom:
            secretKeyRef: { name: shop, key: password }
`,
};
