import { open, type Row, type Section } from '../../../scripts/rows/row.ts';

export const serviceDiscovery: Section<Row> = {
  title: 'Mesh and observability: service discovery and load balancing',
  clusters: ['prod-japan'],
  entries: [
    open('S3-01', 'D', '', 'Not answered yet.'),
    open('S3-02', 'D', '', 'Not answered yet.'),
    open('S3-03', 'K', '', 'Not answered yet.'),
    open('S3-04', 'T', '', 'Not answered yet.'),
    open('S3-05', 'T', '', 'Not answered yet.'),
  ],
};
