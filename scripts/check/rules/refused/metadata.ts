import { at, type Fields, fields, isFields, list, type Path } from '../../state/read.ts';
import type { Fault } from './fault.ts';
import {
  dnsLabel,
  dnsSubdomain,
  type Form,
  labelValue,
  pathSegment,
  qualifiedName,
  serviceName,
} from './forms.ts';
import { fault, type Judged, type Topic } from './topic.ts';

const LARGEST_ANNOTATIONS = 256 * 1024;

/** Kinds whose names have another form than a subdomain's. */
const NAMES: Readonly<Record<string, Form>> = {
  '/Namespace': dnsLabel,
  '/Service': serviceName,
  'rbac.authorization.k8s.io/ClusterRole': pathSegment,
  'rbac.authorization.k8s.io/ClusterRoleBinding': pathSegment,
  'rbac.authorization.k8s.io/Role': pathSegment,
  'rbac.authorization.k8s.io/RoleBinding': pathSegment,
};

/** The longest name with which the controller can still make its pods, and why. */
const LONGEST: Readonly<Record<string, readonly [length: number, reason: string]>> = {
  'batch/CronJob': [52, 'its Jobs have eleven characters more'],
  'batch/Job': [63, 'its pods carry it as a label'],
  'apps/StatefulSet': [52, 'its pods carry it, with a hash, as a label'],
};

function* nameFaults({ group, kind, value }: Judged): Generator<Fault> {
  const metadata = fields(value.metadata);
  const { name, generateName, namespace } = metadata;
  const key = `${group}/${kind}`;
  const form = NAMES[key] ?? dnsSubdomain;
  if ((name === undefined || name === null || name === '') && typeof generateName !== 'string') {
    if (
      !group.startsWith('kustomize.') &&
      group !== 'authorization.k8s.io' &&
      group !== 'authentication.k8s.io'
    )
      yield fault(['metadata', 'name'], 'the object has no name', 'write metadata.name');
  }
  if (typeof name === 'string' && name !== '') {
    const wanted = form(name);
    if (wanted)
      yield fault(
        ['metadata', 'name'],
        `${JSON.stringify(name)} is no name for a ${kind}`,
        `write ${wanted}`,
      );
    const limit = LONGEST[key];
    if (limit && name.length > limit[0])
      yield fault(
        ['metadata', 'name'],
        `the name has ${name.length} characters, and ${limit[1]}`,
        `write ${limit[0]} characters or less`,
      );
  }
  if (typeof generateName === 'string' && generateName !== '' && typeof name !== 'string') {
    const wanted = form(generateName.replace(/-$/, 'a'));
    if (wanted)
      yield fault(
        ['metadata', 'generateName'],
        `${JSON.stringify(generateName)} starts no name for a ${kind}`,
        `write ${wanted}`,
      );
  }
  if (typeof namespace === 'string' && namespace !== '') {
    const wanted = dnsLabel(namespace);
    if (wanted)
      yield fault(
        ['metadata', 'namespace'],
        `${JSON.stringify(namespace)} is no namespace's name`,
        `write ${wanted}`,
      );
  }
}

/** Labels and annotations of an object, or of a template in it. */
function* labelFaults(metadata: Fields, path: Path): Generator<Fault> {
  for (const [key, value] of Object.entries(fields(metadata.labels))) {
    const at = [...path, 'labels', key];
    const wanted = qualifiedName(key);
    if (wanted) yield fault(at, `${JSON.stringify(key)} is no key of a label`, `write ${wanted}`);
    const wantedValue = typeof value === 'string' ? labelValue(value) : undefined;
    if (wantedValue)
      yield fault(
        at,
        `${JSON.stringify(value)} is no value of a label`,
        `write ${wantedValue}, or make it an annotation`,
      );
  }
  let size = 0;
  for (const [key, value] of Object.entries(fields(metadata.annotations))) {
    size += Buffer.byteLength(key) + (typeof value === 'string' ? Buffer.byteLength(value) : 0);
    const wanted = qualifiedName(key.toLowerCase());
    if (wanted)
      yield fault(
        [...path, 'annotations', key],
        `${JSON.stringify(key)} is no key of an annotation`,
        `write ${wanted}`,
      );
  }
  if (size > LARGEST_ANNOTATIONS)
    yield fault(
      [...path, 'annotations'],
      `the annotations have ${size} bytes, and ${LARGEST_ANNOTATIONS} are allowed`,
      'keep large texts in a ConfigMap',
    );
}

function* ownerFaults(metadata: Fields): Generator<Fault> {
  const owners = list(metadata.ownerReferences);
  const controllers = owners.filter((owner) => at(owner, 'controller') === true).length;
  if (controllers > 1)
    yield fault(
      ['metadata', 'ownerReferences'],
      'two owners are its controller',
      'keep controller: true on one of them',
    );
  for (const [index, finalizer] of list(metadata.finalizers).entries()) {
    const wanted = typeof finalizer === 'string' ? qualifiedName(finalizer) : undefined;
    if (wanted)
      yield fault(
        ['metadata', 'finalizers', index],
        `${JSON.stringify(finalizer)} is no finalizer`,
        `write ${wanted}`,
      );
  }
}

/** Places of templates, whose metadata becomes that of other objects. */
const TEMPLATES: readonly Path[] = [
  ['spec', 'template', 'metadata'],
  ['spec', 'jobTemplate', 'metadata'],
  ['spec', 'jobTemplate', 'spec', 'template', 'metadata'],
];

const TEMPLATED: ReadonlySet<string> = new Set(['apps', 'batch', '']);

function* judge(object: Judged): Generator<Fault> {
  const metadata = fields(object.value.metadata);
  yield* nameFaults(object);
  yield* labelFaults(metadata, ['metadata']);
  yield* ownerFaults(metadata);
  if (!TEMPLATED.has(object.group)) return;
  for (const path of TEMPLATES) {
    const template = at(object.value, ...path);
    if (isFields(template)) yield* labelFaults(template, path);
  }
}

export const metadata: Topic = {
  id: 'refused-metadata',
  severity: 'error',
  summary: 'names, namespaces, labels, annotations, finalizers and owners that no API server takes',
  breaks: 'The API server refuses the object, or the controller cannot make its pods, and the sync fails.',
  kinds: 'all',
  judge,
  failing: `apiVersion: v1
kind: ConfigMap
metadata:
  name: Shop_Settings
data: {}
`,
  passing: `apiVersion: v1
kind: ConfigMap
metadata:
  name: shop-settings
data: {}
`,
};
