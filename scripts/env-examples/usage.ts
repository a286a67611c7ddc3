import { command } from '../command-line/command.ts';
import { flag } from '../command-line/option.ts';

export const envExamples = command({
  name: 'env:examples',
  group: 'More',
  summary: 'writes clusters/<name>/.env.example from dist/: the names of all that workloads read',
  options: { check: flag('write nothing; exit 1 where one is stale') },
  arguments: {},
  work: { main: 'scripts/env-examples/main.ts' },
});
