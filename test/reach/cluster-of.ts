import type { Found } from '../../scripts/cluster-model/input/objects.ts';
import { type Model, modelOf } from '../../scripts/cluster-model/model.ts';

/** What a test says of an object. */
export interface Written {
  readonly apiVersion: string;
  readonly kind: string;
  readonly [field: string]: unknown;
}

/** The model of a cluster with these objects, as if each were a file. */
export function clusterOf(objects: readonly Written[], cluster = 'test'): Model {
  return modelOf({ cluster, objects: objects.map(foundOf) });
}

/** An object as if it had been read. */
export function foundOf(object: object, index: number): Found {
  const value = { ...object };
  const text = (key: string) => String(Reflect.get(value, key));
  const [apiVersion, kind] = [text('apiVersion'), text('kind')];
  return { apiVersion, kind, value: { ...value }, file: `${index}.yaml`, line: 1, within: '' };
}

type Labels = Readonly<Record<string, string>>;
type Port = Readonly<Record<string, unknown>>;

export function namespace(name: string, labels: Labels = {}): Written {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
}

/** A workload of any kind whose pods have these labels and ports. */
export function workload(
  path: string,
  {
    labels = {},
    ports = [],
    annotations = {},
    spec = {},
  }: { labels?: Labels; annotations?: Labels; ports?: readonly Port[]; spec?: object } = {},
): Written {
  const [home, kind = 'Pod', name] = path.split('/');
  const metadata = { name, namespace: home };
  const pod = { containers: [{ name: 'app', ports }], ...spec };
  const template = { metadata: { labels, annotations }, spec: pod };
  if (kind === 'Pod')
    return { apiVersion: 'v1', kind, metadata: { ...metadata, labels, annotations }, spec: pod };
  if (kind === 'CronJob')
    return { apiVersion: 'batch/v1', kind, metadata, spec: { jobTemplate: { spec: { template } } } };
  if (kind === 'ScaledJob')
    return { apiVersion: 'keda.sh/v1alpha1', kind, metadata, spec: { jobTargetRef: { template } } };
  return { apiVersion: kind === 'Job' ? 'batch/v1' : 'apps/v1', kind, metadata, spec: { template } };
}

/** A NetworkPolicy. */
export function networkPolicy(path: string, spec: object): Written {
  const [home, name] = path.split('/');
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, namespace: home },
    spec,
  };
}
