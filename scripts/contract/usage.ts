import { command } from '../command-line/command.ts';
import { flag } from '../command-line/option.ts';

export const contractSchema = command({
  name: 'contract:schema',
  group: 'More',
  summary: 'writes clusters/terraform.schema.json, what Terraform has to print for a cluster',
  options: { check: flag('write nothing; exit 1 where it is stale') },
  arguments: {},
  work: { main: 'scripts/contract/schema.ts' },
});

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
