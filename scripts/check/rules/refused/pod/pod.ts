import { isIP } from 'node:net';
import { at, fields, isFields, list, text } from '../../../state/read.ts';
import type { Fault } from '../fault.ts';
import { dnsLabel, dnsSubdomain } from '../forms.ts';
import { fault, type Judged, type Topic, word } from '../topic.ts';
import { containersOf, POD_KINDS, podPlace, templatePath } from './pod-place.ts';

const APP_ARMOR = 'container.apparmor.security.beta.kubernetes.io/';

function* dnsFaults(
  spec: Readonly<Record<string, unknown>>,
  path: readonly (string | number)[],
): Generator<Fault> {
  const config = fields(spec.dnsConfig);
  const servers = list(config.nameservers);
  if (spec.dnsPolicy === 'None' && servers.length === 0)
    yield fault(
      [...path, 'dnsConfig', 'nameservers'],
      'dnsPolicy: None needs nameservers',
      'write dnsConfig.nameservers, or another dnsPolicy',
    );
  if (servers.length > 3)
    yield fault(
      [...path, 'dnsConfig', 'nameservers'],
      `${servers.length} nameservers are more than 3`,
      'keep 3 of them',
    );
  for (const [index, server] of servers.entries())
    if (typeof server === 'string' && isIP(server) === 0)
      yield fault(
        [...path, 'dnsConfig', 'nameservers', index],
        `${JSON.stringify(server)} is no address`,
        'write an IP address',
      );
  if (list(config.searches).length > 32)
    yield fault([...path, 'dnsConfig', 'searches'], 'more than 32 domains', 'keep 32 of them');
  for (const [index, domain] of list(config.searches).entries()) {
    if (
      typeof domain === 'string' &&
      domain !== '.' &&
      dnsSubdomain(domain.replace(/\.$/, '').replaceAll('_', 'a'))
    )
      yield fault(
        [...path, 'dnsConfig', 'searches', index],
        `${JSON.stringify(domain)} is no domain`,
        'write one such as svc.cluster.local',
      );
  }
  for (const [index, alias] of list(spec.hostAliases).entries()) {
    const { ip, hostnames } = fields(alias);
    if (typeof ip === 'string' && isIP(ip) === 0)
      yield fault(
        [...path, 'hostAliases', index, 'ip'],
        `${JSON.stringify(ip)} is no address`,
        'write an IP address',
      );
    for (const [position, name] of list(hostnames).entries())
      if (typeof name === 'string' && dnsSubdomain(name))
        yield fault(
          [...path, 'hostAliases', index, 'hostnames', position],
          `${JSON.stringify(name)} is no name of a host`,
          'write one such as db.example.org',
        );
  }
}

function* judge(object: Judged): Generator<Fault> {
  const pod = podPlace(object);
  if (!pod) {
    const place = templatePath(object);
    if (place) yield fault([...place, 'spec'], 'the pod has no spec', 'write spec with its containers');
    return;
  }
  const { spec, path, restartPolicies } = pod;
  const policy = text(spec.restartPolicy);
  const kind = object.kind === 'CronJob' ? 'a Job' : `a ${object.kind}`;
  if (!pod.isPod && object.kind !== 'PodTemplate' && object.kind !== 'Rollout') {
    if (
      policy !== undefined &&
      !restartPolicies.includes(policy) &&
      ['Always', 'OnFailure', 'Never'].includes(policy)
    )
      yield fault(
        [...path, 'restartPolicy'],
        `${kind} does not run with ${policy}`,
        `write ${restartPolicies.join(' or ')}`,
      );
    if (policy === undefined && !restartPolicies.includes('Always'))
      yield fault(
        [...path, 'restartPolicy'],
        `${kind} does not run with Always, which is the default`,
        `write ${restartPolicies.join(' or ')}`,
      );
    if (restartPolicies.length === 1 && typeof spec.activeDeadlineSeconds === 'number')
      yield fault([...path, 'activeDeadlineSeconds'], `${kind} has no end`, 'remove it');
    if (list(spec.ephemeralContainers).length > 0)
      yield fault([...path, 'ephemeralContainers'], 'are added to running pods only', 'remove them');
  }
  if (pod.isPod && list(spec.ephemeralContainers).length > 0)
    yield fault([...path, 'ephemeralContainers'], 'are added to running pods only', 'remove them');
  yield* dnsFaults(spec, path);
  for (const field of ['hostname', 'subdomain']) {
    const own = spec[field];
    const wanted = typeof own === 'string' && own !== '' ? dnsLabel(own) : undefined;
    if (wanted)
      yield fault([...path, field], `${JSON.stringify(own)} is no name of a host`, `write ${wanted}`);
  }
  for (const [index, gate] of list(spec.readinessGates).entries()) {
    const type = text(at(gate, 'conditionType'));
    if (type !== undefined && !/^(?:[a-z0-9.-]+\/)?[A-Za-z0-9][-A-Za-z0-9_.]*$/.test(type))
      yield fault(
        [...path, 'readinessGates', index, 'conditionType'],
        `${JSON.stringify(type)} is no condition`,
        'write one such as example.org/ready',
      );
  }
  const names = new Set(containersOf(pod).map(({ container }) => container.name));
  for (const key of Object.keys(fields(pod.metadata.annotations))) {
    const name = key.startsWith(APP_ARMOR) ? key.slice(APP_ARMOR.length) : undefined;
    if (name !== undefined && !names.has(name))
      yield fault(
        [...path.slice(0, -1), 'metadata', 'annotations', key],
        `the pod has no container ${name}`,
        'write the name of a container',
      );
  }
  if (isFields(spec.os) && isFields(spec.nodeSelector)) {
    const os = spec.nodeSelector['kubernetes.io/os'];
    if (os !== undefined && spec.os.name !== undefined && os !== spec.os.name)
      yield fault(
        [...path, 'os', 'name'],
        `the pod is for ${word(spec.os.name)}, and its nodes run ${word(os)}: the kubelet refuses it`,
        'write the same',
      );
  }
}

export const podFields: Topic = {
  id: 'refused-pod',
  severity: 'error',
  summary: 'restart policies, names and DNS of pods that no API server takes',
  breaks: 'The API server refuses the workload: nothing of it starts.',
  kinds: POD_KINDS,
  judge,
  failing: `apiVersion: batch/v1
kind: Job
metadata:
  name: migrate
spec:
  template:
    spec:
      containers:
        - { name: migrate, image: 'shop:1.2.3' }
`,
  passing: `apiVersion: batch/v1
kind: Job
metadata:
  name: migrate
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
        - { name: migrate, image: 'shop:1.2.3' }
`,
};
