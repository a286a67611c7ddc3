import { command } from '../command-line/command.ts';

export const yamlProve = command({
  name: 'yaml:prove',
  group: 'Proofs with the real programs',
  summary: 'real YAML libraries of Go and Python read what we write, and get the same values',
  details: 'Needs at least one of them: Go, or Python with PyYAML.',
  options: {},
  arguments: {},
  work: { main: 'scripts/prove-yaml/main.ts' },
});
