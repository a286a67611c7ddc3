import type { Construct } from 'constructs';
import { attemptAll } from '../kit/declaration/attempts.ts';
import { addServiceAccount } from '../kit/service-account.ts';
import type { Context } from '../unit/unit.ts';
import type { PlacedWorkload } from './declaration/placed-workload.ts';
import type { ServiceDeclaration } from './declaration/workload.ts';
import type { RunningPlacement } from './graph/placement.ts';
import { placementOf } from './graph/placement-of.ts';
import { objectLabels } from './labels.ts';
import { applyPatches } from './patches.ts';
import { addClientCertificates } from './pods/client-certificate.ts';
import { addConfigMap } from './pods/config-map.ts';
import { assertEngines } from './pods/database-of.ts';
import { addDeployments } from './pods/deployment.ts';
import { addExternalSecret } from './pods/external-secret.ts';
import { addMigration } from './pods/migration.ts';
import { addSmokeTest, isSmokeTested } from './pods/smoke-test.ts';
import { addAutoscalers } from './scaling/autoscaling.ts';
import { addDisruptionBudget } from './scaling/disruption-budget.ts';
import { addScaledJob } from './scaling/scaled-job.ts';
import { addVerticalRecommendation } from './scaling/vertical-recommendation.ts';
import { addAuthorizationPolicy, addNetworkPolicy } from './traffic/access.ts';
import { addAuthentication } from './traffic/authentication.ts';
import { addService } from './traffic/kubernetes-service.ts';
import { addFailover } from './traffic/linked-service.ts';
import { addDestinationRule, addSidecar } from './traffic/mesh.ts';
import { addRateLimit } from './traffic/rate-limit.ts';
import { addRoutes } from './traffic/routes.ts';
import { addSecurityGroups } from './traffic/security-groups.ts';
import { addMonitor } from './watching/monitor.ts';
import { addWorkloadRules } from './watching/workload-alerts.ts';

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
  applyPatches(scope, placement);
}

/** What a workload that runs all the time needs. */
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

/** What a workload that answers requests needs. */
function addServing(scope: Construct, placement: RunningPlacement, declaration: ServiceDeclaration): void {
  addService(scope, { ...placement, declaration });
  if (isSmokeTested(declaration, placement.context.cluster))
    addSmokeTest(scope, { ...placement, declaration });
  if (placement.sidecar === undefined) {
    const { name, exposes } = declaration;
    const { cluster } = placement.context;
    // Without a mesh the product's load balancer sends requests straight to the pods.
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
