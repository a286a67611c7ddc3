import { command } from '../command-line/command.ts';
import { flag, text } from '../command-line/option.ts';

const directory = text('DIR', 'folder of the root module; default: where you stand', {
  path: true,
  variables: ['FLEET_TERRAFORM_DIRECTORY'],
});

export const terraformPlan = command({
  name: 'terraform:plan',
  group: 'Gates',
  summary:
    'plans with terraform, shows the plan, and hands on whether it changes anything and the sum of its text',
  details:
    'For the repository of Terraform: what somebody approves is the text of a plan, and terraform:apply applies no other. The plan itself holds secrets in clear text and is never kept. Two variables are handed on: changes (true or false) and sha256. Needs terraform, initialised.',
  options: {
    directory,
    'with-lock': flag('lock the state; a role that only reads cannot'),
  },
  arguments: {},
  work: { main: 'scripts/terraform/plan-main.ts' },
});

export const terraformApply = command({
  name: 'terraform:apply',
  group: 'Gates',
  summary: 'plans with terraform again, and applies the plan if its text is the one that was approved',
  details:
    'Where AWS has changed since, it applies nothing and ends with exit code 1: run the pipeline again, and read the new plan.',
  options: {
    directory,
    approved: text('SHA256', 'the sum that terraform:plan has handed on', {
      variables: ['FLEET_APPROVED_PLAN'],
    }),
  },
  arguments: {},
  work: { main: 'scripts/terraform/apply-main.ts' },
});
