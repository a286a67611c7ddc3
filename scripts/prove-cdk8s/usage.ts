import { command } from '../command-line/command.ts';

export const cdk8sProve = command({
  name: 'cdk8s:prove',
  group: 'Proofs with the real programs',
  summary: 'npx cdk8s synth writes the same objects into its own folder',
  options: {},
  arguments: {},
  work: { main: 'scripts/prove-cdk8s/main.ts' },
});
