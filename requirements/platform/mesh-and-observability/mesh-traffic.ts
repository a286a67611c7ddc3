import { eachExposed, eachMeshedService, eachRunning, workload, workloadOf } from '../../evidence/members.ts';
import { injected } from '../../evidence/mesh.ts';
import { runsTheContractsBuild } from '../../evidence/workloads.ts';
import { each, rendered, test } from '../../model/evidence.ts';
import { absent, atLeast, contains, containsAll, every } from '../../model/expected.ts';
import type { EvidenceById } from '../../model/list-source.ts';
import { installs } from '../evidence/charts.ts';
import {
  contract,
  eachDatabaseClient,
  eachNamespaceOutside,
  folderOf,
  serviceOf,
} from '../evidence/members.ts';
import { hostOf, publicHostOf } from '../evidence/services.ts';

const gateway = rendered('istio-ingressgateway/values.yaml', 'service');

const ingress = rendered('ingress/istio-system/ingress-public.yaml');

const annotation = (name: string) => `metadata.annotations["alb.ingress.kubernetes.io/${name}"]`;

/** Public names of the cluster. */
const hostsOf = (...names: readonly string[]) =>
  contract(`${names.join(' and ')}, below the domain`, ({ domain }) =>
    containsAll(...names.map((name) => `${name}.${domain}`)),
  );

export const meshTraffic: EvidenceById = {
  'S3-06': [
    injected,
    each(eachNamespaceOutside, (name) =>
      rendered(`namespaces/_cluster/namespace-${name}.yaml`)({
        'metadata.name': name,
        'metadata.labels["istio.io/rev"]': absent,
        'metadata.labels["istio-injection"]': absent,
      }),
    ),
    rendered('{istiod}/values.yaml')({ revision: '{mesh.revision}' }),
  ],
  'S3-07': [
    gateway({
      type: 'NodePort',
      'ports[name=https].nodePort': 30443,
      'ports[name=https].port': 443,
      'ports[name=status-port].nodePort': 30021,
    }),
    ingress({
      [annotation('target-type')]: 'instance',
      [annotation('healthcheck-port')]: '30021',
      'spec.rules[*].http.paths[0].backend.service': every({
        name: 'istio-ingressgateway',
        port: { number: 443 },
      }),
    }),
  ],
  'S3-08': [
    each(eachMeshedService(), (name, context) => [
      rendered(`${folderOf(context, name)}/destinationrule-${name}.yaml`)({
        'spec.trafficPolicy.loadBalancer.simple': 'LEAST_REQUEST',
        'spec.host': hostOf(serviceOf(context, name)),
      }),
      rendered(`${folderOf(context, name)}/service-${name}.yaml`)({
        'spec.ports[name=http].appProtocol': 'http',
      }),
    ]),
  ],
  'S3-09': [
    each(eachDatabaseClient, (name, context) => {
      const { declaration, namespace, product } = workloadOf(context, name);
      return (declaration.calls ?? []).flatMap((call) => {
        const store = call.to === 'database' ? context.cluster.terraform.databases[call.name] : undefined;
        if (store === undefined) return [];
        const { endpoint, port } = store;
        const file = endpoint.replaceAll('.', '-');
        return [
          rendered(
            `${product}/${namespace}/serviceentry-${file}.yaml`,
            'spec',
          )({
            hosts: [endpoint],
            exportTo: ['.'],
            location: 'MESH_EXTERNAL',
            ports: [{ name: `tcp-${port}`, number: port, protocol: 'TCP' }],
            resolution: 'DNS',
          }),
          rendered(
            `${product}/${namespace}/destinationrule-${file}.yaml`,
            'spec',
          )({ host: endpoint, trafficPolicy: { tls: { mode: 'DISABLE' } } }),
        ];
      });
    }),
  ],
  'S3-10': [
    installs('{istiod}', 'istiod'),
    rendered('{istiod}/values.yaml')({
      autoscaleMin: atLeast(2),
      'topologySpreadConstraints[0].topologyKey': 'topology.kubernetes.io/zone',
      'topologySpreadConstraints[0].labelSelector.matchLabels.app': 'istiod',
    }),
  ],
  'S3-11': [
    rendered(
      'ingress/istio-system/gateway-public-gateway.yaml',
      'spec',
    )({
      selector: { app: 'istio-ingressgateway' },
      'servers[*].port': [{ name: 'https', number: 443, protocol: 'HTTPS' }],
      'servers[*].tls.mode': ['SIMPLE'],
    }),
    rendered(
      'ingress/istio-system/gateway-staff-gateway.yaml',
      'spec',
    )({
      selector: { app: 'istio-ingressgateway' },
      'servers[*].port': [{ name: 'https-staff', number: 8443, protocol: 'HTTPS' }],
      'servers[*].tls.mode': ['SIMPLE'],
    }),
    gateway({ 'ports[name=https].targetPort': 443, 'ports[name=https-staff].targetPort': 8443 }),
  ],
  'S3-12': [
    rendered(
      'pc-frontend/storefront/virtualservice-pc-frontend-public.yaml',
      'spec',
    )({
      hosts: hostsOf('www'),
      gateways: ['istio-system/public-gateway'],
      'http[name=stable].match': absent,
      'http[name=stable].route[0].destination.host': 'pc-frontend.storefront.svc.cluster.local',
    }),
    each(workload('smartphone-frontend', 'storefront'), () =>
      rendered(
        'pc-frontend/storefront/virtualservice-pc-frontend-public.yaml',
        'spec',
      )({
        'http[0].match': [
          { headers: { 'user-agent': { regex: '.*(iPhone|iPod|Android.*Mobile|Windows Phone).*' } } },
        ],
        'http[0].delegate': { name: 'smartphone-frontend-public', namespace: 'storefront' },
      }),
    ),
    rendered(
      'smartphone-frontend/storefront/virtualservice-smartphone-frontend-public.yaml',
      'spec',
    )({
      hosts: absent,
      'http[*].route[0].destination.host': every('smartphone-frontend.storefront.svc.cluster.local'),
    }),
    test('test/platform/workload/traffic/user-agent.test.ts', '%s is a smartphone'),
  ],
  'S3-13': [
    rendered(
      'api-gateway/storefront/virtualservice-api-gateway-public.yaml',
      'spec',
    )({
      hosts: ['api.{domain}'],
      gateways: ['istio-system/public-gateway'],
      'http[*].route[0].destination.host': every('api-gateway.storefront.svc.cluster.local'),
      'http[name=stable].match': absent,
    }),
  ],
  'S3-14': [
    each(eachExposed('storefront'), (name, context) => {
      const host = publicHostOf(serviceOf(context, name), context);
      return [
        ingress({ 'spec.rules[*].host': contains(host) }),
        rendered('ingress/istio-system/authorizationpolicy-allow-exposed-hosts.yaml')({
          'spec.rules[0].to[0].operation.hosts': contains(host),
        }),
      ];
    }),
    runsTheContractsBuild(eachRunning('storefront')),
  ],
};
