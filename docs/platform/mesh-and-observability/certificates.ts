import { open, type Row, type Section } from '../../../scripts/rows/row.ts';

export const certificates: Section<Row> = {
  title: 'Mesh and observability: certificates',
  clusters: ['prod-japan'],
  entries: [
    open('S3-36', 'D', '', 'Not answered yet.'),
    open('S3-37', 'T', '', 'Not answered yet.'),
    open('S3-38', 'K', '', 'Not answered yet.'),
    open('S3-39', 'K', '', 'Not answered yet.'),
    open('S3-40', 'K', '', 'Not answered yet.'),
    open('S3-41', 'K', '', 'Not answered yet.'),
    open('S3-42', 'K', '', 'Not answered yet.'),
    open('S3-43', 'T', '', 'Not answered yet.'),
    open('S3-44', 'K', '', 'Not answered yet.'),
    open('S3-45', 'K', '', 'Not answered yet.'),
  ],
};
