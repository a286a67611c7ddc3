/** Findings that are meant to be. */
export interface Exception {
  readonly rule: string;
  readonly unit: string;
  /** As the finding names it. */
  readonly object: string;
  /** Why it is right, in a sentence. */
  readonly reason: string;
  /** Who answers for it. */
  readonly owner: string;
}

/** A workload, and the pods and Jobs that controllers make of it. */
function warned(unit: string, objects: readonly string[], reason: string): readonly Exception[] {
  return objects.map((object) => ({ rule: 'gatekeeper', unit, object, reason, owner: 'platform' }));
}

/** What a Deployment, a Job or a DaemonSet is called, and what its pods are. */
function withPods(kind: string, ...places: readonly string[]): readonly string[] {
  return places.flatMap((place) => [`${kind} ${place}`, `Pod ${place}-of-${kind.toLowerCase()}`]);
}

/** Every finding that people have looked at and mean to keep. One that excuses nothing is a finding itself. */
export const exceptions: readonly Exception[] = [
  // ReadOnlyRootFilesystem only warns about charts (docs/policies.md).
  ...warned(
    'grafana',
    withPods('Deployment', 'monitoring/grafana'),
    'The program that fetches dashboards is not known to run without a root file system that it can write to.',
  ),
  ...warned(
    'istio-cni',
    withPods('DaemonSet', 'istio-cni/istio-cni-node'),
    'The agent writes its program and settings onto the node; the chart has no value for its root file system.',
  ),
  ...warned(
    'temporal',
    [
      ...withPods(
        'Deployment',
        ...['frontend', 'history', 'matching', 'web', 'worker'].map((part) => `temporal/temporal-${part}`),
      ),
      ...withPods('Job', 'temporal/temporal-schema-1-1-1-1'),
    ],
    'Its programs write their settings into the image when they start.',
  ),
  ...warned(
    'chaos-mesh',
    [
      ...withPods('DaemonSet', 'chaos-engineering/chaos-daemon'),
      ...withPods('Deployment', 'chaos-engineering/chaos-controller-manager'),
    ],
    'The chart has no value for the root file system of its containers; it runs on the cluster for development only.',
  ),
];
