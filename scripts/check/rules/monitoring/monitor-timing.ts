import type { ClusterRule } from '../../rule.ts';
import { places, textAt } from '../../state/read.ts';
import { secondsOf } from './promql/expression.ts';
import { MONITOR, WEB } from './samples.ts';

export const monitorTiming: ClusterRule = {
  id: 'scrape-timeout-above-interval',
  severity: 'error',
  summary: 'A scrape that may take longer than the time until the next one',
  breaks:
    'The Operator refuses the monitor, or Prometheus the whole configuration: it goes on with the old one.',
  failing: MONITOR.replace('interval: 30s', 'interval: 30s, scrapeTimeout: 60s') + WEB,
  passing: MONITOR.replace('interval: 30s', 'interval: 30s, scrapeTimeout: 10s') + WEB,
  *judge(state) {
    const [prometheus] = state.of('monitoring.coreos.com/Prometheus');
    const usual = textAt(prometheus?.value, 'spec', 'scrapeInterval') ?? '30s';
    for (const [kind, pattern] of [
      ['ServiceMonitor', 'spec.endpoints[]'],
      ['PodMonitor', 'spec.podMetricsEndpoints[]'],
      ['Probe', 'spec'],
      ['Prometheus', 'spec'],
    ] as const) {
      for (const resource of state.of(`monitoring.coreos.com/${kind}`)) {
        for (const { path, value } of places(resource.value, pattern)) {
          const interval = textAt(value, kind === 'Prometheus' ? 'scrapeInterval' : 'interval') ?? usual;
          const timeout = textAt(value, 'scrapeTimeout');
          const [every, longest] = [secondsOf(interval), secondsOf(timeout)];
          if (every === undefined || longest === undefined || every === 0 || longest <= every) continue;
          yield {
            resource,
            path: [...path, 'scrapeTimeout'],
            message: `A scrape may take ${timeout}, and the next one begins after ${interval}: the Operator refuses this.`,
            fix: `Write a scrapeTimeout of at most ${interval}, or a longer interval.`,
          };
        }
      }
    }
  },
};
