import { open, type Row, type Section } from '../../../scripts/rows/row.ts';

export const exposure: Section<Row> = {
  title: 'Mesh and observability: who may reach what',
  clusters: ['prod-japan'],
  entries: [
    open('S3-19', 'K', '', 'Not answered yet.'),
    open('S3-20', 'T', '', 'Not answered yet.'),
    open('S3-21', 'D', '', 'Not answered yet.'),
    open('S3-22', 'T', '', 'Not answered yet.'),
    open('S3-23', 'T', '', 'Not answered yet.'),
    open('S3-24', 'K', '', 'Not answered yet.'),
    open('S3-25', 'K', '', 'Not answered yet.'),
    open('S3-26', 'K', '', 'Not answered yet.'),
    open('S3-27', 'K', '', 'Not answered yet.'),
    open('S3-28', 'K', '', 'Not answered yet.'),
    open('S3-29', 'K', '', 'Not answered yet.'),
    open('S3-30', 'K', '', 'Not answered yet.'),
    open('S3-31', 'K', '', 'Not answered yet.'),
    open('S3-32', 'T', '', 'Not answered yet.'),
    open('S3-33', 'K', '', 'Not answered yet.'),
    open('S3-34', 'T', '', 'Not answered yet.'),
    open('S3-35', 'D', '', 'Not answered yet.'),
  ],
};
