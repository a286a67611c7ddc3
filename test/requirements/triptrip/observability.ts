import { query } from '../../../requirements/model/query.ts';
import { type Breakage, deleted, of, only, set, without } from '../breakage.ts';

import { api, rules, TRIPTRIP } from './files.ts';

export const observability: readonly Breakage[] = [
  { says: 'all alerts of a workload removed', row: 'S4-278', files: rules, change: set('spec.groups', []) },
  {
    says: 'an alert without a receiver',
    row: 'S4-278',
    files: rules,
    change: set('spec.groups[*].rules[*].labels', {}),
  },
  {
    says: 'one alert of a service removed',
    row: 'S4-278',
    files: of('service', (name) => `prometheusrule-${name}.yaml`, TRIPTRIP),
    change: without('spec.groups[*].rules', (rule) => query(rule, 'alert') === 'ServiceErrorBudgetBurnsFast'),
  },
  {
    says: 'one alert of a workload removed',
    row: 'S4-278',
    files: rules,
    change: without('spec.groups[*].rules', (rule) => query(rule, 'alert') === 'WorkloadOutOfMemory'),
  },
  {
    says: 'alerts that never fire',
    row: 'S4-278',
    files: rules,
    change: set('spec.groups[*].rules[*].expr', 'vector(0) > 1'),
  },
  {
    says: 'a monitor of other pods',
    row: 'S4-215',
    files: api('servicemonitor-triptrip-api'),
    change: set('spec.selector', { matchLabels: { app: 'other' } }),
  },
  {
    says: 'a monitor deleted',
    row: 'X-77',
    files: of('service', (name) => `servicemonitor-${name}.yaml`, TRIPTRIP),
    change: deleted,
  },
  {
    says: 'logs of no node',
    row: 'S4-107',
    files: only('fluent-bit/logging/daemonset-fluent-bit.yaml'),
    change: set('spec.template.spec.tolerations', []),
  },
  {
    says: 'no alarm of Redis',
    row: 'S4-278',
    files: only('redis-cluster/triptrip-cache/prometheusrule-redis-cluster.yaml'),
    change: set('spec.groups[0].rules', []),
  },
];
