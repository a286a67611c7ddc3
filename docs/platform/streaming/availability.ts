import { heading, output, rendered } from '../../../scripts/rows/evidence.ts';
import { contains, matching } from '../../../scripts/rows/expected.ts';
import { done, outside, type Row, type Section } from '../../../scripts/rows/row.ts';

export const availability: Section<Row> = {
  title: 'Streaming: availability and disaster recovery',
  clusters: ['prod-japan', 'prod-eu'],
  entries: [
    done(
      'S0-84',
      'T',
      'Several zones; Aurora with a reader',
      output('availability_zones'),
      output('databases', { 'users.reader_endpoint': matching(/cluster-ro-/) }),
    ),
    done(
      'S0-85',
      'K',
      'Gateways spread over the zones',
      rendered('istio-ingressgateway/values.yaml')({
        'topologySpreadConstraints[0].topologyKey': 'topology.kubernetes.io/zone',
        'podDisruptionBudget.maxUnavailable': 1,
      }),
      rendered('istio-eastwestgateway/values.yaml')({
        'topologySpreadConstraints[0].topologyKey': 'topology.kubernetes.io/zone',
        'podDisruptionBudget.maxUnavailable': 1,
      }),
      rendered('istio-egressgateway/values.yaml')({
        'topologySpreadConstraints[0].topologyKey': 'topology.kubernetes.io/zone',
        'podDisruptionBudget.maxUnavailable': 1,
      }),
    ),
    outside(
      'S0-86',
      'T',
      'Zonal shift recovers from the failure of a zone',
      'Terraform registers the EKS cluster with ARC and runs autoshift practice; load balancers take part by their attribute (S0-87).',
      rendered('istio-eastwestgateway/values.yaml')({
        'service.annotations["service.beta.kubernetes.io/aws-load-balancer-attributes"]': contains(
          'zonal_shift.config.enabled=true',
        ),
      }),
    ),
    done(
      'S0-87',
      'K',
      'Capacity after the loss of a zone',
      rendered('user-service/prod/deployment-user-service.yaml')({
        'spec.template.spec.topologySpreadConstraints[0].topologyKey': 'topology.kubernetes.io/zone',
      }),
      rendered('user-service/prod/horizontalpodautoscaler-user-service-hpa.yaml')({ 'spec.minReplicas': 3 }),
    ),
    done(
      'S0-88',
      'K',
      'Failover by what the mesh measures: zone, then region',
      rendered('video-service/prod/destinationrule-video-service.yaml')({
        'spec.trafficPolicy.loadBalancer.localityLbSetting.enabled': true,
        'spec.trafficPolicy.outlierDetection.consecutive5xxErrors': 5,
      }),
      rendered(
        'istiod/istio-system/prometheusrule-istiod.yaml',
        'spec.groups[name=istiod-alerts].rules',
      )({
        '[alert=MeshServiceUnavailable].expr': contains('> 0.05'),
      }),
    ),
    done(
      'S0-89',
      'K',
      'Failover between the regions, where the data may leave',
      rendered('video-service/prod/serviceentry-video-service-failover.yaml')({
        'spec.hosts': ['video-service.prod.svc.cluster.local'],
      }),
      heading('docs/mesh.md', 'Failover between regions'),
    ),
    done(
      'S0-90',
      'D',
      'What to do when a zone or a region fails',
      heading('docs/operations.md', 'A zone fails'),
      heading('docs/operations.md', 'Fail over between regions'),
    ),
  ],
};
