import { linkedServices } from '../../../platform/constructs/service/linked-clusters.ts';
import { eachRunning, eachService } from '../../evidence/members.ts';
import { budgeted, scaledAsDeclared, spread } from '../../evidence/workloads.ts';
import { each, file, heading, output, rendered } from '../../model/evidence.ts';
import { atLeast, computed, contains, exactly, matching } from '../../model/expected.ts';
import { done, otherwise, outside, type Row, type Section } from '../../model/row.ts';
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

export const availability: Section<Row> = {
  title: 'Streaming: availability and disaster recovery',
  clusters: ['prod-japan', 'prod-eu'],
  entries: [
    done(
      'S0-84',
      'T',
      'Several zones; Aurora with a reader',
      output('availability_zones', { '': atLeastOf(2) }),
      output('public_subnet_ids', { '': atLeastOf(2, /^subnet-/) }),
      output('databases', { 'users.reader_endpoint': matching(/\.cluster-ro-/) }),
    ),
    done(
      'S0-85',
      'K',
      'Gateways spread over the zones',
      spreadGateway('istio-ingressgateway'),
      each(linkedItself, () => spreadGateway('istio-eastwestgateway')),
      spreadGateway('istio-egressgateway'),
    ),
    outside(
      'S0-86',
      'T',
      'Zonal shift recovers from the failure of a zone',
      'Terraform registers the EKS cluster with ARC and runs autoshift practice; load balancers take part by their attribute (S0-87).',
      each(linkedItself, () =>
        rendered('istio-eastwestgateway/values.yaml')({
          'service.annotations["service.beta.kubernetes.io/aws-load-balancer-attributes"]': zonalShift,
        }),
      ),
      file('docs/terraform.md', 'registered for zonal shift'),
    ),
    done(
      'S0-87',
      'K',
      'Capacity after the loss of a zone',
      spread(eachRunning('streaming')),
      budgeted(eachRunning('streaming')),
      // One stays in another zone when a zone is lost: the pods are spread.
      scaledAsDeclared(eachService('streaming'), 2),
      rendered('ingress/istio-system/ingress-public.yaml')({
        'spec.ingressClassName': 'alb',
        'metadata.annotations["alb.ingress.kubernetes.io/load-balancer-attributes"]': zonalShift,
      }),
    ),
    done(
      'S0-88',
      'K',
      'Failover by what the mesh measures: zone, then region',
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
      alert('istiod/istio-system/prometheusrule-istiod.yaml', 'istiod-alerts', 'MeshServiceUnavailable', {
        measures: ['istio_requests_total', 'reporter="source"', 'response_code="503"'],
        above: '> 0.05',
        for: '5m',
        severity: 'warning',
        owner: 'platform',
      }),
    ),
    done(
      'S0-89',
      'K',
      'Failover between the regions, where the data may leave',
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
    ),
    otherwise(
      'S0-90',
      'D',
      'What to do when a zone or a region fails',
      'Both pages are there, each with less to do than the row thinks of. A zone that is lost needs nobody: its page is for one that is half broken. Between regions published videos alone change sides, and DNS moves their name; accounts, chats and the shop wait for their region (S0-41).',
      heading('docs/operations.md', 'A zone fails'),
      heading('docs/operations.md', 'Fail over between regions'),
      file(
        'docs/operations.md',
        'aws arc-zonal-shift start-zonal-shift',
        '### Streaming, between prod-japan and prod-eu',
        'videos.japan.example.com',
      ),
      servedForOthers,
    ),
  ],
};
