import { command } from '../command-line/command.ts';
import { flag, formats, furtherArguments, text, texts, variable } from '../command-line/option.ts';

export const drift = command({
  name: 'drift',
  group: 'Every day',
  summary: "holds what each hub's Argo CD has and reports against what is merged in dist/, the worst first",
  details:
    'Asks each hub by kubectl, with the context of its name, and changes nothing. Says what is missing, not declared, out of sync, unhealthy, behind main, failed, paused, held by a sync window or otherwise configured, and which ApplicationSet fails, what follows from it and what to do. Exit code 0: as committed; 1: not; 2: something cannot be read.',
  options: {
    applications: texts(
      'FILE',
      'what kubectl get applications,applicationsets,appprojects --output json or argocd app list --output json prints on a hub; a folder with HUB.json of each; - for standard input',
      { path: true },
    ),
    revision: text('REVISION', 'what was merged, as this clone knows it; default: origin/main'),
    at: text('TIME', 'when the files were taken, such as 2026-03-01T03:00:00Z; default: now'),
    list: flag('only say how a workflow gets to each hub: region, cluster and role'),
    variable: variable(),
    format: formats(['text', 'json', 'markdown']),
  },
  arguments: {
    hubs: furtherArguments('clusters with an Argo CD; default: all', {
      suggests: (names) => names.clusters(),
    }),
  },
  examples: [
    ['', 'all hubs'],
    ['prod-japan', 'one of them'],
    ['--applications applications.json', 'a hub that somebody else has asked'],
  ],
  answers: true,
  work: { main: 'scripts/drift/main.ts' },
});
