import { open, type Row, type Section } from '../../../scripts/rows/row.ts';

export const monitoring: Section<Row> = {
  title: 'Task management: monitoring, logs, alerts',
  clusters: ['sre-portfolio', 'sre-portfolio-dev'],
  entries: [
    open('S1-31', 'K', '', 'Not answered yet.'),
    open('S1-32', 'K', '', 'Not answered yet.'),
    open('S1-33', 'K', '', 'Not answered yet.'),
    open('S1-34', 'K', '', 'Not answered yet.'),
    open('S1-35', 'K', '', 'Not answered yet.'),
    open('S1-36', 'T', '', 'Not answered yet.'),
    open('S1-37', 'T', '', 'Not answered yet.'),
    open('S1-38', 'K', '', 'Not answered yet.'),
    open('S1-39', 'T', '', 'Not answered yet.'),
    open('S1-40', 'T', '', 'Not answered yet.'),
    open('S1-41', 'T', '', 'Not answered yet.'),
    open('S1-42', 'T', '', 'Not answered yet.'),
    open('S1-43', 'K', '', 'Not answered yet.'),
  ],
};
