import { command } from '../command-line/command.ts';

export const yamlProve = command({
  name: 'yaml:prove',
  group: 'Proofs with the real programs',
  summary: 'real YAML libraries of Go and Python read what we write, and take it for the same',
  details: 'Needs one of them at least: Go, or Python with PyYAML.',
  options: {},
  arguments: {},
  work: { main: 'scripts/prove-yaml/main.ts' },
});
