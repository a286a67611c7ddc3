import { linkedServices } from '../../../platform/workload/graph/linked-clusters.ts';
import { eachRunning, eachService } from '../../evidence/members.ts';
import { budgeted, scaledAsDeclared, spread } from '../../evidence/workloads.ts';
import { each, file, heading, output, rendered } from '../../model/evidence.ts';
import { atLeast, computed, contains, exactly, matching } from '../../model/expected.ts';
import type { EvidenceById } from '../../model/list-source.ts';
import { alert } from '../evidence/alerts.ts';
import { eachFailoverService, folderOf, linkedItself, serviceOf } from '../evidence/members.ts';
import { atLeastOf } from '../evidence/outputs.ts';
import { endpointsAfar, hostOf } from '../evidence/services.ts';
import { servedForOthers } from '../evidence/takeovers.ts';
import { all } from '../evidence/texts.ts';

const ZONE = 'topology.kubernetes.io/zone';

const zonalShift = all('zonal_shift.config.enabled=true');

/** The pods of a gateway, one zone after the other, and never all gone at once. */
function spreadGateway(name: string) {
  return rendered(`${name}/values.yaml`)({
    'autoscaling.enabled': true,
    'autoscaling.minReplicas': atLeast(2),
    'podDisruptionBudget.maxUnavailable': 1,
    'topologySpreadConstraints[0].topologyKey': ZONE,
    'topologySpreadConstraints[0].maxSkew': 1,
    'topologySpreadConstraints[0].whenUnsatisfiable': 'DoNotSchedule',
    'topologySpreadConstraints[0].labelSelector.matchLabels.app': name,
  });
}

export const availability: EvidenceById = {
  'S0-84': [
    output('availability_zones', { '': atLeastOf(2) }),
    output('public_subnet_ids', { '': atLeastOf(2, /^subnet-/) }),
    output('databases', { 'users.reader_endpoint': matching(/\.cluster-ro-/) }),
  ],
  'S0-85': [
    spreadGateway('istio-ingressgateway'),
    each(linkedItself, () => spreadGateway('istio-eastwestgateway')),
    spreadGateway('istio-egressgateway'),
  ],
  'S0-86': [
    each(linkedItself, () =>
      rendered('istio-eastwestgateway/values.yaml')({
        'service.annotations["service.beta.kubernetes.io/aws-load-balancer-attributes"]': zonalShift,
      }),
    ),
    file('docs/terraform.md', 'registered for zonal shift'),
  ],
  'S0-87': [
    spread(eachRunning('streaming')),
    budgeted(eachRunning('streaming')),
    // One stays in another zone when a zone is lost, because the pods are spread.
    scaledAsDeclared(eachService('streaming'), 2),
    rendered('ingress/istio-system/ingress-public.yaml')({
      'spec.ingressClassName': 'alb',
      'metadata.annotations["alb.ingress.kubernetes.io/load-balancer-attributes"]': zonalShift,
    }),
  ],
  'S0-88': [
    each(eachService('streaming'), (name, context) =>
      rendered(
        `${folderOf(context, name)}/destinationrule-${name}.yaml`,
        'spec.trafficPolicy',
      )({
        'loadBalancer.localityLbSetting.enabled': true,
        'outlierDetection.consecutive5xxErrors': atLeast(1),
        'outlierDetection.baseEjectionTime': matching(/^[1-9]\d*s$/),
        'outlierDetection.maxEjectionPercent': atLeast(1),
      }),
    ),
    each(eachFailoverService, (name, context) =>
      rendered(
        `${folderOf(context, name)}/destinationrule-${name}.yaml`,
        'spec.trafficPolicy',
      )({
        'loadBalancer.localityLbSetting.failover': exactly(
          linkedServices(name, context).map(({ cluster }) => ({
            from: context.cluster.terraform.region,
            to: cluster.terraform.region,
          })),
        ),
        'outlierDetection.maxEjectionPercent': 100,
      }),
    ),
    alert(
      'mesh-telemetry/istio-system/prometheusrule-mesh-telemetry.yaml',
      'mesh-telemetry-alerts',
      'MeshServiceUnavailable',
      {
        measures: ['istio_requests_total', 'reporter="source"', 'response_code="503"'],
        above: '> 0.05',
        for: '5m',
        severity: 'warning',
        owner: 'platform',
      },
    ),
  ],
  'S0-89': [
    each(eachFailoverService, (name, context) => {
      const one = serviceOf(context, name);
      return [
        rendered(
          `${folderOf(context, name)}/serviceentry-${name}-failover.yaml`,
          'spec',
        )({
          hosts: [hostOf(one)],
          location: 'MESH_INTERNAL',
          ports: [{ name: 'http', number: 80, protocol: 'HTTP' }],
          resolution: 'STATIC',
          endpoints: computed('its pods on linked clusters', () => exactly(endpointsAfar(one, context))),
        }),
        rendered('istio-eastwestgateway/istio-system/gateway-cross-network.yaml')({
          'spec.servers[0].hosts': contains(hostOf(one)),
        }),
      ];
    }),
    servedForOthers,
    heading('docs/mesh.md', 'Failover between regions'),
  ],
  'S0-90': [
    heading('docs/operations.md', 'A zone fails'),
    heading('docs/operations.md', 'Fail over between regions'),
    file(
      'docs/operations.md',
      'aws arc-zonal-shift start-zonal-shift',
      '### Streaming, between prod-japan and prod-eu',
      'videos.japan.example.com',
    ),
    servedForOthers,
  ],
};
