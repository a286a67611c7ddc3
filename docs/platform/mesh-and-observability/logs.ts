import { open, type Row, type Section } from '../../../scripts/rows/row.ts';

export const logs: Section<Row> = {
  title: 'Mesh and observability: logs',
  clusters: ['prod-japan'],
  entries: [
    open('S3-46', 'D', '', 'Not answered yet.'),
    open('S3-47', 'K', '', 'Not answered yet.'),
    open('S3-48', 'K', '', 'Not answered yet.'),
    open('S3-49', 'K', '', 'Not answered yet.'),
    open('S3-50', 'K', '', 'Not answered yet.'),
    open('S3-51', 'T', '', 'Not answered yet.'),
    open('S3-52', 'K', '', 'Not answered yet.'),
    open('S3-53', 'K', '', 'Not answered yet.'),
    open('S3-54', 'T', '', 'Not answered yet.'),
  ],
};
