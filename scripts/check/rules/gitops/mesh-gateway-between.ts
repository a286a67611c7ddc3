import type { ClusterRule } from '../../rule.ts';
import { meshInstallation } from '../../state/mesh.ts';
import { fields, fieldsAt, listAt, textAt, textsAt } from '../../state/read.ts';
import { servicesIn } from '../../state/service-ports.ts';

const objects = (label: string, host = '*.local') => `apiVersion: sailoperator.io/v1
kind: Istio
metadata: { name: default }
spec: { namespace: istio-system, values: { global: { network: east } } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: eastwest, namespace: istio-eastwest }
spec:
  selector: { matchLabels: { istio: eastwest } }
  template:
    metadata: { labels: { istio: eastwest, sidecar.istio.io/inject: "true" }, annotations: { inject.istio.io/templates: gateway } }
    spec: { containers: [{ name: istio-proxy, image: auto }] }
---
apiVersion: v1
kind: Service
metadata: { name: eastwest, namespace: istio-eastwest${label} }
spec: { type: LoadBalancer, selector: { istio: eastwest }, ports: [{ name: tls, port: 15443 }] }
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: cross-network, namespace: istio-eastwest }
spec:
  selector: { istio: eastwest }
  servers: [{ port: { number: 15443, name: tls, protocol: TLS }, hosts: ["${host}"], tls: { mode: AUTO_PASSTHROUGH } }]
`;

const NETWORK = 'topology.istio.io/network';
/** Names of Services end so; `*` stands for all. */
const OF_SERVICES = /^(?:[^/]+\/)?(?:\*|.*\.(?:local|global|internal))$/;

export const meshGatewayBetween: ClusterRule = {
  id: 'gateway-between-networks',
  severity: 'error',
  summary: 'A gateway between networks that the other clusters do not find, or that passes on no Service',
  breaks:
    'Pods of the other network are called at addresses that cannot be reached, or the gateway closes the connection.',
  failing: objects(''),
  passing: objects(', labels: { topology.istio.io/network: east }'),
  *judge(state) {
    for (const resource of state.of('networking.istio.io/Gateway')) {
      const servers = listAt(resource.value, 'spec', 'servers');
      const passing = servers.filter((server) => textAt(server, 'tls', 'mode') === 'AUTO_PASSTHROUGH');
      if (passing.length === 0) continue;
      for (const [index, server] of servers.entries()) {
        if (!passing.includes(server)) continue;
        const hosts = listAt(server, 'hosts').filter((host) => typeof host === 'string');
        if (hosts.length === 0 || hosts.some((host) => OF_SERVICES.test(host))) continue;
        yield {
          resource,
          path: ['spec', 'servers', index, 'hosts'],
          message: `It passes on connections to Services, whose names end with .local, and lets only ${hosts.join(', ')} through: no call of the other network gets in.`,
          fix: 'Write hosts: ["*.local"].',
        };
      }
      const selector = textsAt(resource.value, 'spec', 'selector');
      const pods = state.workloads.filter(({ labels }) =>
        Object.entries(selector).every(([key, value]) => labels[key] === value),
      );
      const services = [...servicesIn(state).values()].filter(
        ({ workloads, type }) => type !== 'ClusterIP' && workloads.some((each) => pods.includes(each)),
      );
      // The mesh's own table of networks may name the gateway instead.
      const { meshConfig } = meshInstallation(state);
      const isListed = state
        .of('sailoperator.io/Istio', 'install.istio.io/IstioOperator')
        .some(
          ({ value }) => Object.keys(fieldsAt(value, 'spec', 'values', 'global', 'meshNetworks')).length > 0,
        );
      if (isListed || Object.keys(fields(fields(meshConfig).networks)).length > 0) continue;
      if (
        state.of('/ConfigMap').some(({ value }) => (textAt(value, 'data', 'meshNetworks') ?? '').length > 20)
      )
        continue;
      const first = services[0];
      if (first === undefined || services.some((one) => one.resource.labels[NETWORK] !== undefined)) continue;
      if (first.resource.isExtract) continue;
      const network = pods.map(({ labels }) => labels[NETWORK]).find((label) => label !== undefined);
      yield {
        resource: first.resource,
        path: ['metadata', 'labels'],
        message: `It leads to the gateway between networks, and has no label ${NETWORK}: istiod of the other cluster does not know it for one.`,
        fix: `Write ${NETWORK}: ${network ?? 'the network of this cluster'} among its labels.`,
      };
    }
  },
};
