import { command } from '../command-line/command.ts';
import { flag, text, texts, whole } from '../command-line/option.ts';

export const synth = command({
  name: 'synth',
  group: 'Every day',
  summary: 'renders the fleet into dist/, and writes every document that follows from it',
  details:
    'The documents are clusters/*/.env.example, clusters/terraform.schema.json, docs/patches.md, docs/checks.md and the pages of requirements in docs/. Nothing is written if anything is wrong: every mistake is reported at once, with its place. A page of requirements that do not hold is left as it is, and reported.',
  options: {
    cluster: texts('NAME', 'only this cluster and its documents', { suggests: (names) => names.clusters() }),
    shard: text('I/N', 'only one of several shares of the clusters, such as 3/8, for as many machines', {
      expects: 'which of how many, such as 3/8',
    }),
    workers: whole('NUMBER', 'threads that render side by side; 0: as many as pay off on this machine', {
      from: 0,
      otherwise: 0,
    }),
    out: text('DIR', 'into another folder than dist/, without the documents', { path: true }),
    check: flag('write nothing; exit 1 and list the files that are not up to date', {
      insteadOf: { 'dry-run': 'it writes nothing, and lists what it would' },
    }),
    'without-inventories': flag(
      'do not look whether the inventories of charts are old; npm run charts renews them',
    ),
    uncached: flag('render everything, and read every file, even where nothing has changed', {
      insteadOf: { 'no-cache': 'npm takes --no-cache for itself' },
    }),
  },
  arguments: {},
  examples: [
    ['', 'every cluster'],
    ['--cluster prod-eu', 'only this one'],
    ['--check', 'what CI asks'],
    ['--check --shard 3/8', 'the third of eight machines that check a large fleet together'],
  ],
  work: { main: 'scripts/synth/main.ts' },
});
