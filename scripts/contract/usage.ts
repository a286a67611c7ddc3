import { command } from '../command-line/command.ts';

export const contractProve = command({
  name: 'contract:prove',
  group: 'Proofs with the real programs',
  summary: 'holds the contract against what a real terraform output -json prints',
  options: {},
  arguments: {},
  work: { main: 'scripts/contract/proof.ts' },
});

export const contractExamples = command({
  name: 'contract:examples',
  group: 'More',
  summary: 'lists the values of every cluster that are still examples',
  options: {},
  arguments: {},
  work: { main: 'scripts/contract/list-examples.ts' },
});
