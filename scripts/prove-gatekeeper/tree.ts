import { existsSync } from 'node:fs';
import { z } from 'zod';
import { readObjects } from '../cluster-model/input/objects.ts';
import { Mistake } from '../command-line/mistake.ts';

const texts = z.record(z.string(), z.string()).optional();
const object = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), namespace: z.string().optional(), labels: texts }),
});

/** An object of a rendered tree. */
export type TreeObject = z.infer<typeof object>;

/** @throws z.ZodError for what is no object of Kubernetes */
export function treeObject(found: unknown): TreeObject {
  return object.parse(found);
}

const template = z.looseObject({
  metadata: z.looseObject({ labels: texts, annotations: texts }).optional(),
  spec: z.record(z.string(), z.unknown()),
});
type Template = z.infer<typeof template>;

const ofPods = z.object({ spec: z.object({ template }) });
const ofJobs = z.object({
  spec: z.object({
    jobTemplate: z.object({ metadata: z.object({ labels: texts }).optional(), spec: z.object({ template }) }),
  }),
});
const ofScaledJobs = z.object({ spec: z.object({ jobTargetRef: z.object({ template }) }) });

/**
 * Every object of a cluster, by the reader that check and reach have, so that no proof reads a value another way.
 *
 * @throws Mistake where there is none, which must not look like a pass
 */
export function objectsOf(directory: string): readonly TreeObject[] {
  const found = existsSync(directory) ? readObjects(directory) : [];
  if (found.length === 0) throw new Mistake(`${directory} has no manifests. Run npm run synth first.`);
  return found.map(({ value }) => treeObject(value));
}

/**
 * What the controllers of Kubernetes and KEDA make of an object: the Jobs and pods that Gatekeeper sees as well. A
 * refusal of those shows in no sync.
 */
export function offspringOf(parent: TreeObject): readonly TreeObject[] {
  switch (parent.kind) {
    case 'DaemonSet':
    case 'Deployment':
    case 'Job':
    case 'StatefulSet':
      return [podOf(parent, ofPods.parse(parent).spec.template)];
    case 'CronJob': {
      const { metadata, spec } = ofJobs.parse(parent).spec.jobTemplate;
      return [jobOf(parent, spec, metadata?.labels), podOf(parent, spec.template)];
    }
    case 'ScaledJob': {
      const { template } = ofScaledJobs.parse(parent).spec.jobTargetRef;
      return [jobOf(parent, { template }, parent.metadata.labels), podOf(parent, template)];
    }
    default:
      return [];
  }
}

function podOf({ metadata, kind }: TreeObject, { metadata: own, spec }: Template): TreeObject {
  const name = `${metadata.name}-of-${kind.toLowerCase()}`;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: metadata.namespace,
      labels: own?.labels ?? {},
      annotations: own?.annotations ?? {},
    },
    spec,
  };
}

function jobOf({ metadata, kind }: TreeObject, spec: object, own: z.infer<typeof texts>): TreeObject {
  const name = `${metadata.name}-of-${kind.toLowerCase()}`;
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, namespace: metadata.namespace, labels: own ?? {} },
    spec,
  };
}
