import { open, type Row, type Section } from '../../../scripts/rows/row.ts';

export const incidents: Section<Row> = {
  title: 'Mesh and observability: incidents',
  clusters: ['prod-japan'],
  entries: [
    open('S3-67', 'D', '', 'Not answered yet.'),
    open('S3-68', 'D', '', 'Not answered yet.'),
    open('S3-69', 'K', '', 'Not answered yet.'),
    open('S3-70', 'K', '', 'Not answered yet.'),
    open('S3-71', 'K', '', 'Not answered yet.'),
    open('S3-72', 'T', '', 'Not answered yet.'),
    open('S3-73', 'D', '', 'Not answered yet.'),
    open('S3-74', 'D', '', 'Not answered yet.'),
    open('S3-75', 'K', '', 'Not answered yet.'),
    open('S3-76', 'D', '', 'Not answered yet.'),
    open('S3-77', 'D', '', 'Not answered yet.'),
    open('S3-78', 'K', '', 'Not answered yet.'),
  ],
};
