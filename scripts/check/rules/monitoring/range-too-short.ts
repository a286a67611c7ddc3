import type { ClusterRule } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { remembered } from '../../state/memory.ts';
import { places, textAt } from '../../state/read.ts';
import { partsOf, secondsOf } from './promql/expression.ts';
import { emptinessOf, readQueriesIn, recordedIn } from './queries.ts';
import { alerting, MONITOR, WEB } from './samples.ts';

export const rangeTooShort: ClusterRule = {
  id: 'range-too-short',
  severity: 'error',
  summary: 'A rate over a range that holds fewer than two scrapes',
  breaks: 'Of one sample there is no rate: the query has no result at all, or only now and then.',
  failing: alerting('sum(rate(http_requests_total{code="500"}[30s])) > 1') + WEB + MONITOR,
  passing: alerting('sum(rate(http_requests_total{code="500"}[2m])) > 1') + WEB + MONITOR,
  *judge(state) {
    const shortest = shortestInterval(state);
    for (const query of readQueriesIn(state)) {
      if (query.use === 'panel') continue;
      for (const { part } of partsOf(query.expression)) {
        if (
          part.type !== 'call' ||
          !/^(?:rate|irate|increase|delta|idelta|deriv|predict_linear)$/.test(part.name)
        )
          continue;
        const range = part.given.find(({ type }) => type === 'range');
        if (range?.type !== 'range' || range.window === undefined || range.of.type !== 'selector') continue;
        const { metric } = range.of;
        if (recordedIn(state).has(metric) || range.window === 0) continue;
        if (range.window >= shortest * 2) continue;
        const isEmpty = range.window <= shortest;
        yield {
          resource: query.resource,
          path: query.path,
          severity: isEmpty ? 'error' : 'warning',
          message: `${part.name}(${metric}[…]) looks back ${range.window} s, and nothing is scraped more often than every ${shortest} s: ${isEmpty ? `there are never two samples. ${emptinessOf(query)}` : 'one late scrape, and there is no result.'}`,
          fix: `Look back over at least four scrapes: [${shortest * 4 >= 60 ? `${Math.ceil((shortest * 4) / 60)}m` : `${shortest * 4}s`}].`,
        };
      }
    }
  },
};

/** How often Prometheus scrapes where nobody says it, in seconds. */
const OF_THE_OPERATOR = 30;

/** Of everything that is scraped, what is scraped most often. */
const shortestInterval = remembered((state: ClusterState): number => {
  const said = state
    .of(
      'monitoring.coreos.com/ServiceMonitor',
      'monitoring.coreos.com/PodMonitor',
      'monitoring.coreos.com/Probe',
      'monitoring.coreos.com/ScrapeConfig',
    )
    .flatMap(({ value }) => [
      ...[...places(value, 'spec.endpoints[].interval')].map((place) => place.value),
      ...[...places(value, 'spec.podMetricsEndpoints[].interval')].map((place) => place.value),
      textAt(value, 'spec', 'interval'),
      textAt(value, 'spec', 'scrapeInterval'),
    ])
    .concat(
      state
        .of('monitoring.coreos.com/Prometheus')
        .map(({ value }) => textAt(value, 'spec', 'scrapeInterval')),
    );
  const hasFiles = state
    .of('/ConfigMap')
    .some(({ value }) =>
      [...places(value, 'data.*')].some(
        ({ value: text }) => typeof text === 'string' && text.includes('scrape_interval'),
      ),
    );
  // Files of a Prometheus without operator may say anything.
  if (hasFiles) return 1;
  return Math.min(
    OF_THE_OPERATOR,
    ...said.flatMap((text) => secondsOf(text) ?? []).filter((seconds) => seconds > 0),
  );
});
