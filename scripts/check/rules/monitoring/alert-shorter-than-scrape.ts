import type { ClusterRule } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { remembered } from '../../state/memory.ts';
import { places, textAt } from '../../state/read.ts';
import { secondsOf } from './promql/expression.ts';
import { alertsIn } from './queries.ts';
import { alerting, MONITOR, WEB } from './samples.ts';

export const alertShorterThanScrape: ClusterRule = {
  id: 'alert-shorter-than-scrape',
  severity: 'warning',
  summary: 'An alert that waits less than the time between two scrapes or two evaluations',
  breaks: 'It is as if it did not wait at all: one slow scrape wakes somebody.',
  failing: alerting('shop_up == 0').replace('for: 5m', 'for: 10s') + MONITOR + WEB,
  passing: alerting('shop_up == 0') + MONITOR + WEB,
  *judge(state) {
    const scraped = shortestScrape(state);
    for (const { resource, rule, rulePath, group } of alertsIn(state)) {
      if (resource.isExtract) continue;
      const waits = secondsOf(textAt(rule, 'for'));
      if (waits === undefined || waits === 0) continue;
      const evaluated = secondsOf(textAt(group, 'interval'));
      const between = Math.max(evaluated ?? 0, scraped ?? 0);
      if (waits >= between) continue;
      const what = between === evaluated ? 'evaluated every' : 'read at most every';
      yield {
        resource,
        path: rulePath[0] === 'data' ? rulePath : [...rulePath, 'for'],
        message: `The alert ${textAt(rule, 'alert') ?? ''} waits ${textAt(rule, 'for')}, and its numbers are ${what} ${between}s: one scrape alone makes it fire.`,
        fix: `Write for: ${Math.max(60, Math.ceil((2 * between) / 60) * 60) / 60}m, or leave it out if it should fire at once.`,
      };
    }
  },
};

/** The shortest time between two scrapes of anything in the tree; undefined where nothing says one. */
const shortestScrape = remembered((state: ClusterState): number | undefined => {
  const installed = state.of('monitoring.coreos.com/Prometheus');
  const usual = installed.map(({ value }) => textAt(value, 'spec', 'scrapeInterval') ?? '30s')[0];
  const said = [
    ['ServiceMonitor', 'spec.endpoints[]'],
    ['PodMonitor', 'spec.podMetricsEndpoints[]'],
    ['Probe', 'spec'],
  ].flatMap(([kind = '', pattern = '']) =>
    state
      .of(`monitoring.coreos.com/${kind}`)
      .flatMap(({ value, isExtract }) =>
        isExtract
          ? [0]
          : [...places(value, pattern)].map((one) => secondsOf(textAt(one.value, 'interval') ?? usual)),
      ),
  );
  // One that nobody here knows may be shorter.
  if (said.length === 0 || said.some((one) => one === undefined)) return undefined;
  return Math.min(...said.map((one) => one ?? 0));
});
