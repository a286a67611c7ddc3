import type { ClusterState } from '../../state/cluster-state.ts';
import { remembered } from '../../state/memory.ts';
import { fieldsAt, listAt, type Path, places, textAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';
import { selectedServices } from './monitors.ts';

/** The values of `job` that what is scraped has; empty where nothing in the tree says what is. */
export const jobsIn = remembered((state: ClusterState): ReadonlySet<string> => {
  const found = new Set<string>();
  for (const monitor of state.of('monitoring.coreos.com/ServiceMonitor')) {
    const label = textAt(monitor.value, 'spec', 'jobLabel');
    for (const service of selectedServices(state, monitor)) {
      found.add((label === undefined ? undefined : service.labels[label]) ?? service.name);
    }
    addRelabeled(monitor, found);
  }
  for (const monitor of state.of('monitoring.coreos.com/PodMonitor')) {
    found.add(`${monitor.namespace}/${monitor.name}`);
    const label = textAt(monitor.value, 'spec', 'jobLabel');
    if (label !== undefined) {
      for (const { labels } of state.workloads) if (labels[label] !== undefined) found.add(labels[label]);
    }
    addRelabeled(monitor, found);
  }
  for (const [kind, start] of [
    ['Probe', 'probe'],
    ['ScrapeConfig', 'scrapeConfig'],
  ]) {
    for (const one of state.of(`monitoring.coreos.com/${kind}`)) {
      found.add(textAt(one.value, 'spec', 'jobName') ?? `${start}/${one.namespace}/${one.name}`);
      addRelabeled(one, found);
    }
  }
  for (const { value } of state.of('/ConfigMap')) {
    for (const text of Object.values(fieldsAt(value, 'data'))) {
      if (typeof text !== 'string' || !text.includes('scrape_configs')) continue;
      for (const [, , name = ''] of text.matchAll(/job_name:\s*(["']?)([^\s"'#]+)\1/g)) found.add(name);
    }
  }
  return found;
});

const RELABELINGS: readonly Path[] = [['relabelings'], ['metricRelabelings']];

/** A relabeling that sets the job gives it a name that stands in the monitor, or one that nobody here knows. */
function addRelabeled({ value }: Resource, found: Set<string>): void {
  const endpoints = [
    ...places(value, 'spec.endpoints[]'),
    ...places(value, 'spec.podMetricsEndpoints[]'),
    { path: [], value: fieldsAt(value, 'spec') },
    { path: [], value: fieldsAt(value, 'spec', 'prober') },
  ];
  for (const { value: endpoint } of endpoints) {
    for (const path of RELABELINGS) {
      for (const relabeling of listAt(endpoint, ...path)) {
        if (textAt(relabeling, 'targetLabel') !== 'job') continue;
        found.add(textAt(relabeling, 'replacement') ?? '*');
      }
    }
  }
}
