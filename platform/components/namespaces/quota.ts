import { k8s } from 'cdk8s-plus-29';
import type { Construct } from 'constructs';
import { ownerLabels } from '../../kit/labels.ts';
import { add } from '../../kit/manifest.ts';
import { bytes, formatCpu, formatMemory, millicores } from '../../kit/quantity.ts';
import { amounts } from '../../kit/resources.ts';
import type { Context, Reservation } from '../../unit/unit.ts';
import { unitsOn } from '../../unit/units-on.ts';
import type { PlacedWorkload } from '../../workload/declaration/placed-workload.ts';
import { imageOf, sidecarOf } from '../../workload/graph/placement-of.ts';
import { MIGRATION_RESOURCES } from '../../workload/pods/migration.ts';
import { isSmokeTested, smokeTestReservation } from '../../workload/pods/smoke-test.ts';
import { podsAtMost, replicasOf } from '../../workload/scaling/replicas.ts';

/**
 * The ResourceQuota of a namespace: what its workloads need at their largest, sidecars, canaries, the surge of an
 * update and the test after it included, what other units reserve there, and nothing more. So a namespace without workloads
 * admits no pod at all until one is declared. A lower quota would stop the autoscaler or an update just at the peak.
 * CPU limits are not counted: CPU is shared by weight, and a limit would only throttle.
 */
export function addQuota(
  scope: Construct,
  namespace: string,
  owner: string,
  workloads: readonly PlacedWorkload[],
  context: Context,
): void {
  const reserved = [...reservationsIn(namespace, context)];
  const total = { pods: 0, cpu: 0, memory: 0, memoryLimit: 0 };
  for (const placed of workloads) {
    const { declaration } = placed;
    const { requests, limits } = declaration.resources;
    const sidecar = sidecarOf(placed, context);
    const pods = podsAtMost(
      declaration,
      replicasOf(declaration, context.cluster),
      imageOf(declaration, context).canary,
      declaration.kind === 'service' && sidecar !== undefined,
    );
    if (declaration.kind !== 'job' && declaration.migration !== undefined) {
      reserved.push({ namespace, pods: 1, resources: MIGRATION_RESOURCES });
    }
    total.pods += pods;
    total.cpu += pods * (millicores(requests.cpu) + millicores(sidecar?.requests.cpu ?? '0'));
    total.memory += pods * (bytes(requests.memory) + bytes(sidecar?.requests.memory ?? '0Mi'));
    total.memoryLimit += pods * (bytes(limits.memory) + bytes(sidecar?.limits.memory ?? '0Mi'));
    if (isSmokeTested(declaration, context.cluster)) reserved.push(smokeTestReservation(placed, context));
  }
  for (const { pods, resources } of reserved) {
    total.pods += pods;
    total.cpu += pods * millicores(resources.requests.cpu);
    total.memory += pods * bytes(resources.requests.memory);
    total.memoryLimit += pods * bytes(resources.limits.memory);
  }
  add(scope, k8s.KubeResourceQuota, {
    metadata: { name: 'quota', namespace, labels: ownerLabels(owner) },
    spec: {
      hard: {
        pods: k8s.Quantity.fromNumber(total.pods),
        'requests.cpu': k8s.Quantity.fromString(formatCpu(total.cpu)),
        'requests.memory': k8s.Quantity.fromString(formatMemory(total.memory)),
        'limits.memory': k8s.Quantity.fromString(formatMemory(total.memoryLimit)),
      },
    },
  });
}

/** What the units of the cluster reserve in a namespace. */
function reservationsIn(namespace: string, context: Context): readonly Reservation[] {
  return unitsOn(context.cluster.name, context.units)
    .flatMap((unit) => unit.reserves?.(context) ?? [])
    .filter((reservation) => reservation.namespace === namespace);
}

/** A safety net for containers that set nothing: the quota would refuse their pods. */
export function addLimitRange(scope: Construct, namespace: string, owner: string): void {
  add(scope, k8s.KubeLimitRange, {
    metadata: { name: 'defaults', namespace, labels: ownerLabels(owner) },
    spec: {
      limits: [
        {
          type: 'Container',
          defaultRequest: amounts({ cpu: '50m', memory: '64Mi' }),
          default: amounts({ memory: '256Mi' }),
        },
      ],
    },
  });
}
