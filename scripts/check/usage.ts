import { command } from '../command-line/command.ts';
import { formats, furtherArguments, text, texts } from '../command-line/option.ts';

export const check = command({
  name: 'check',
  group: 'Every day',
  summary: 'finds mistakes that no schema sees, from manifests alone',
  details:
    'A folder with an index.json of synth is a fleet; any other, with one or many objects a file, is one cluster. Exit code 1: a finding at error or warning. Exit code 2: something in a folder cannot be read.',
  options: {
    format: formats(['text', 'json', 'github', 'sarif']),
    rule: texts('ID', 'only this rule'),
    explain: text('ID', 'what a rule finds, what breaks, a sample that fails and one that passes'),
    kubernetes: text(
      'VERSION',
      'minor of the API servers, such as 1.34; default: what the folder says, or the newest known',
    ),
    exemptions: text('FILE', 'exemptions with owner and reason', { path: true }),
  },
  arguments: { dirs: furtherArguments('folders with Kubernetes YAML; default: dist', { path: true }) },
  examples: [
    ['dist', 'every mistake of the fleet'],
    ['manifests --format sarif', 'for code scanning'],
    ['--explain service-selects-no-pods', 'what a rule is about'],
  ],
  answers: true,
  work: { main: 'scripts/check/main.ts' },
});
