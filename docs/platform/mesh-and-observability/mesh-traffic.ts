import { open, type Row, type Section } from '../../../scripts/rows/row.ts';

export const meshTraffic: Section<Row> = {
  title: 'Mesh and observability: traffic inside the mesh',
  clusters: ['prod-japan'],
  entries: [
    open('S3-06', 'K', '', 'Not answered yet.'),
    open('S3-07', 'K', '', 'Not answered yet.'),
    open('S3-08', 'K', '', 'Not answered yet.'),
    open('S3-09', 'K', '', 'Not answered yet.'),
    open('S3-10', 'K', '', 'Not answered yet.'),
    open('S3-11', 'K', '', 'Not answered yet.'),
    open('S3-12', 'K', '', 'Not answered yet.'),
    open('S3-13', 'K', '', 'Not answered yet.'),
    open('S3-14', 'K', '', 'Not answered yet.'),
  ],
};
