import { command } from '../command-line/command.ts';

export const workflowsProve = command({
  name: 'workflows:prove',
  group: 'Proofs with the real programs',
  summary: 'our rules and the real actionlint over the workflows, and over those that the documents show',
  details:
    'Finds or installs the pinned actionlint. Ends with exit code 1 if a workflow or an action is refused.',
  options: {},
  arguments: {},
  work: { main: 'scripts/workflows/main.ts' },
});
