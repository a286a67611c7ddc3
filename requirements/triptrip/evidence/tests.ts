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
  scaling: tests('platform/constructs/service/scaling'),
  access: tests('platform/constructs/service/access'),
  secret: tests('platform/constructs/service/external-secret'),
  workload: tests('platform/constructs/service/build-workload'),
  routes: tests('platform/constructs/service/routes'),
  namespace: tests('platform/constructs/namespace/namespace'),
  namespaces: tests('platform/namespaces/namespaces'),
  components: tests('platform/components/components'),
  clusterAutoscaler: tests('platform/cluster-autoscaler/cluster-autoscaler'),
  mesh: tests('platform/components/mesh'),
  ingress: tests('platform/istio/ingress'),
  telemetry: tests('platform/istio/mesh-telemetry'),
  fluentBit: tests('platform/fluent-bit/fluent-bit'),
  fluentBitPipeline: tests('platform/fluent-bit/pipeline'),
  detector: tests('platform/node-problem-detector/node-problem-detector'),
  applications: tests('platform/argocd/applications'),
  applicationSet: tests('platform/argocd/application-set'),
  projects: tests('platform/argocd/projects'),
  storage: tests('platform/storage/storage-classes'),
  priorities: tests('platform/scheduling/priority-classes'),
  images: tests('dist/images'),
  contract: tests('clusters/fleet'),
  nodeGroups: tests('clusters/node-group-rules'),
  nodeGroupUse: tests('synth/node-group-use'),
} as const;
