import type { Construct } from 'constructs';
import type { Context } from '../unit.ts';
import { addAuthorizationPolicy, addNetworkPolicy } from './access.ts';
import { addAutoscaler } from './autoscaling.ts';
import { addConfigMap } from './config-map.ts';
import { addDeployments } from './deployment.ts';
import { addDisruptionBudget } from './disruption-budget.ts';
import { addExternalSecret } from './external-secret.ts';
import type { PlacedWorkload } from './graph.ts';
import { addService } from './kubernetes-service.ts';
import { objectLabels } from './labels.ts';
import { addDestinationRule, addSidecar } from './mesh.ts';
import { addMonitor } from './monitor.ts';
import { placementOf } from './placement.ts';
import { addRoutes } from './routes.ts';
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
  addDeployments(scope, placement);
  addAutoscaler(scope, placement);
  addVerticalRecommendation(scope, placement);
  addDisruptionBudget(scope, placement);
  addNetworkPolicy(scope, placement);
  addMonitor(scope, placement);
  if (sidecar !== undefined) addSidecar(scope, placement);
  if (declaration.kind === 'worker') return;
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
