import { open, type Row, type Section } from '../../../scripts/rows/row.ts';

export const metrics: Section<Row> = {
  title: 'Mesh and observability: metrics',
  clusters: ['prod-japan'],
  entries: [
    open('S3-55', 'K', '', 'Not answered yet.'),
    open('S3-56', 'K', '', 'Not answered yet.'),
    open('S3-57', 'K', '', 'Not answered yet.'),
    open('S3-58', 'K', '', 'Not answered yet.'),
    open('S3-59', 'K', '', 'Not answered yet.'),
    open('S3-60', 'K', '', 'Not answered yet.'),
    open('S3-61', 'K', '', 'Not answered yet.'),
    open('S3-62', 'K', '', 'Not answered yet.'),
    open('S3-63', 'K', '', 'Not answered yet.'),
    open('S3-64', 'T', '', 'Not answered yet.'),
  ],
};
