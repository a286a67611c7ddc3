import { open, type Row, type Section } from '../../../scripts/rows/row.ts';

export const topology: Section<Row> = {
  title: 'Task management: topology and stack',
  clusters: ['sre-portfolio', 'sre-portfolio-dev'],
  entries: [
    open('S1-01', 'T', '', 'Not answered yet.'),
    open('S1-02', 'T', '', 'Not answered yet.'),
    open('S1-03', 'T', '', 'Not answered yet.'),
    open('S1-04', 'T', '', 'Not answered yet.'),
    open('S1-05', 'T', '', 'Not answered yet.'),
    open('S1-06', 'T', '', 'Not answered yet.'),
    open('S1-07', 'T', '', 'Not answered yet.'),
    open('S1-08', 'T', '', 'Not answered yet.'),
    open('S1-09', 'T', '', 'Not answered yet.'),
    open('S1-10', 'K', '', 'Not answered yet.'),
    open('S1-11', 'K', '', 'Not answered yet.'),
    open('S1-12', 'T', '', 'Not answered yet.'),
    open('S1-13', 'T', '', 'Not answered yet.'),
    open('S1-14', 'T', '', 'Not answered yet.'),
    open('S1-15', 'T', '', 'Not answered yet.'),
    open('S1-16', 'T', '', 'Not answered yet.'),
    open('S1-17', 'K', '', 'Not answered yet.'),
    open('S1-18', 'T', '', 'Not answered yet.'),
    open('S1-19', 'D', '', 'Not answered yet.'),
    open('S1-20', 'K', '', 'Not answered yet.'),
  ],
};
