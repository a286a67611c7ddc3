import { groupOf } from '../../charts/inventory/cluster-wide.ts';
import type { Item, Mapping } from '../change.ts';
import { mappingAt } from './value.ts';

const TEMPLATE = 'spec.template';

/** Where the template of the pods stands in each kind that makes pods. */
const TEMPLATES: Readonly<Record<string, string>> = {
  '/PodTemplate': 'template',
  '/ReplicationController': TEMPLATE,
  'apps/DaemonSet': TEMPLATE,
  'apps/Deployment': TEMPLATE,
  'apps/ReplicaSet': TEMPLATE,
  'apps/StatefulSet': TEMPLATE,
  'apps.openshift.io/DeploymentConfig': TEMPLATE,
  'argoproj.io/Rollout': TEMPLATE,
  'batch/CronJob': 'spec.jobTemplate.spec.template',
  'batch/Job': TEMPLATE,
  'extensions/DaemonSet': TEMPLATE,
  'extensions/Deployment': TEMPLATE,
  'keda.sh/ScaledJob': 'spec.jobTargetRef.template',
};

/** Where the template of the pods of a kind is; undefined for a kind that makes none, and for a pod itself. */
export function templatePathOf(apiVersion: string, kind: string): string | undefined {
  return TEMPLATES[`${groupOf(apiVersion)}/${kind}`];
}

/** Where the spec of the pods is. */
export function podPathOf(apiVersion: string, kind: string): string | undefined {
  if (apiVersion === 'v1' && kind === 'Pod') return 'spec';
  const template = templatePathOf(apiVersion, kind);
  return template === undefined ? undefined : `${template}.spec`;
}

/** The spec of the pods of an object; empty where it makes none. */
export function podSpecOf({ apiVersion, kind, value }: Pick<Item, 'apiVersion' | 'kind' | 'value'>): Mapping {
  const path = podPathOf(apiVersion, kind);
  return path === undefined ? {} : mappingAt(value, path);
}

/** The labels or annotations of the pods. */
export function podMetadataOf({
  apiVersion,
  kind,
  value,
}: Pick<Item, 'apiVersion' | 'kind' | 'value'>): Mapping {
  const template = templatePathOf(apiVersion, kind);
  if (template === undefined)
    return apiVersion === 'v1' && kind === 'Pod' ? mappingAt(value, 'metadata') : {};
  return mappingAt(value, `${template}.metadata`);
}
