import { didYouMean } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { at, places, textAt } from '../../state/read.ts';
import { servicesIn } from '../../state/service-ports.ts';

const objects = (port: string) => `apiVersion: monitoring.coreos.com/v1
kind: Alertmanager
metadata: { name: main, namespace: monitoring }
spec: { replicas: 3 }
---
apiVersion: monitoring.coreos.com/v1
kind: Prometheus
metadata: { name: main, namespace: monitoring }
spec: { alerting: { alertmanagers: [{ namespace: monitoring, name: alertmanager-operated, port: ${port} }] } }
`;

export const alertmanagerPortUnknown: ClusterRule = {
  id: 'alertmanager-port-unknown',
  severity: 'error',
  summary: 'A Prometheus that sends alerts to a port that the Service of Alertmanager does not have',
  breaks: 'Prometheus finds no Alertmanager: every alert fires, and none leaves it.',
  failing: objects('http'),
  passing: objects('web'),
  *judge(state) {
    for (const resource of state.of(
      'monitoring.coreos.com/Prometheus',
      'monitoring.coreos.com/ThanosRuler',
    )) {
      for (const { path, value } of places(resource.value, 'spec.alerting.alertmanagers[]')) {
        const port = at(value, 'port');
        const name = textAt(value, 'name');
        const namespace = textAt(value, 'namespace') ?? resource.namespace;
        if (name === undefined || (typeof port !== 'string' && typeof port !== 'number')) continue;
        const known = portsOf(state, namespace, name);
        if (known === undefined || known.includes(String(port))) continue;
        const names = known.filter((one) => !/^\d+$/.test(one));
        yield {
          resource,
          path: [...path, 'port'],
          message: `The Service ${namespace}/${name} has no port ${port}; it has ${names.join(', ')}: no alert leaves Prometheus.`,
          fix: `Write port: ${names[0] ?? known[0] ?? ''}${didYouMean(String(port), names)}.`,
        };
      }
    }
  },
};

/** The ports of a Service, by name and by what the pods listen at; that of the operator's own Service is as it makes it. */
function portsOf(state: ClusterState, namespace: string, name: string): readonly string[] | undefined {
  const service = servicesIn(state).get(`${namespace}/${name}`);
  if (service !== undefined) {
    return service.resource.isExtract
      ? undefined
      : service.ports.flatMap(({ name: own, number, target }) => [own, String(number), String(target)]);
  }
  const makers = state.of('monitoring.coreos.com/Alertmanager').filter((one) => one.namespace === namespace);
  if (name !== 'alertmanager-operated' || makers.length === 0) return undefined;
  const web = makers.map(({ value }) => textAt(value, 'spec', 'portName') ?? 'web');
  return [...web, 'tcp-mesh', 'udp-mesh', '9093', '9094'];
}
