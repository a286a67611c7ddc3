import { describe, expect, it } from 'vitest';
import { alertmanagerConfig } from '../../platform/components/monitoring/alertmanager-config.ts';
import { ruleFilesOf } from '../../scripts/prove-alerts/rule-files.ts';
import { liveFleet } from '../live-fleet.ts';
import { findAlertCases } from './cases.ts';

const alertCases = await findAlertCases();

const { contextOf, fleet } = liveFleet;

type Labels = Readonly<Record<string, string>>;

/** As Alertmanager reads a matcher; a label that is not there is empty, and a pattern has to match the whole value. */
function matches(matcher: string, labels: Labels): boolean {
  const [, name = '', operator = '', value = ''] = matcher.match(/^(\w+)(=~|!~|!=|=)"(.*)"$/) ?? [];
  const found = labels[name] ?? '';
  const equal = operator.endsWith('~') ? new RegExp(`^(?:${value})$`).test(found) : found === value;
  return operator.startsWith('!') ? !equal : equal;
}

function mutes(cluster: string, source: Labels, target: Labels): boolean {
  const rules: readonly {
    readonly source_matchers: readonly string[];
    readonly target_matchers: readonly string[];
    readonly equal?: readonly string[];
  }[] = alertmanagerConfig(contextOf(cluster)).inhibit_rules;
  return rules.some(
    ({ source_matchers, target_matchers, equal = [] }) =>
      source_matchers.every((matcher) => matches(matcher, source)) &&
      target_matchers.every((matcher) => matches(matcher, target)) &&
      equal.every((label) => (source[label] ?? '') === (target[label] ?? '')),
  );
}

/** Every alert of a cluster as it is reported in its own case: with the labels of its rule and of its series. */
function reportedOn(cluster: string): readonly Labels[] {
  return ruleFilesOf('dist', cluster).flatMap((file) =>
    file.groups.flatMap(({ rules }) =>
      rules.flatMap(({ alert, expr, labels }) => {
        const makeCase = alert === undefined ? undefined : alertCases[alert];
        if (alert === undefined || makeCase === undefined) return [];
        const { name: unit, namespace, partOf: owner } = file;
        const own = makeCase({ alert, expression: expr, unit, namespace, owner }).labels;
        return [{ alertname: alert, ...own, ...labels }];
      }),
    ),
  );
}

const SHIELD = 'KubernetesApiUnreachable';

describe.each(fleet.clusters.map(({ name }) => ({ name })))('what is muted on $name', ({ name }) => {
  const reported = reportedOn(name);
  const critical = reported.filter(({ severity }) => severity === 'critical');
  const lesser = reported.filter(({ severity }) => severity !== 'critical');
  const pairs = critical.flatMap((source) => lesser.map((target) => ({ source, target })));

  it('is only what the same workload or node has: nobody was called about anything else', () => {
    const wrong = pairs.filter(({ source, target }) => {
      if (source.alertname === SHIELD || !mutes(name, source, target)) return false;
      const ofNode = source.node !== undefined && source.node === target.node;
      const ofWorkload =
        source.owner !== 'platform' && source.unit === target.unit && source.namespace === target.namespace;
      return !ofNode && !(ofWorkload && source.namespace !== undefined);
    });
    expect(wrong).toEqual([]);
  });

  it('is not the same in another namespace, of another unit or on another node', () => {
    for (const { source, target } of pairs) {
      if (source.alertname === SHIELD || !mutes(name, source, target)) continue;
      const [about] = ['node', 'namespace'].filter((label) => source[label] !== undefined);
      expect(about, source.alertname).toBeDefined();
      for (const label of ['unit', about ?? '']) {
        expect(mutes(name, source, { ...target, [label]: 'another' }), `${source.alertname} ${label}`).toBe(
          false,
        );
        const { [label]: _, ...without } = target;
        expect(mutes(name, source, without), `${source.alertname} without ${label}`).toBe(false);
      }
    }
  });

  it('is what a page about the same workload or node already says', () => {
    const labels = { unit: 'some', namespace: 'some', owner: 'some' };
    expect(mutes(name, { ...labels, severity: 'critical' }, { ...labels, severity: 'warning' })).toBe(true);
    const node = { unit: 'cluster-alerts', node: 'ip-10-0-11-7', owner: 'platform' };
    expect(mutes(name, { ...node, severity: 'critical' }, { ...node, severity: 'info' })).toBe(true);
    expect(mutes(name, { alertname: SHIELD }, { severity: 'warning', unit: 'any' })).toBe(true);
  });

  it('is never a page, nor the heartbeat', () => {
    for (const source of critical) {
      expect(critical.filter((target) => mutes(name, source, target))).toEqual([]);
      expect(mutes(name, source, { alertname: 'Watchdog', severity: 'info', unit: source.unit ?? '' })).toBe(
        false,
      );
    }
  });
});
