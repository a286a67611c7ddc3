import { open, type Row, type Section } from '../../../scripts/rows/row.ts';

export const trafficOutside: Section<Row> = {
  title: 'Mesh and observability: traffic outside the mesh',
  clusters: ['prod-japan'],
  entries: [
    open('S3-15', 'K', '', 'Not answered yet.'),
    open('S3-16', 'T', '', 'Not answered yet.'),
    open('S3-17', 'K', '', 'Not answered yet.'),
    open('S3-18', 'D', '', 'Not answered yet.'),
  ],
};
