import { nearestName } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { remembered } from '../../state/memory.ts';
import { membershipIn } from '../../state/mesh.ts';
import { fieldsAt } from '../../state/read.ts';
import { portsOf } from '../../state/workload.ts';
import { MONITOR, WEB } from './samples.ts';
import { targetsIn } from './targets.ts';

const ANNOTATED = WEB.replace(
  'metadata: { labels: { app: web } }',
  'metadata: { labels: { app: web }, annotations: { prometheus.io/scrape: "true", prometheus.io/port: "3000" } }',
);

export const scrapeAnnotation: ClusterRule = {
  id: 'scrape-annotation-contradicts',
  severity: 'warning',
  summary: 'A prometheus.io annotation that names another port than the pod has, or that nobody reads',
  breaks:
    'Three places say where the metrics are, and Prometheus asks at the wrong one; the Prometheus Operator does not read annotations at all.',
  pitfalls: ['X-76', 'X-77'],
  failing: ANNOTATED + MONITOR,
  passing: ANNOTATED.replace('"3000"', '"9090"') + MONITOR,
  *judge(state) {
    const readsMonitors = state
      .of('monitoring.coreos.com/ServiceMonitor', 'monitoring.coreos.com/PodMonitor')
      .some(({ isExtract }) => !isExtract);
    const scraped = new Set(targetsIn(state).map(({ workload }) => workload));
    for (const workload of state.workloads) {
      const { resource, annotations, metadataPath } = workload;
      if (annotations['prometheus.io/scrape'] !== 'true' || workload.isMade) continue;
      const written = annotations['prometheus.io/port'];
      const ports = portsOf(workload);
      const path = [
        ...metadataPath,
        'annotations',
        written === undefined ? 'prometheus.io/scrape' : 'prometheus.io/port',
      ];
      const metrics = ports.filter(({ name }) => name !== undefined && /metrics|prom/.test(name));
      const declared = ports.some(({ number }) => String(number) === written);
      const first = metrics[0];
      if (
        written !== undefined &&
        first !== undefined &&
        !metrics.some(({ number }) => String(number) === written) &&
        !OF_THE_PROXY.includes(written)
      ) {
        yield {
          resource,
          path,
          message: `The annotation says that metrics are at ${written}, and the container calls its port ${first.number} ${first.name ?? ''}.`,
          fix: `Write prometheus.io/port: "${first.number}", or take the annotations away.`,
        };
      } else if (written !== undefined && ports.length > 0 && !declared && !OF_THE_PROXY.includes(written)) {
        yield {
          resource,
          path,
          // A port need not be declared; one that is nearly another is misspelt.
          severity:
            nearestName(
              written,
              ports.map(({ number }) => String(number)),
            ) === undefined
              ? 'info'
              : 'warning',
          message: `The annotation says that metrics are at ${written}, and no container declares that port.`,
          fix: `Write one of the ports ${ports.map(({ number }) => number).join(', ')}.`,
        };
      } else if (
        !resource.isExtract &&
        readsMonitors &&
        !scraped.has(workload) &&
        !mayBeRead(state) &&
        membershipIn(state, workload) !== 'sidecar'
      ) {
        yield {
          resource,
          path,
          message: `No monitor selects ${workload.kind} ${workload.name}, and the Prometheus Operator, by whose monitors this tree is scraped, reads no annotations: nobody scrapes it.`,
          fix: 'Write a PodMonitor or ServiceMonitor for it.',
        };
      }
    }
  },
};

const OF_THE_PROXY = ['15020', '15090'];

/** Whether something in the tree reads annotations: a configuration of Prometheus, or of an agent like it. */
const mayBeRead = remembered(
  (state: ClusterState): boolean =>
    state.of('monitoring.coreos.com/ScrapeConfig').length > 0 ||
    state
      .of('/ConfigMap', '/Secret')
      .some(({ value }) =>
        ['data', 'stringData'].some((part) =>
          Object.values(fieldsAt(value, part)).some(
            (text) => typeof text === 'string' && /prometheus_io_scrape|prometheus\.io\/scrape/.test(text),
          ),
        ),
      ),
);
