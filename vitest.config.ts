import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Tests that start programs: seconds each, and as long as a busy machine makes them wait. */
const processes = [
  'test/charts/inventory/update.test.ts',
  'test/command-line/closed-pipe.test.ts',
  'test/command-line/complete.test.ts',
  'test/command-line/npm.test.ts',
  'test/command-line/package.test.ts',
  'test/declarations/command.test.ts',
  'test/diff/together.test.ts',
  'test/images/concurrent.test.ts',
  'test/promote/parallel.test.ts',
  'test/promote/rollback.test.ts',
  'test/promotion-check/check.test.ts',
  'test/synth/crash.test.ts',
  'test/synth/determinism.test.ts',
  'test/synth/survey.test.ts',
  'test/synth/workers.test.ts',
];

/**
 * Tests that read or render whole trees, that make repositories, that try hundreds of cases which nobody thought of, and
 * those that ask the compiler. What is left is quick: one function, one rule, one unit.
 */
const thorough = [
  ...[
    'alerts',
    'apps',
    'charts-compare',
    'check',
    'diff',
    'dist',
    'docs',
    'documents',
    'drift',
    'env-examples',
    'images',
    'immutable-check',
    'new',
    'platform/components/argocd',
    'promote',
    'promote-staged',
    'promotion-check',
    'propose',
    'reach/fleet',
    'report',
    'requirements',
    'rows',
    'run',
    'schema',
    'upgrade-check',
    'workflows',
  ].map((folder) => `test/${folder}/**/*.test.ts`),
  'test/charts/newer.test.ts',
  'test/cluster-model/input.test.ts',
  'test/cluster-model/links.test.ts',
  'test/clusters/cluster-rules.test.ts',
  'test/clusters/files.test.ts',
  'test/clusters/fleet-rules.test.ts',
  'test/clusters/limits.test.ts',
  'test/clusters/node-group-rules.test.ts',
  'test/clusters/takeover-rules.test.ts',
  'test/clusters/values.test.ts',
  'test/command-line/mistakes.test.ts',
  'test/declarations/did-you-mean.test.ts',
  'test/declarations/documented.test.ts',
  'test/declarations/junk.test.ts',
  'test/declarations/mistakes.test.ts',
  'test/events/events.test.ts',
  'test/import/fast-manifest.test.ts',
  'test/kubeconform/self-check.test.ts',
  'test/layers.test.ts',
  'test/platform/components/access/access.test.ts',
  'test/platform/components/components.test.ts',
  'test/platform/components/gatekeeper/gateways.test.ts',
  'test/platform/components/monitoring/expressions.test.ts',
  'test/platform/components/monitoring/monitors.test.ts',
  'test/platform/components/new-component.test.ts',
  'test/platform/components/staff-tools/staff-tools.test.ts',
  'test/platform/components/values-of-charts.test.ts',
  'test/platform/limits.test.ts',
  'test/platform/pod-connections.test.ts',
  'test/platform/workload/declaration/compiler-messages.test.ts',
  'test/platform/workload/scaling/hand-over.test.ts',
  'test/prove-report/browser.test.ts',
  'test/reach/mesh/authorization.test.ts',
  'test/reach/mesh/client-tls.test.ts',
  'test/reach/mesh/requests.test.ts',
  'test/reach/random-mesh.test.ts',
  'test/reach/random-policies.test.ts',
  'test/reach/touched.test.ts',
  'test/synth/cache.test.ts',
  'test/synth/command.test.ts',
  'test/synth/leftovers.test.ts',
  'test/synth/own-file.test.ts',
  'test/synth/whole-file.test.ts',
  'test/synth/yaml.test.ts',
  'test/verify/argocd-without-product.test.ts',
  'test/verify/mistakes.test.ts',
];

/** Tests that put another list of versions in the place of ours: each has the modules that read it for itself. */
const mocking = [
  'test/synth/control-plane-steps.test.ts',
  'test/clusters/revision-rules.test.ts',
  'test/platform/components/istio/upgrade/states.test.ts',
  'test/platform/components/istio/upgrade/steps.test.ts',
];

export default defineConfig({
  test: {
    globalSetup: 'test/temporary-folders.ts',
    // No test changes what another reads, and loading cdk8s anew for each file would take most of the time.
    isolate: false,
    // The process that starts them has little to do: without this, a machine of two cores would use one.
    maxWorkers: availableParallelism(),
    // Tests with many cases remove hundreds of folders when they end, which takes its time on a busy machine.
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'quick',
          include: ['test/**/*.test.ts'],
          exclude: [...processes, ...thorough, ...mocking],
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'thorough',
          include: thorough,
          exclude: [...processes, ...mocking],
          testTimeout: 120_000,
        },
      },
      { extends: true, test: { name: 'mocking', include: mocking, isolate: true, testTimeout: 60_000 } },
      { extends: true, test: { name: 'process', include: processes, testTimeout: 120_000 } },
    ],
  },
});
