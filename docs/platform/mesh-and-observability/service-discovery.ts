import { heading, rendered } from '../../../scripts/rows/evidence.ts';
import { done, open, type Row, type Section } from '../../../scripts/rows/row.ts';

export const serviceDiscovery: Section<Row> = {
  title: 'Mesh and observability: service discovery and load balancing',
  clusters: ['prod-japan'],
  entries: [
    open('S3-01', 'D', '', 'Not answered yet.'),
    open('S3-02', 'D', '', 'Not answered yet.'),
    done(
      'S3-03',
      'K',
      'Load balancing algorithms',
      rendered('user-service/prod/destinationrule-user-service.yaml')({
        'spec.trafficPolicy.loadBalancer.simple': 'LEAST_REQUEST',
      }),
      heading('docs/mesh.md', 'Load balancing'),
    ),
    open('S3-04', 'T', '', 'Not answered yet.'),
    open('S3-05', 'T', '', 'Not answered yet.'),
  ],
};
