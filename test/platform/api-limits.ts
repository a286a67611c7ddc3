import type { Json } from '../manifest-reader.ts';
import { at } from '../manifest-reader.ts';

/** A place of an object that the API server, or who reads it, would not take. */
export type Excess = string;

const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const SERVICE = /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;
const SUBDOMAIN = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;
const VALUE = /^(?:[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?$/;
const KEY =
  /^(?:(?=[^/]{1,253}\/)[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\/)?[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/;
const PORT_NAME = /^(?=.*[a-z])(?!.*--)[a-z0-9](?:[a-z0-9-]{0,13}[a-z0-9])?$/;
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** How long the name of an object may be, where its controller adds to it and puts the sum where 63 is the end. */
const MOST: Readonly<Record<string, number>> = {
  CronJob: 52,
  DaemonSet: 63,
  Deployment: 63,
  Job: 63,
  Namespace: 63,
  // `keda-hpa-` and the name become a label of the HPA; the name that of a Job, with five random characters.
  ScaledJob: 57,
  ScaledObject: 63,
  // The name of a revision is its label: ten characters and a hyphen more.
  StatefulSet: 52,
};
const SERVICES = new Set(['Service']);

/** What in an object is past a limit of Kubernetes, each with its place. */
export function excessesOf(object: Json): readonly Excess[] {
  const name = String(at(object, 'metadata.name'));
  const who = `${object.kind} ${name}`;
  const most = MOST[String(object.kind)] ?? 253;
  const named = SERVICES.has(String(object.kind)) ? SERVICE : most <= 63 ? LABEL : SUBDOMAIN;
  const of = (ok: boolean, what: string, value: unknown) => (ok ? [] : [`${who}: ${what}: ${String(value)}`]);
  return [
    ...of(named.test(name) && name.length <= most, 'metadata.name', name),
    ...places(object).flatMap(({ key, value, path }): Excess[] => {
      if (key === 'labels' || key === 'matchLabels' || key === 'selector' || key === 'nodeSelector') {
        if (object.kind === 'PrometheusRule' && path.startsWith('spec')) return [];
        return Object.entries(mapOf(value)).flatMap(([label, text]) =>
          typeof text === 'string' && !text.includes('{{')
            ? [
                ...of(KEY.test(label), `${path}, a key`, label),
                ...of(VALUE.test(text), `${path}.${label}`, text),
              ]
            : [],
        );
      }
      if (key === 'annotations') {
        return Object.keys(mapOf(value)).flatMap((label) => of(KEY.test(label), `${path}, a key`, label));
      }
      if (key === 'containers' || key === 'initContainers' || key === 'volumes')
        return namesOf(value, path, of, LABEL);
      if (key === 'ports' && path.includes('ontainers[')) return namesOf(value, path, of, PORT_NAME);
      if (key === 'ports' && SERVICES.has(String(object.kind))) return namesOf(value, path, of, LABEL);
      if (key === 'env') return namesOf(value, path, of, VARIABLE);
      if (key === 'data' && (object.kind === 'ConfigMap' || object.kind === 'Secret')) {
        return Object.keys(mapOf(value)).flatMap((file) =>
          of(/^[A-Za-z0-9._-]{1,253}$/.test(file), path, file),
        );
      }
      if (key === 'serviceAccountName' || key === 'secretName' || key === 'claimName') {
        return of(SUBDOMAIN.test(String(value)), path, value);
      }
      if (key === 'commonName') return of(String(value).length <= 64, path, value);
      if ((key === 'hosts' || key === 'dnsNames') && Array.isArray(value))
        return value.flatMap((host) => ofHost(host, path, of));
      if (key === 'host' && typeof value === 'string') return ofHost(value, path, of);
      if (key === 'template' && at(value, 'spec.containers') !== undefined) return ofPod(value, path, of);
      return [];
    }),
  ];
}

type Of = (ok: boolean, what: string, value: unknown) => Excess[];

/** Names within a pod that may be there once only. */
function ofPod(template: unknown, path: string, of: Of): Excess[] {
  const containers = ['containers', 'initContainers'].flatMap((list) => listOf(at(template, `spec.${list}`)));
  const once = (what: string, all: readonly unknown[]) =>
    of(new Set(all).size === all.length, `${path}: ${what} twice`, all.join(' '));
  return [
    ...once(
      'a container',
      containers.map((container) => at(container, 'name')),
    ),
    ...once(
      'a volume',
      listOf(at(template, 'spec.volumes')).map((volume) => at(volume, 'name')),
    ),
    ...containers.flatMap((container) => [
      ...once(
        'a mount',
        listOf(at(container, 'volumeMounts')).map((mount) => at(mount, 'mountPath')),
      ),
      ...once(
        'a variable',
        listOf(at(container, 'env')).map((variable) => at(variable, 'name')),
      ),
    ]),
  ];
}

/** Istio and DNS take names of at most 253 characters, with labels of at most 63. */
function ofHost(host: unknown, path: string, of: Of): Excess[] {
  const bare = String(host)
    .replace(/^[^/]*\//, '')
    .replace(/^\*\.?/, '')
    .replace(/:\d+$/, '');
  const labels = bare.split('.');
  return of(bare === '' || (bare.length <= 253 && labels.every((label) => label.length <= 63)), path, host);
}

function namesOf(value: unknown, path: string, of: Of, form: RegExp): Excess[] {
  return listOf(value).flatMap((item) => {
    const name = at(item, 'name');
    return name === undefined ? [] : of(form.test(String(name)), path, name);
  });
}

function places(value: unknown, path = ''): { key: string; value: unknown; path: string }[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => places(item, `${path}[${index}]`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const here = path === '' ? key : `${path}.${key}`;
    return [{ key, value: inner, path: here }, ...places(inner, here)];
  });
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function mapOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
}
