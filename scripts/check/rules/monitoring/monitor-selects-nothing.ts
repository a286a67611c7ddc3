import type { ClusterRule } from '../../rule.ts';
import { operatedNamespaces } from '../../state/operated.ts';
import { fieldsAt, textAt } from '../../state/read.ts';
import { unseenNamespaces } from '../../state/unseen.ts';
import { namespacesOf, selectedServices, selectedWorkloads } from './monitors.ts';
import { MONITOR, WEB } from './samples.ts';

export const monitorSelectsNothing: ClusterRule = {
  id: 'monitor-selects-nothing',
  severity: 'error',
  summary: 'A ServiceMonitor whose labels no Service has, or a PodMonitor whose labels no pod has',
  breaks: 'Prometheus finds no target, and says nothing of it.',
  pitfalls: ['X-18', 'X-77'],
  failing: MONITOR.replace('app: web', 'app: webb') + WEB,
  passing: MONITOR + WEB,
  *judge(state) {
    for (const kind of ['ServiceMonitor', 'PodMonitor'] as const) {
      for (const monitor of state.of(`monitoring.coreos.com/${kind}`)) {
        const found =
          kind === 'ServiceMonitor' ? selectedServices(state, monitor) : selectedWorkloads(state, monitor);
        const where = namespacesOf(state, monitor);
        const isUnseen = where.some(
          (namespace) =>
            // The Services that every cluster has are in no tree.
            namespace === 'default' ||
            !state.namespaces.has(namespace) ||
            unseenNamespaces(state).has(namespace) ||
            operatedNamespaces(state).has(namespace),
        );
        if (found.length > 0 || isUnseen || monitor.isExtract) continue;
        const others = kind === 'ServiceMonitor' ? state.of('/Service') : state.workloads;
        const wanted = fieldsAt(monitor.value, 'spec', 'selector', 'matchLabels');
        const elsewhere = others.filter(
          ({ labels, namespace }) =>
            !where.includes(namespace) &&
            Object.entries(wanted).every(([key, value]) => labels[key] === value),
        );
        const [first] = Object.keys(wanted).length > 0 ? elsewhere : [];
        const what = kind === 'ServiceMonitor' ? 'Service' : 'pod';
        yield {
          resource: monitor,
          path: ['spec', 'selector'],
          message: `No ${what} in ${where.join(', ')} has the labels that this ${kind} selects: nothing is scraped.`,
          fix:
            first === undefined
              ? `Write labels that the ${what}s have${kind === 'ServiceMonitor' ? '; those of the Service itself count, not those of its pods' : ''}.`
              : `The labels are those of ${first.name} in ${first.namespace}: name that namespace in namespaceSelector.matchNames${textAt(monitor.value, 'spec', 'namespaceSelector') === undefined ? '' : ' too'}.`,
        };
      }
    }
  },
};
