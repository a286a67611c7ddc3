import { command } from '../command-line/command.ts';
import { flag, text, texts } from '../command-line/option.ts';

export const synth = command({
  name: 'synth',
  group: 'Every day',
  summary: 'renders the fleet into dist/, and writes every document that follows from it',
  details:
    'The documents are clusters/*/.env.example, clusters/terraform.schema.json and the pages of requirements in docs/. Nothing is written where anything is wrong: every mistake is told at once, with its place. A page of requirements that do not hold is left as it is, and told.',
  options: {
    cluster: texts('NAME', 'only this cluster and its documents', { suggests: (names) => names.clusters() }),
    out: text('DIR', 'into another folder than dist/, without the documents', { path: true }),
    check: flag('write nothing; exit 1 and list the files that are not up to date', {
      insteadOf: { 'dry-run': 'it writes nothing, and lists what it would' },
    }),
    uncached: flag('render everything, and read every file, even where nothing has changed', {
      insteadOf: { 'no-cache': 'npm takes --no-cache for itself' },
    }),
  },
  arguments: {},
  examples: [
    ['', 'every cluster'],
    ['--cluster prod-eu', 'only this one'],
    ['--check', 'what CI asks'],
  ],
  work: { main: 'scripts/synth/main.ts' },
});
