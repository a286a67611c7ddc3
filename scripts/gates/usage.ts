import { command } from '../command-line/command.ts';
import { flag, format, furtherArguments, text, texts, variable } from '../command-line/option.ts';
import { gates } from './list.ts';

const names = gates.map(({ name }) => name);

export const ci = command({
  name: 'ci',
  group: 'Gates',
  summary: 'what a pull request has to pass: the quick gates, or with --every the slow ones too',
  details: `Ends with exit code 1 if one fails, but still runs the others.
${gates.map(({ name, speed, proves }) => `  ${name.padEnd(12)} ${speed.padEnd(5)}  ${proves}`).join('\n')}`,
  options: {
    every: flag('the slow ones too', { insteadOf: { all: 'npm takes --all for itself' } }),
    slow: flag('only the slow ones'),
    fast: flag('the shorter form of each gate that has one, which proves less'),
    without: texts('GATE', 'all but this one', { oneOf: names }),
    'apt-install': flag('installs what a gate needs, or would have to build, and Debian or Ubuntu has', {
      insteadOf: { install: 'npm takes --install for itself' },
    }),
    from: text('DIR', 'a mirror of the pinned CRD files, for the gate import', { path: true }),
    'charts-from': text('DIR', 'a folder of charts, packaged or as sources, for the gate charts', {
      path: true,
    }),
    list: flag('only lists the gates that it would run'),
    variable: variable(),
    format: format(),
  },
  arguments: { gates: furtherArguments('only these', { oneOf: names }) },
  examples: [
    ['', 'before a commit'],
    ['--every', 'what the workflow CI runs before a merge'],
    ['types test', 'two of them'],
  ],
  work: { main: 'scripts/gates/main.ts' },
});
