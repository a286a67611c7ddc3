import type { Measured } from './measure.ts';

/** The runs that are compared with each other, of each the middle one of its rounds. */
export interface Runs {
  readonly cold: Measured;
  readonly threads: Measured;
  readonly changed: Measured;
  readonly floor: Measured;
  readonly cdk8s: Measured;
  /** A quarter of the clusters. */
  readonly fewer: Measured;
  /** Eight times the services on one cluster, and as many objects on eight clusters. */
  readonly large: Measured;
  readonly spread: Measured;
}

/** What machines and their load hardly change. */
export interface Ratio {
  readonly name: string;
  readonly value: number;
  readonly means: string;
}

/** What the runs say, each as a number by which versions can be compared. */
export function ratiosOf(runs: Runs): readonly Ratio[] {
  const { cold, threads, changed, floor, cdk8s, fewer, large, spread } = runs;
  return [
    {
      name: 'ofFloor',
      value: perCpuSecond(cold) / perCpuSecond(floor),
      means: 'objects per CPU second, of those of the floor',
    },
    {
      name: 'timesCdk8s',
      value: perCpuSecond(cold) / perCpuSecond(cdk8s),
      means: 'objects per CPU second, times those of cdk8s',
    },
    {
      name: 'growthWithServices',
      value: cpuPerObject(large) / cpuPerObject(spread),
      means: `CPU per object, ${large.name} to ${spread.name}; 1 is a straight line`,
    },
    {
      name: 'growthWithClusters',
      value: cpuPerObject(cold) / cpuPerObject(fewer),
      means: `CPU per object, all clusters to ${fewer.name}; 1 is a straight line`,
    },
    {
      name: 'threads',
      value: cold.seconds / threads.seconds,
      means: `wall time, one thread to ${threads.name}`,
    },
    {
      name: 'memoryOfThread',
      value: threads.peakMegabytes - cold.peakMegabytes,
      means: 'MB of memory more at the peak with them',
    },
    {
      name: 'changed',
      value: cold.seconds / changed.seconds,
      means: 'wall time, everything to one changed service',
    },
  ];
}

/** How much longer kube-score takes than check; nothing where it is not installed. */
export function besideKubeScore(check: Measured, kubeScore: number | undefined): readonly Ratio[] {
  if (kubeScore === undefined) return [];
  const means = 'wall time, kube-score to check, the same tree';
  return [{ name: 'kubeScoreToCheck', value: kubeScore / check.seconds, means }];
}

function perCpuSecond({ objects, cpuSeconds }: Measured): number {
  return objects / cpuSeconds;
}

function cpuPerObject(measured: Measured): number {
  return 1 / perCpuSecond(measured);
}
