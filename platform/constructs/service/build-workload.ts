import type { Construct } from 'constructs';
import { attemptAll } from '../declaration/attempts.ts';
import type { Context } from '../unit.ts';
import { addAuthorizationPolicy, addNetworkPolicy } from './access.ts';
import { addAuthentication } from './authentication.ts';
import { addAutoscalers } from './autoscaling.ts';
import { addClientCertificates } from './client-certificate.ts';
import { addConfigMap } from './config-map.ts';
import { assertEngines } from './database-of.ts';
import type { ServiceDeclaration } from './declaration.ts';
import { addDeployments } from './deployment.ts';
import { addDisruptionBudget } from './disruption-budget.ts';
import { addExternalSecret } from './external-secret.ts';
import type { PlacedWorkload } from './graph.ts';
import { addService } from './kubernetes-service.ts';
import { objectLabels } from './labels.ts';
import { addFailover } from './linked-service.ts';
import { addDestinationRule, addSidecar } from './mesh.ts';
import { addMigration } from './migration.ts';
import { addMonitor } from './monitor.ts';
import { placementOf, type RunningPlacement } from './placement.ts';
import { addRateLimit } from './rate-limit.ts';
import { addRoutes } from './routes.ts';
import { addScaledJob } from './scaled-job.ts';
import { addSecurityGroups } from './security-groups.ts';
import { addServiceAccount } from './service-account.ts';
import { addSmokeTest, isSmokeTested } from './smoke-test.ts';
import { addVerticalRecommendation } from './vertical-recommendation.ts';
import { addWorkloadRules } from './workload-alerts.ts';

/**
 * Everything that one workload needs on one cluster.
 *
 * @throws Mistakes when the declaration and the contract do not fit; each message says which of them to change
 */
export function buildWorkload(scope: Construct, placed: PlacedWorkload, context: Context): void {
  const placement = placementOf(placed, context);
  const { declaration, namespace, sidecar, destinations } = placement;
  const { name } = declaration;
  const callsAws = destinations.some(({ aws }) => aws);
  const identity = { name, namespace, labels: objectLabels(placement) };
  attemptAll([
    () => addServiceAccount(scope, context.cluster, identity, callsAws ? name : undefined),
    () => addConfigMap(scope, placement),
    () => assertEngines(declaration, context.cluster),
    () => addExternalSecret(scope, placement),
    () => addClientCertificates(scope, placement),
    () => addNetworkPolicy(scope, placement),
    () => addSecurityGroups(scope, placement),
    () => {
      if (sidecar !== undefined) addSidecar(scope, placement);
    },
    () => addWorkloadRules(scope, placement),
    () => {
      if (declaration.kind === 'job') addScaledJob(scope, { ...placement, declaration });
      else addRunning(scope, { ...placement, declaration });
    },
  ]);
}

/** What a workload needs that runs all the time. */
function addRunning(scope: Construct, placement: RunningPlacement): void {
  const { declaration } = placement;
  attemptAll([
    () => addMigration(scope, placement),
    () => addDeployments(scope, placement),
    () => addAutoscalers(scope, placement),
    () => addVerticalRecommendation(scope, placement),
    () => addDisruptionBudget(scope, placement),
    () => addMonitor(scope, placement),
    () => {
      if (declaration.kind === 'service') addServing(scope, placement, declaration);
    },
  ]);
}

/** What a workload needs that answers requests. */
function addServing(scope: Construct, placement: RunningPlacement, declaration: ServiceDeclaration): void {
  addService(scope, { ...placement, declaration });
  if (isSmokeTested(declaration, placement.context.cluster))
    addSmokeTest(scope, { ...placement, declaration });
  if (placement.sidecar === undefined) {
    const { name, exposes } = declaration;
    const { cluster } = placement.context;
    // Without a mesh the load balancer of the product leads straight to the pods.
    if (exposes === undefined || cluster.mesh === undefined) return;
    throw new Error(
      `${name} is exposed, but its namespace ${placement.namespace} is outside the mesh of ${cluster.name}, whose gateway exposes it.`,
    );
  }
  attemptAll([
    () => addAuthentication(scope, { ...placement, declaration }),
    () => addAuthorizationPolicy(scope, { ...placement, declaration }),
    () => addRateLimit(scope, { ...placement, declaration }),
    () => addRoutes(scope, placement, declaration),
    () => addDestinationRule(scope, { ...placement, declaration }),
    () => {
      if (declaration.failover === true)
        addFailover(scope, placement, objectLabels(placement), placement.context);
    },
  ]);
}
