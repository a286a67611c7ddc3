import { type Container, containersOf, type ExternalSecret, type RenderedObject } from './objects.ts';

const PART_OF = 'app.kubernetes.io/part-of';

/**
 * The text of a cluster's `.env.example`: every variable that a workload of a product gets, without its value, with
 * the place that the value comes from (S0-63). It shows whoever runs a container on their own machine what to set, and
 * whoever fills Secrets Manager which paths are read.
 *
 * @param cluster its name
 * @param objects what is rendered for it
 */
export function environmentExample(cluster: string, objects: readonly RenderedObject[]): string {
  const blocks = objects.flatMap((workload) => {
    const { labels } = workload.metadata;
    // A canary reads what the build beside it reads.
    if (labels[PART_OF] === 'platform' || labels.track === 'canary') return [];
    const variables = variablesOf(workload, objects);
    if (variables.size === 0) return [];
    const { name, namespace } = workload.metadata;
    const lines = [...variables]
      .sort(byName)
      .flatMap(([variable, source]) => [`# ${source}`, `${variable}=`]);
    return [`## ${workload.kind} ${name}, namespace ${namespace}\n${lines.join('\n')}\n`];
  });
  return [
    `# What the workloads of ${cluster} read from their environment. Written by npm run synth: names only, no value ever.\n`,
    ...blocks,
  ].join('\n');
}

type Variable = readonly [name: string, source: string];

/** Each variable with the place that its value comes from; those that Kubernetes sets are left out. */
function variablesOf(workload: RenderedObject, objects: readonly RenderedObject[]): Map<string, string> {
  const { namespace } = workload.metadata;
  const beside = objects.filter(({ metadata }) => metadata.namespace === namespace);
  return new Map(
    containersOf(workload).flatMap((container) => [
      ...fromWholeObjects(container, beside),
      ...fromOneByOne(container, beside),
    ]),
  );
}

function fromWholeObjects({ envFrom }: Container, beside: readonly RenderedObject[]): readonly Variable[] {
  return envFrom.flatMap(({ configMapRef, secretRef }) =>
    beside.flatMap((object): readonly Variable[] => {
      const { name } = object.metadata;
      if (object.kind === 'ConfigMap' && name === configMapRef?.name) {
        return Object.keys(object.data).map((key) => [key, `ConfigMap ${name}`]);
      }
      if (object.kind === 'ExternalSecret' && object.spec.target.name === secretRef?.name) {
        return Object.entries(keysOf(object)).map(([key, text]) => [key, sourceOf(object, text)]);
      }
      return [];
    }),
  );
}

function fromOneByOne({ env }: Container, beside: readonly RenderedObject[]): readonly Variable[] {
  return env.flatMap(({ name, valueFrom }): readonly Variable[] => {
    if (valueFrom === undefined) return [[name, 'set in the pod itself']];
    const { secretKeyRef } = valueFrom;
    return beside.flatMap((object): readonly Variable[] =>
      object.kind === 'ExternalSecret' && object.spec.target.name === secretKeyRef?.name
        ? [[name, sourceOf(object, keysOf(object)[secretKeyRef.key] ?? '')]]
        : [],
    );
  });
}

/** The keys of the Secret that is made, each with the template that fills it. */
function keysOf({ spec }: ExternalSecret): Readonly<Record<string, string>> {
  return (
    spec.target.template?.data ??
    Object.fromEntries(spec.data.map(({ secretKey }) => [secretKey, `.${secretKey}`]))
  );
}

/** The secrets that a template takes its parts from. */
function sourceOf({ spec }: ExternalSecret, template: string): string {
  const used = spec.data
    .filter(({ secretKey }) => new RegExp(`\\.${secretKey}\\b`).test(template))
    .map(({ remoteRef }) => [remoteRef.key, remoteRef.property].filter(Boolean).join('#'));
  const paths = used.length > 0 ? used : spec.dataFrom.map(({ extract }) => extract.key);
  return `Secrets Manager ${paths.join(', ')}`;
}

function byName([one]: Variable, [other]: Variable): number {
  return one < other ? -1 : 1;
}
