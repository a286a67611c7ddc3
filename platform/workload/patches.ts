import { ApiObject, JsonPatch } from 'cdk8s';
import type { Construct } from 'constructs';
import { didYouMean } from '../../clusters/nearest-name.ts';
import { attemptAll } from '../kit/declaration/attempts.ts';
import type { Patch, PatchStep } from './declaration/patch.ts';
import type { Placement } from './graph/placement.ts';

const ISOLATION = 'it keeps a pod from its node and from other pods';
const IDENTITY = 'it says who a pod is, and what it may read';
const SELECTION = 'policies, selectors and tools go by it';
const BUILD = 'images.yaml decides what runs';
const DECLARED = 'the declaration has a field for it, and quotas are made from that';
const TRAFFIC = 'it decides whose connections are taken, and how they are secured';

/** Fields that have to be the same before and after a patch, wherever they stand, each with the reason. */
const GUARDED: Readonly<Record<string, string>> = {
  apiVersion: SELECTION,
  kind: SELECTION,
  metadata: SELECTION,
  selector: SELECTION,
  scaleTargetRef: SELECTION,
  securityContext: ISOLATION,
  capabilities: ISOLATION,
  hostAliases: TRAFFIC,
  hostIP: ISOLATION,
  hostIPC: ISOLATION,
  hostNetwork: ISOLATION,
  hostPID: ISOLATION,
  hostPath: ISOLATION,
  hostPort: ISOLATION,
  hostUsers: ISOLATION,
  nodeName: ISOLATION,
  runtimeClassName: ISOLATION,
  shareProcessNamespace: ISOLATION,
  tolerations: ISOLATION,
  volumeDevices: ISOLATION,
  volumes: IDENTITY,
  serviceAccount: IDENTITY,
  serviceAccountName: IDENTITY,
  automountServiceAccountToken: IDENTITY,
  imagePullSecrets: IDENTITY,
  authenticationRef: IDENTITY,
  secretKeyRef: IDENTITY,
  secretRef: IDENTITY,
  ephemeralContainers: BUILD,
  image: BUILD,
  resources: DECLARED,
  replicas: DECLARED,
  minReplicas: DECLARED,
  maxReplicas: DECLARED,
  minReplicaCount: DECLARED,
  maxReplicaCount: DECLARED,
  nodeSelector: DECLARED,
  priorityClassName: DECLARED,
  terminationGracePeriodSeconds: DECLARED,
  exportTo: TRAFFIC,
  host: TRAFFIC,
  tls: TRAFFIC,
};

/**
 * Changes the objects of a workload as its patches say.
 *
 * @throws Mistakes if a patch finds nothing to change, or changes what none may: the results are compared, so
 * that no path and no value around a guarded field gets past
 */
export function applyPatches(scope: Construct, { declaration, context }: Placement): void {
  const { name, patches = [] } = declaration;
  if (patches.length === 0) return;
  const here = context.cluster.name;
  const clusters = context.units.find((unit) => unit.name === name)?.clusters ?? [here];
  attemptAll(
    patches.map((patch, index) => () => {
      const place = `${name}: patches[${index}]`;
      const unknown = patch.clusters?.find((cluster) => !clusters.includes(cluster));
      if (unknown !== undefined) {
        throw new Error(
          `${place}: found the cluster ${unknown}, expected one where ${name} runs: ${clusters.join(', ')}${didYouMean(unknown, clusters)}.`,
        );
      }
      if (patch.clusters?.includes(here) === false) return;
      const objects = scope.node.children.filter(ApiObject.isApiObject);
      const patched = objects.filter(({ kind }) => kind === patch.kind);
      if (patched.length === 0) {
        throw new Error(
          `${place}: found no ${patch.kind} of ${name} on ${here}. Name its \`clusters\`, or take the patch out.`,
        );
      }
      for (const object of patched) apply(object, patch, place);
    }),
  );
}

function apply(object: ApiObject, { steps }: Patch, place: string): void {
  const before = guardedIn(object.toJson());
  object.addJsonPatch(...steps.map(operation));
  let after: ReadonlyMap<string, Guarded>;
  try {
    after = guardedIn(object.toJson());
  } catch (error) {
    throw new Error(`${place}: ${error instanceof Error ? error.message : error}`);
  }
  for (const path of new Set([...before.keys(), ...after.keys()])) {
    const [one, other] = [before.get(path), after.get(path)];
    if (one?.text === other?.text) continue;
    const why = GUARDED[one?.field ?? other?.field ?? ''];
    throw new Error(
      `${place}: found a change of ${path} of the ${object.kind} ${object.name}, which no patch may make: ${why}. Leave it as it is, or talk to the platform about a field of the declaration.`,
    );
  }
}

function operation(step: PatchStep): JsonPatch {
  if (step.op === 'remove') return JsonPatch.remove(step.path);
  return step.op === 'add' ? JsonPatch.add(step.path, step.value) : JsonPatch.replace(step.path, step.value);
}

interface Guarded {
  readonly field: string;
  readonly text: string;
}

/** The guarded fields of an object with what they hold, by their path. */
function guardedIn(value: unknown, path = '', found = new Map<string, Guarded>()): Map<string, Guarded> {
  if (typeof value !== 'object' || value === null) return found;
  for (const [field, inner] of Object.entries(value)) {
    const at = `${path}/${field}`;
    if (Object.hasOwn(GUARDED, field)) found.set(at, { field, text: JSON.stringify(inner) ?? '' });
    else guardedIn(inner, at, found);
  }
  return found;
}
