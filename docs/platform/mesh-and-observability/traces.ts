import { open, type Row, type Section } from '../../../scripts/rows/row.ts';

export const traces: Section<Row> = {
  title: 'Mesh and observability: traces',
  clusters: ['prod-japan'],
  entries: [open('S3-65', 'K', '', 'Not answered yet.'), open('S3-66', 'T', '', 'Not answered yet.')],
};
