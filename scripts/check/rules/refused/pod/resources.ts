import { isQuantity, quantity } from '../../../schema/quantity.ts';
import { fields, isFields, list, type Path, text } from '../../../state/read.ts';
import type { Fault } from '../fault.ts';
import { qualifiedName } from '../forms.ts';
import { fault, type Judged, type Topic, word } from '../topic.ts';
import { containersOf, POD_KINDS, podPlace } from './pod-place.ts';

/** What of Kubernetes itself a container can ask for. */
const STANDARD = /^(?:cpu|memory|ephemeral-storage|hugepages-\S+)$/;

/** Resources that cannot be promised more often than they are there. */
const isWhole = (name: string): boolean => name.includes('/') || name.startsWith('hugepages-');

function* resourceFaults(resources: Readonly<Record<string, unknown>>, path: Path): Generator<Fault> {
  const [limits, requests] = [fields(resources.limits), fields(resources.requests)];
  for (const [kind, amounts] of [
    ['limits', limits],
    ['requests', requests],
  ] as const) {
    for (const [name, value] of Object.entries(amounts)) {
      const at = [...path, kind, name];
      if (!STANDARD.test(name)) {
        if (!name.includes('/'))
          yield fault(
            at,
            `there is no resource ${name}`,
            'write cpu, memory, ephemeral-storage, or the full name of a device',
          );
        else if (qualifiedName(name))
          yield fault(at, `${JSON.stringify(name)} is no resource`, 'write one such as nvidia.com/gpu');
      }
      if (!isQuantity(value)) continue;
      const amount = quantity(value) ?? 0;
      if (amount < 0) yield fault(at, `${word(value)} is less than nothing`, 'write 0 or more');
      if (
        (name === 'memory' || name === 'ephemeral-storage') &&
        typeof value === 'string' &&
        value.endsWith('m') &&
        amount % 1 !== 0
      )
        yield fault(
          at,
          `${value} is a fraction of a byte`,
          `write ${value}i`.replace(/mi$/, 'Mi'),
          'warning',
        );
      if (isWhole(name) && amount % 1 !== 0)
        yield fault(at, `${word(value)} is no whole number of ${name}`, 'write a whole number');
      if (name === 'cpu' && amount > 0 && Math.round(amount * 1e6) % 1000 !== 0)
        yield fault(
          at,
          `${word(value)} is finer than a thousandth of a core`,
          'write thousandths, such as 10m',
        );
    }
  }
  for (const [name, value] of Object.entries(requests)) {
    const limit = limits[name];
    const [least, most] = [quantity(value), quantity(limit)];
    if (least !== undefined && most !== undefined && least > most)
      yield fault(
        [...path, 'requests', name],
        `${word(value)} is more than the limit ${word(limit)}`,
        `write ${word(limit)} or less, or raise the limit`,
      );
    if (isWhole(name) && least !== undefined && least !== most)
      yield fault(
        [...path, 'requests', name],
        `${name} can't be shared, so its limit must be the same`,
        `write limits.${name}: ${word(value)}`,
      );
  }
  const names = [...Object.keys(limits), ...Object.keys(requests)];
  if (
    names.some((name) => name.startsWith('hugepages-')) &&
    !names.some((name) => name === 'cpu' || name === 'memory')
  )
    yield fault(path, 'huge pages need cpu or memory beside them', 'write cpu or memory');
}

function* judge(object: Judged): Generator<Fault> {
  const pod = podPlace(object);
  if (!pod) return;
  const claims = new Set(list(pod.spec.resourceClaims).flatMap((claim) => text(fields(claim).name) ?? []));
  for (const { path, container, isEphemeral } of containersOf(pod)) {
    if (!isFields(container.resources)) continue;
    const at = [...path, 'resources'];
    if (isEphemeral) yield fault(at, 'an ephemeral container has no resources', 'remove it');
    yield* resourceFaults(container.resources, at);
    for (const [index, claim] of list(container.resources.claims).entries()) {
      const name = text(fields(claim).name);
      if (name !== undefined && !claims.has(name))
        yield fault(
          [...at, 'claims', index, 'name'],
          `the pod has no resource claim ${name}`,
          'add it to resourceClaims',
        );
    }
  }
  if (isFields(pod.spec.resources)) yield* resourceFaults(pod.spec.resources, [...pod.path, 'resources']);
  for (const [name, value] of Object.entries(fields(pod.spec.overhead))) {
    if ((quantity(value) ?? 0) < 0)
      yield fault([...pod.path, 'overhead', name], 'is less than nothing', 'write 0 or more');
  }
}

export const resources: Topic = {
  id: 'refused-resources',
  severity: 'error',
  summary: 'requests and limits that no API server takes',
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
      resources:
        requests: { memory: 1Gi }
        limits: { memory: 512Mi }
`,
  passing: `apiVersion: v1
kind: Pod
metadata:
  name: shop
spec:
  containers:
    - name: shop
      image: shop:1.2.3
      resources:
        requests: { memory: 512Mi }
        limits: { memory: 512Mi }
`,
};
