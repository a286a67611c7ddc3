import { type Test, test } from '../../model/evidence.ts';

const tests =
  (file: string) =>
  (name: string): Test =>
    test(`test/${file}.test.ts`, name);

/** The test files that keep pitfalls out, each to be asked for a test by its name. */
export const proof = {
  api: tests('apps/triptrip/triptrip-api'),
  worker: tests('apps/triptrip/triptrip-worker'),
  clusters: tests('apps/triptrip/clusters'),
  redis: tests('apps/triptrip/redis-cluster'),
  redisProbes: tests('apps/triptrip/redis-cluster/probes'),
  capacity: tests('apps/triptrip/triptrip-api/capacity'),
  scaling: tests('platform/workload/scaling/scaling'),
  access: tests('platform/workload/traffic/access'),
  secret: tests('platform/kit/secrets/external-secret'),
  workload: tests('platform/workload/build'),
  routes: tests('platform/workload/traffic/routes'),
  namespace: tests('platform/components/namespaces/namespace'),
  namespaces: tests('platform/components/namespaces/namespaces'),
  components: tests('platform/components/components'),
  clusterAutoscaler: tests('platform/components/cluster-autoscaler/cluster-autoscaler'),
  mesh: tests('platform/components/mesh'),
  ingress: tests('platform/components/istio/ingress'),
  telemetry: tests('platform/components/istio/mesh-telemetry'),
  fluentBit: tests('platform/components/fluent-bit/fluent-bit'),
  fluentBitPipeline: tests('platform/components/fluent-bit/pipeline'),
  detector: tests('platform/components/node-problem-detector/node-problem-detector'),
  applications: tests('platform/components/argocd/applications'),
  applicationSet: tests('platform/components/argocd/application-set'),
  projects: tests('platform/components/argocd/projects'),
  storage: tests('platform/components/storage-classes/storage-classes'),
  priorities: tests('platform/components/priority-classes/priority-classes'),
  drills: tests('docs/drills/recovery-time'),
  otherSide: tests('docs/drills/other-side'),
  stoppedSide: tests('docs/drills/stopped-side'),
  images: tests('dist/images'),
  contract: tests('clusters/fleet'),
  nodeGroups: tests('clusters/node-group-rules'),
  nodeGroupUse: tests('synth/node-group-use'),
} as const;
