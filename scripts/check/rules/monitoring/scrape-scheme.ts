import { OF_PROBES } from '../../../cluster-model/defaults/pods.ts';
import type { ClusterRule } from '../../rule.ts';
import { at, textAt } from '../../state/read.ts';
import type { Workload } from '../../state/workload.ts';
import { MONITOR, WEB } from './samples.ts';
import { targetsIn } from './targets.ts';

const probed = WEB.replace(
  'ports: [{ name: http, containerPort',
  'readinessProbe: { httpGet: { path: /, port: http-metrics } }\n          ports: [{ name: http, containerPort',
);

/** A probe that succeeds says how the port is spoken to. */
export const scrapeScheme: ClusterRule = {
  id: 'scrape-scheme-unlike-probe',
  severity: 'warning',
  summary: 'A monitor that asks by TLS at a port that answers in plain text, or the other way round',
  breaks: 'Each scrape ends with an error of TLS: the target is down, and there are no metrics.',
  failing: MONITOR.replace('port: http-metrics', 'port: http-metrics, scheme: https') + probed,
  passing: MONITOR + probed,
  *judge(state) {
    const hasClasses = state
      .of('monitoring.coreos.com/Prometheus')
      .some(({ value, isExtract }) => isExtract || at(value, 'spec', 'scrapeClasses') !== undefined);
    const judged = new Set<string>();
    for (const { monitor, endpoint, path, workload, port } of targetsIn(state)) {
      if (port === undefined || monitor.isExtract) continue;
      const asks = (textAt(endpoint, 'scheme') ?? 'http').toLowerCase();
      // Prometheus asks at the address of the pod, for which no authority that it knows by itself signs a certificate.
      const isBare = asks === 'https' && endpoint.tlsConfig === undefined && !hasClasses;
      const answers = answerAt(workload, port) ?? (isBare ? 'http' : undefined);
      const place = JSON.stringify([monitor.namespace, monitor.kind, monitor.name, path]);
      if (judged.has(place)) continue;
      judged.add(place);
      if (answers === undefined || answers === asks) continue;
      // By the proxy of the mesh TLS is begun for it, and ended.
      if (asks === 'https' && at(endpoint, 'tlsConfig', 'certFile') !== undefined) continue;
      yield {
        resource: monitor,
        path: [...path, 'scheme'],
        message: `It asks ${workload.kind} ${workload.namespace}/${workload.name} by ${asks} at ${port}, and the pods answer ${answers === 'https' ? 'by TLS' : 'in plain text'} there, as far as their probes and the missing tlsConfig tell.`,
        fix: `Write scheme: ${answers}${isBare ? ', or a tlsConfig with the authority of the certificate' : ''}.`,
      };
    }
  },
};

/** How a port is spoken to, where a probe or its name says it. */
function answerAt({ containers }: Workload, wanted: number): 'http' | 'https' | undefined {
  for (const { value, ports } of containers) {
    const own = ports.find(({ number }) => number === wanted);
    for (const probe of ['readinessProbe', 'livenessProbe', 'startupProbe']) {
      const asked = at(value, probe, 'httpGet', 'port');
      if (asked === undefined || (asked !== wanted && (own === undefined || asked !== own.name))) continue;
      return (textAt(value, probe, 'httpGet', 'scheme') ?? OF_PROBES['httpGet.scheme']) === 'HTTPS'
        ? 'https'
        : 'http';
    }
  }
  return undefined;
}
