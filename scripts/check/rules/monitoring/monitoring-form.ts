import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { fields, listAt, places, textAt } from '../../state/read.ts';
import { alertingsIn, routesOf } from './alertmanager.ts';
import { partsOf, secondsOf } from './promql/expression.ts';
import { patternOf } from './promql/pattern.ts';
import { mayHave } from './promql/result-labels.ts';
import { readQueriesIn, titleOfQuery } from './queries.ts';
import { MONITOR, WEB } from './samples.ts';
import { labelsOfResult } from './series.ts';

export const monitoringForm: ClusterRule = {
  id: 'monitoring-form',
  severity: 'error',
  summary:
    'A monitor, rule or route with a time without unit, a path without slash, a name twice, or a quantile without its buckets',
  breaks:
    'The Operator or Prometheus refuses the object, or the whole file of rules with it, and goes on with the old one.',
  failing: MONITOR.replace('30s', '"30"') + WEB,
  passing: MONITOR + WEB,
  *judge(state) {
    yield* ofTimes(state);
    yield* ofPaths(state);
    yield* ofRules(state);
    yield* ofQuantiles(state);
    yield* ofRoutes(state);
  },
};

const TIMES: Readonly<Record<string, readonly string[]>> = {
  ServiceMonitor: ['spec.endpoints[].interval', 'spec.endpoints[].scrapeTimeout'],
  PodMonitor: ['spec.podMetricsEndpoints[].interval', 'spec.podMetricsEndpoints[].scrapeTimeout'],
  Probe: ['spec.interval', 'spec.scrapeTimeout'],
  Prometheus: ['spec.scrapeInterval', 'spec.evaluationInterval', 'spec.scrapeTimeout', 'spec.retention'],
  PrometheusRule: [
    'spec.groups[].interval',
    'spec.groups[].rules[].for',
    'spec.groups[].rules[].keep_firing_for',
  ],
  AlertmanagerConfig: ['spec.route.groupWait', 'spec.route.groupInterval', 'spec.route.repeatInterval'],
};

function* ofTimes(state: ClusterState): Generator<Said> {
  for (const [kind, patterns] of Object.entries(TIMES)) {
    for (const resource of state.of(`monitoring.coreos.com/${kind}`)) {
      for (const { path, value } of patterns.flatMap((pattern) => [...places(resource.value, pattern)])) {
        if (value === '' || secondsOf(value) !== undefined || /\{\{/.test(String(value))) continue;
        yield {
          resource,
          path,
          message: `${typeof value === 'object' ? JSON.stringify(value) : String(value)} is no time: it has to be a whole number with a unit, and the object is refused.`,
          fix: 'Write a time such as 30s, 5m or 1h.',
        };
      }
    }
  }
}

function* ofPaths(state: ClusterState): Generator<Said> {
  for (const resource of state.of(
    'monitoring.coreos.com/ServiceMonitor',
    'monitoring.coreos.com/PodMonitor',
  )) {
    for (const pattern of ['spec.endpoints[].path', 'spec.podMetricsEndpoints[].path']) {
      for (const { path, value } of places(resource.value, pattern)) {
        if (typeof value !== 'string' || value === '' || value.startsWith('/')) continue;
        yield {
          resource,
          path,
          message: `The path ${value} does not begin with /: it is put behind the port as it stands, and each scrape fails.`,
          fix: `Write /${value}.`,
        };
      }
    }
  }
}

function* ofRules(state: ClusterState): Generator<Said> {
  for (const resource of state.of('monitoring.coreos.com/PrometheusRule')) {
    const seen = new Set<string>();
    for (const [at, group] of listAt(resource.value, 'spec', 'groups').entries()) {
      const name = textAt(group, 'name') ?? '';
      if (seen.has(name)) {
        yield {
          resource,
          path: ['spec', 'groups', at, 'name'],
          message: `Two groups are called ${name}, and the object is refused.`,
          fix: 'Give each group a name of its own.',
        };
      }
      seen.add(name);
      for (const [index, rule] of listAt(group, 'rules').entries()) {
        const { record, alert } = fields(rule);
        const path = ['spec', 'groups', at, 'rules', index];
        if (record !== undefined && alert !== undefined) {
          yield {
            resource,
            path,
            message: 'The rule has record and alert, and Prometheus takes one of them: the file is refused.',
            fix: 'Make two rules of it.',
          };
        }
        if (typeof record === 'string' && !/^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(record)) {
          yield {
            resource,
            path: [...path, 'record'],
            message: `${record} is no name of a metric: it may have letters, digits, _ and :.`,
            fix: `Write ${record.replace(/[^a-zA-Z0-9_:]/g, '_')}.`,
          };
        }
      }
    }
  }
}

function* ofQuantiles(state: ClusterState): Generator<Said> {
  for (const query of readQueriesIn(state)) {
    for (const { part } of partsOf(query.expression)) {
      const buckets = part.type === 'call' && part.name === 'histogram_quantile' ? part.given[1] : undefined;
      if (buckets === undefined || mayHave(labelsOfResult(state, buckets), 'le')) continue;
      // Native histograms have no buckets as labels, and their names do not say bucket.
      if (
        !partsOf(buckets).some(({ part: one }) => one.type === 'selector' && one.metric.endsWith('_bucket'))
      )
        continue;
      yield {
        resource: query.resource,
        path: query.path,
        message: `histogram_quantile() of ${titleOfQuery(query)} needs the label le, which the aggregation within throws away: it has no result.`,
        fix: 'Keep le: sum by (le, …) (rate(…_bucket[5m])).',
      };
    }
  }
}

function* ofRoutes(state: ClusterState): Generator<Said> {
  for (const { resource, route, receivers, isObject } of alertingsIn(state)) {
    for (const { path, matchers, receiver } of route === undefined ? [] : routesOf(route)) {
      for (const { label, operator, value } of matchers) {
        if (!operator.endsWith('~') || patternOf(value) !== undefined || value.length > 5000) continue;
        yield {
          resource,
          path,
          message: `The pattern of ${label} cannot be read: ${value}. The configuration is refused.`,
          fix: 'Close each parenthesis and bracket.',
        };
      }
      const own = receiver === undefined ? undefined : receivers.get(receiver);
      if (
        !isObject ||
        own === undefined ||
        own.tells ||
        /^(?:null|nobody|none|blackhole|drop|silent|devnull|void)$/i.test(receiver ?? '')
      )
        continue;
      yield {
        resource,
        path: own.path,
        severity: 'warning',
        message: `The receiver ${receiver} has no way to tell anybody, and its alerts go nowhere.`,
        fix: 'Give it a configuration such as slackConfigs, or call it null.',
      };
    }
  }
}
