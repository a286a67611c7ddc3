import { heading, output, rendered } from '../../../scripts/rows/evidence.ts';
import { done, outside, type Row, type Section } from '../../../scripts/rows/row.ts';

const guide = (title: string) => heading('docs/exposure.md', title);

export const serviceDiscovery: Section<Row> = {
  title: 'Mesh and observability: service discovery and load balancing',
  clusters: ['prod-japan'],
  entries: [
    done('S3-01', 'D', 'Discovery on the server’s side', guide('Names inside the cluster')),
    done('S3-02', 'D', 'Registration by a third party', guide('Names inside the cluster')),
    done(
      'S3-03',
      'K',
      'Load balancing algorithms',
      rendered('user-service/prod/destinationrule-user-service.yaml')({
        'spec.trafficPolicy.loadBalancer.simple': 'LEAST_REQUEST',
      }),
      heading('docs/mesh.md', 'Load balancing'),
    ),
    outside(
      'S3-04',
      'T',
      'Addresses of pods by the VPC CNI',
      'Terraform sets it inside AWS; no manifest needs a value of it, so no output is read.',
      output('network_policy_enforced'),
      heading('docs/terraform.md', 'Cluster, add-ons and nodes'),
    ),
    outside(
      'S3-05',
      'T',
      'kube-proxy',
      'Terraform sets it inside AWS; no manifest needs a value of it, so no output is read.',
      heading('docs/terraform.md', 'Cluster, add-ons and nodes'),
    ),
  ],
};
