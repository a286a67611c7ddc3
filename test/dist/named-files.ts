import { at, every, type Json } from '../manifest-reader.ts';

type Named = { readonly name: string; readonly data: Record<string, string> };

/** What the settings of a pod come from, and the ConfigMaps that it mounts. */
export interface SettingSources {
  readonly configMaps: readonly Named[];
  readonly secrets: readonly Named[];
  readonly files: readonly Named[];
}

/** A pod template, with the place where it stands. */
interface Template {
  readonly place: string;
  readonly namespace: unknown;
  readonly spec: unknown;
}

const TEMPLATES: Readonly<Record<string, string>> = {
  Deployment: 'spec.template.spec',
  StatefulSet: 'spec.template.spec',
  DaemonSet: 'spec.template.spec',
  Job: 'spec.template.spec',
  CronJob: 'spec.jobTemplate.spec.template.spec',
  ScaledJob: 'spec.jobTargetRef.template.spec',
};

/** A file by its whole path, with the endings that certificates and keys have. */
const FILE = /\/(?:[\w.-]+\/)+[\w-][\w.-]*\.(?:pem|crt|cer|key|jks|p12)\b/g;

/** The pod templates among rendered objects. */
export function podTemplates(objects: readonly Json[]): readonly Template[] {
  return Object.entries(TEMPLATES).flatMap(([kind, path]) =>
    every(objects, kind).map((object) => ({
      place: `${kind} ${at(object, 'metadata.name')}`,
      namespace: at(object, 'metadata.namespace'),
      spec: at(object, path),
    })),
  );
}

/** The certificates and keys that settings of containers name and no volume has: a sentence each. */
export function missingFiles(objects: readonly Json[]): readonly string[] {
  return podTemplates(objects).flatMap(({ place, namespace, spec }) => {
    const here = objects.filter((object) => at(object, 'metadata.namespace') === namespace);
    return ['initContainers', 'containers'].flatMap((list) =>
      elements(at(spec, list)).flatMap((container) =>
        filesNamedBy(container, here).flatMap((file) => {
          const problem = problemOf(file, container, spec, here);
          return problem === undefined
            ? []
            : `${place}: ${at(container, 'name')} is told ${file}, ${problem}.`;
        }),
      ),
    );
  });
}

function problemOf(
  file: string,
  container: unknown,
  spec: unknown,
  here: readonly Json[],
): string | undefined {
  const mount = elements(at(container, 'volumeMounts')).find(
    (one) => file.startsWith(`${String(at(one, 'mountPath'))}/`) || file === at(one, 'mountPath'),
  );
  if (mount === undefined) return 'which nothing mounts';
  const volume = elements(at(spec, 'volumes')).find((one) => at(one, 'name') === at(mount, 'name'));
  const configMap = at(volume, 'configMap.name');
  if (configMap === undefined) return undefined;
  const data = at(named(here, 'ConfigMap', configMap), 'data');
  const key = file.slice(String(at(mount, 'mountPath')).length + 1);
  return at(data, `["${key}"]`) === undefined ? `which the ConfigMap ${configMap} has not` : undefined;
}

/** Files in the variables, arguments and commands of a container; an address may have them percent-encoded. */
function filesNamedBy(container: unknown, here: readonly Json[]): readonly string[] {
  const env = elements(at(container, 'env'));
  const sources = elements(at(container, 'envFrom'));
  const texts = [
    ...elements(at(container, 'command')),
    ...elements(at(container, 'args')),
    ...env.map((one) => at(one, 'value')),
    ...env.flatMap((one) => [
      at(settings(here, 'ConfigMap', at(one, 'valueFrom.configMapKeyRef.name')), keyPath(one, 'configMap')),
      at(settings(here, 'ExternalSecret', at(one, 'valueFrom.secretKeyRef.name')), keyPath(one, 'secret')),
    ]),
    ...sources.flatMap((one) => [
      ...Object.values(Object(settings(here, 'ConfigMap', at(one, 'configMapRef.name')))),
      ...Object.values(Object(settings(here, 'ExternalSecret', at(one, 'secretRef.name')))),
    ]),
  ];
  const found = texts.flatMap((text) =>
    typeof text === 'string' ? [...text.replaceAll(/%2F/gi, '/').matchAll(FILE)].map(([file]) => file) : [],
  );
  return [...new Set(found)];
}

function keyPath(variable: unknown, kind: 'configMap' | 'secret'): string {
  return `["${at(variable, `valueFrom.${kind}KeyRef.key`)}"]`;
}

/** The variables of a ConfigMap, or of the Secret that an ExternalSecret makes. */
function settings(here: readonly Json[], kind: 'ConfigMap' | 'ExternalSecret', name: unknown): unknown {
  if (name === undefined) return undefined;
  if (kind === 'ConfigMap') return at(named(here, kind, name), 'data');
  const secret = every(here, kind).find((object) => at(object, 'spec.target.name') === name);
  return at(secret, 'spec.target.template.data');
}

function named(here: readonly Json[], kind: string, name: unknown): Json | undefined {
  return every(here, kind).find((object) => at(object, 'metadata.name') === name);
}

function elements(list: unknown): readonly unknown[] {
  return Array.isArray(list) ? list : [];
}
