import { type AlertCases, growing, steady } from '../../../../scripts/prove-alerts/case.ts';

function nodePool(usage: number) {
  const labels = 'nodepool="general",resource_type="cpu"';
  return {
    [`karpenter_nodepools_usage{${labels}}`]: steady(usage),
    [`karpenter_nodepools_limit{${labels}}`]: steady(100),
  };
}

export const alertCases: AlertCases = {
  NodeLaunchFailing: () => {
    const series =
      'karpenter_cloudprovider_errors_total{controller="nodeclaim.lifecycle",method="Create",provider="aws",error="InsufficientCapacityError"}';
    return {
      fires: { [series]: growing(1) },
      // A few types had no capacity, and then one had some.
      silent: { [series]: '0x20 3x40' },
      after: '35m',
      labels: { error: 'InsufficientCapacityError' },
    };
  },
  NodePoolNearlyFull: () => ({
    fires: nodePool(95),
    silent: nodePool(85),
    after: '20m',
    labels: { nodepool: 'general', resource_type: 'cpu' },
  }),
};
