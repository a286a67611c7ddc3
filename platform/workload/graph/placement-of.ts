import type { Image } from '../../../clusters/index.ts';
import { didYouMean } from '../../../clusters/nearest-name.ts';
import { attemptAll } from '../../kit/declaration/attempts.ts';
import type { Endpoint } from '../../kit/network/endpoint.ts';
import { roleOf } from '../../kit/service-account.ts';
import type { Context } from '../../unit/unit.ts';
import { namesCalled } from '../declaration/calls.ts';
import type { PlacedWorkload } from '../declaration/placed-workload.ts';
import type { WorkloadDeclaration } from '../declaration/workload.ts';
import { imageNameOf } from '../names.ts';
import { assertAuthorityIsMounted } from '../pods/database-authority.ts';
import { type SidecarResources, sidecarResources } from '../pods/sidecar.ts';
import { isSmokeTested, smokeTestOf } from '../pods/smoke-test.ts';
import { replicasOf } from '../scaling/replicas.ts';
import { canaryMistake } from '../traffic/canary.ts';
import type { Destination } from './destination.ts';
import { destinationsOf } from './destinations.ts';
import { graphOf } from './graph.ts';
import { originsOf } from './origins.ts';
import type { Placement } from './placement.ts';

/** Variables of every container. */
const RESERVED: ReadonlySet<string> = new Set(['PORT', 'POD_NAME', 'POD_NAMESPACE', 'NODE_NAME']);

/**
 * @throws Mistakes when the cluster lacks the image, a callee or a Terraform output; each says where to add it
 */
export function placementOf(placed: PlacedWorkload, context: Context): Placement {
  const { declaration } = placed;
  // All of them first, as everything else is made from what they give.
  const [image, , { destinations, config }, sidecar] = attemptAll([
    () => imageOf(declaration, context),
    () => assertRole(declaration, context),
    () => {
      const destinations = destinationsOf(declaration, context);
      return { destinations, config: configOf(declaration, destinations, context) };
    },
    () => sidecarOf(placed, context),
    () => assertAuthorityIsMounted(declaration, context.cluster),
  ]);
  return {
    ...placed,
    context,
    sidecar,
    image,
    replicas: replicasOf(declaration, context.cluster),
    callers: callersOf(placed, context),
    destinations,
    config,
  };
}

/** What calls AWS signs with a role; said here too, as the calls themselves may lack something else. */
function assertRole(declaration: WorkloadDeclaration, { cluster }: Context): void {
  if (namesCalled(declaration, 'queue', 'bucket').length > 0) roleOf(cluster, declaration.name);
}

/** Those that declare a call, and the test that asks a service after each sync. */
function callersOf(placed: PlacedWorkload, context: Context): readonly Endpoint[] {
  const callers = graphOf(context).callersOf(placed.declaration.name);
  return isSmokeTested(placed.declaration, context.cluster) ? [...callers, smokeTestOf(placed)] : callers;
}

/** A variable that a call sets cannot be changed: another value beside it would silently lead elsewhere. */
function configOf(declaration: WorkloadDeclaration, destinations: readonly Destination[], context: Context) {
  const { name, environment = {}, secrets = {} } = declaration;
  const addresses = addressesOf(declaration, destinations);
  const origins = originsOf(declaration, context);
  const own = [
    ...Object.keys(environment).map((variable) => ['its environment sets', variable] as const),
    ...Object.keys(secrets).map((variable) => ['one of its secrets sets', variable] as const),
  ];
  for (const [which, variable] of own) {
    if (variable in addresses || variable in origins || RESERVED.has(variable)) {
      throw new Error(
        `${name}: ${which} ${variable}, which ${variable in addresses ? 'one of its calls' : 'synth'} sets. Take it out.`,
      );
    }
  }
  return { ...addresses, ...origins, ...environment };
}

/** Two databases would both be `DB_HOST`, and the proxy could not tell two of one port apart either. */
function addressesOf({ name }: WorkloadDeclaration, destinations: readonly Destination[]) {
  const addresses: Record<string, string> = {};
  for (const [variable, value] of destinations.flatMap(({ environment }) => Object.entries(environment))) {
    const other = addresses[variable];
    if (other !== undefined && other !== value) {
      throw new Error(
        `${name}: two of its calls set the variable ${variable}, to ${other} and to ${value}. Take one of the calls out.`,
      );
    }
    addresses[variable] = value;
  }
  return addresses;
}

/** The proxy beside each pod of a workload; undefined where the cluster or the namespace has no mesh. */
export function sidecarOf(
  { declaration, mesh }: PlacedWorkload,
  { cluster }: Context,
): SidecarResources | undefined {
  if (cluster.mesh === undefined || !mesh) return undefined;
  return sidecarResources(declaration.kind === 'job' ? 0 : (declaration.scale.requestsPerSecond ?? 0));
}

/**
 * The build that the cluster runs.
 *
 * @throws when `images.yaml` does not have it, or has a canary that would get no share of anything
 */
export function imageOf(declaration: WorkloadDeclaration, { cluster, units }: Context): Image {
  const name = imageNameOf(declaration);
  const image = cluster.images[name];
  const mistake = canaryMistake(name, cluster, units);
  if (mistake !== undefined) throw new Error(mistake);
  if (image !== undefined) return image;
  throw new Error(
    `clusters/${cluster.name}/images.yaml has no ${name}, which ${declaration.name} runs${didYouMean(name, Object.keys(cluster.images))}. Add it with its version and digest.`,
  );
}
