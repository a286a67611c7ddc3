import type { RowList } from '../model/row.ts';
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
import { notAskedFor, outputs } from './outputs.ts';
import { pipeline, quotas } from './pipeline.ts';
import { autoscalingPitfalls } from './pitfalls/autoscaling.ts';
import { contractPitfalls, deliveryPitfalls, workloadPitfalls } from './pitfalls/delivery.ts';
import { meshPitfalls, observability } from './pitfalls/mesh.ts';
import { admission, references, selectors } from './pitfalls/references.ts';
import { plans } from './plans.ts';
import { queues } from './queues.ts';
import { redisCluster } from './redis-cluster.ts';
import { routes } from './routes.ts';
import { podSecurity, secrets } from './secrets.ts';
import { telemetry } from './telemetry.ts';

/** TripTrip's requirements and pitfalls, and where each is answered. */
export const triptrip: RowList = {
  document: 'docs/triptrip.md',
  title: 'TripTrip, row by row',
  introduction: `
Every requirement on TripTrip (S4-1 to S4-294) and every mistake known in its first design (X-1 to X-111), with the place
that answers it. \`npm run rows\` writes this page from the lists in
[requirements/triptrip/](../requirements/triptrip/), and stops where the tree does not show what they say: a value in
\`dist/\`, an output of Terraform, a heading, a test. Where nothing else is said, a value was looked for on each of the four
clusters; links lead to production. \`{region}\` and its like stand for the value that the contract of each cluster gives.

Class: **K** this repository renders it, **T** Terraform makes it and prints an output, **K+T** it is rendered from such an
output, **D** a document says it, **C** a workflow does it. What the product is for stands in
[triptrip/overview.md](triptrip/overview.md).
`,
  clusters: ['triptrip-production', 'triptrip-dr', 'triptrip-staging', 'triptrip-dev'],
  rows: {
    ids: [{ prefix: 'S4-', last: 294 }],
    sections: [
      goals,
      clusters,
      nodeGroups,
      api,
      redisCluster,
      nodeAgents,
      autoscaling,
      queues,
      mesh,
      routes,
      telemetry,
      podSecurity,
      networkPolicies,
      secrets,
      chart,
      argoCd,
      pipeline,
      quotas,
      plans,
      missing,
      notAskedFor,
      outputs,
    ],
  },
  pitfalls: {
    ids: [{ prefix: 'X-', last: 111 }],
    sections: [
      references,
      selectors,
      admission,
      autoscalingPitfalls,
      meshPitfalls,
      observability,
      deliveryPitfalls,
      contractPitfalls,
      workloadPitfalls,
    ],
  },
  figures: targets,
};
