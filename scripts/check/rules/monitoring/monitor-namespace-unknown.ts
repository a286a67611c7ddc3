import { nearestName } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule } from '../../rule.ts';
import { at, places } from '../../state/read.ts';
import { selects } from './monitors.ts';
import { MONITOR, WEB } from './samples.ts';

const named = (namespace: string) =>
  MONITOR.replace('selector:', `namespaceSelector: { matchNames: [${namespace}] }\n  selector:`) + WEB;

/** A namespace that is nowhere may be in another tree; one that is nearly the right one, and empty of targets, is not. */
export const monitorNamespaceUnknown: ClusterRule = {
  id: 'monitor-namespace-unknown',
  severity: 'error',
  summary: 'A monitor that looks into a namespace that is not there, and whose targets stand in another',
  breaks: 'It finds nothing: there are no metrics, and every alert about them stays silent.',
  failing: named('shopp'),
  passing: named('shop'),
  *judge(state) {
    for (const resource of state.of(
      'monitoring.coreos.com/ServiceMonitor',
      'monitoring.coreos.com/PodMonitor',
    )) {
      const selector = at(resource.value, 'spec', 'selector');
      const found = [...places(resource.value, 'spec.namespaceSelector.matchNames[]')];
      const names = found.map(({ value }) => value);
      for (const { path, value } of found) {
        if (typeof value !== 'string' || state.namespaces.has(value)) continue;
        const targets = resource.kind === 'PodMonitor' ? state.workloads : state.of('/Service');
        const there = targets
          .filter(({ labels }) => selects(selector, labels) === true)
          .map(({ namespace }) => namespace)
          .filter((namespace) => !names.includes(namespace));
        const own = there.includes(resource.namespace) ? resource.namespace : undefined;
        const meant = nearestName(value, [...state.namespaces.keys()]) ?? own;
        if (meant === undefined || !there.includes(meant)) continue;
        yield {
          resource,
          path,
          message: `There is no namespace ${value}, and what the monitor selects stands in ${meant}: it finds nothing.`,
          fix: `Write ${meant}.`,
        };
      }
    }
  },
};
