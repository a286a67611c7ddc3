import type { Construct } from 'constructs';
import type { Context } from '../unit.ts';
import { addAuthorizationPolicy, addNetworkPolicy } from './access.ts';
import { addAutoscaler } from './autoscaling.ts';
import { addConfigMap } from './config-map.ts';
import type { ServiceDeclaration } from './declaration.ts';
import { addDeployments } from './deployment.ts';
import { addDisruptionBudget } from './disruption-budget.ts';
import { addExternalSecret } from './external-secret.ts';
import type { PlacedWorkload } from './graph.ts';
import { addService } from './kubernetes-service.ts';
import { objectLabels } from './labels.ts';
import { addDestinationRule, addSidecar } from './mesh.ts';
import { addMonitor } from './monitor.ts';
import { placementOf, type RunningPlacement } from './placement.ts';
import { addRoutes } from './routes.ts';
import { addScaledJob } from './scaled-job.ts';
import { addSecurityGroups } from './security-groups.ts';
import { addServiceAccount } from './service-account.ts';
import { addVerticalRecommendation } from './vertical-recommendation.ts';

/**
 * Everything that one workload needs on one cluster.
 *
 * @throws when the declaration and the contract do not fit; the message says which of them to change
 */
export function buildWorkload(scope: Construct, placed: PlacedWorkload, context: Context): void {
  const placement = placementOf(placed, context);
  const { declaration, namespace, sidecar, destinations } = placement;
  const { name } = declaration;
  const callsAws = destinations.some(({ aws }) => aws);
  const identity = { name, namespace, labels: objectLabels(placement) };
  addServiceAccount(scope, context.cluster, identity, callsAws ? name : undefined);
  addConfigMap(scope, placement);
  addExternalSecret(scope, placement);
  addNetworkPolicy(scope, placement);
  addSecurityGroups(scope, placement);
  if (sidecar !== undefined) addSidecar(scope, placement);
  if (declaration.kind === 'job') addScaledJob(scope, { ...placement, declaration });
  else addRunning(scope, { ...placement, declaration });
}

/** What a workload needs that runs all the time. */
function addRunning(scope: Construct, placement: RunningPlacement): void {
  addDeployments(scope, placement);
  addAutoscaler(scope, placement);
  addVerticalRecommendation(scope, placement);
  addDisruptionBudget(scope, placement);
  addMonitor(scope, placement);
  const { declaration } = placement;
  if (declaration.kind === 'service') addServing(scope, placement, declaration);
}

/** What a workload needs that answers requests. */
function addServing(scope: Construct, placement: RunningPlacement, declaration: ServiceDeclaration): void {
  const { context, namespace, sidecar } = placement;
  const { name } = declaration;
  addService(scope, placement, declaration.port);
  if (sidecar === undefined) {
    if (declaration.exposes === undefined) return;
    throw new Error(
      `${name} is exposed, but ${context.cluster.name} or its namespace ${namespace} is outside the mesh, whose gateway exposes it.`,
    );
  }
  addAuthorizationPolicy(scope, placement, declaration.port);
  addRoutes(scope, placement, declaration);
  addDestinationRule(scope, placement);
}
