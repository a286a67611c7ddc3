import type { ListSource } from '../model/list-source.ts';
import { api } from './api.ts';
import { argoCd } from './argo-cd.ts';
import { autoscaling } from './autoscaling.ts';
import { targets } from './capacity/targets.ts';
import { chart } from './chart.ts';
import { clusters } from './clusters.ts';
import { goals } from './goals.ts';
import { mesh } from './mesh.ts';
import { missing } from './missing.ts';
import { networkPolicies } from './network-policies.ts';
import { nodeAgents } from './node-agents.ts';
import { nodeGroups } from './node-groups.ts';
import { notAskedFor } from './not-asked-for.ts';
import { outputs } from './outputs.ts';
import { pipeline } from './pipeline.ts';
import { admission } from './pitfalls/admission.ts';
import { autoscalingPitfalls } from './pitfalls/autoscaling.ts';
import { contractPitfalls } from './pitfalls/contract.ts';
import { deliveryPitfalls } from './pitfalls/delivery.ts';
import { meshPitfalls } from './pitfalls/mesh.ts';
import { observability } from './pitfalls/observability.ts';
import { references } from './pitfalls/references.ts';
import { selectors } from './pitfalls/selectors.ts';
import { workloadPitfalls } from './pitfalls/workloads.ts';
import { plans } from './plans.ts';
import { podSecurity } from './pod-security.ts';
import { queues } from './queues.ts';
import { quotas } from './quotas.ts';
import { redisCluster } from './redis-cluster.ts';
import { routes } from './routes.ts';
import { secrets } from './secrets.ts';
import { telemetry } from './telemetry.ts';

/** TripTrip's requirements and pitfalls, and where each is answered. */
export const triptrip: ListSource = {
  folder: 'requirements/triptrip',
  sections: {
    goals,
    clusters,
    'node-groups': nodeGroups,
    api,
    'redis-cluster': redisCluster,
    'node-agents': nodeAgents,
    autoscaling,
    queues,
    mesh,
    routes,
    telemetry,
    'pod-security': podSecurity,
    'network-policies': networkPolicies,
    secrets,
    chart,
    'argo-cd': argoCd,
    pipeline,
    quotas,
    plans,
    missing,
    'not-asked-for': notAskedFor,
    outputs,
    'pitfalls/references': references,
    'pitfalls/selectors': selectors,
    'pitfalls/admission': admission,
    'pitfalls/autoscaling': autoscalingPitfalls,
    'pitfalls/mesh': meshPitfalls,
    'pitfalls/observability': observability,
    'pitfalls/delivery': deliveryPitfalls,
    'pitfalls/contract': contractPitfalls,
    'pitfalls/workloads': workloadPitfalls,
  },
  figures: targets,
};
