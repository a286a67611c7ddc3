import { command } from '../command-line/command.ts';
import { flag, formats, optionalArgument, text } from '../command-line/option.ts';

export const diff = command({
  name: 'diff',
  group: 'Every day',
  summary: 'says what a change of manifests will do, by risk, and why; compares objects, not lines',
  details:
    'BASE and HEAD are revisions of Git, such as main or main:dist, folders, or files. Exit code 0: nothing changes; 1: something does; 2: something cannot be read; 3: a change is of a risk that nobody has acknowledged in clusters/acknowledged-changes.yaml.',
  options: {
    format: formats(['text', 'json', 'markdown', 'html']),
    gate: flag('exit code 0 also where something changes, if nothing needs a written word'),
    out: text(
      'FOLDER',
      'writes the report into a folder in every form, with the comment for a pull request',
      { path: true },
    ),
  },
  arguments: {
    base: optionalArgument('what it was; default: where the branch left main'),
    head: optionalArgument('what it will be; default: the working tree'),
  },
  examples: [
    ['', 'what this branch and the working tree change'],
    ['main HEAD --format markdown', 'the text of a comment'],
    ['before after', 'two folders of any Kubernetes YAML'],
  ],
  answers: true,
  work: { main: 'scripts/diff/main.ts' },
});
