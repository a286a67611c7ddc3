import { ProgramError, programPath } from '../programs/program.ts';
import { actionlint, lint, proveThatItRefuses } from './actionlint.ts';
import { ownActions, ownWorkflows, shownWorkflows, type WorkflowFile } from './files.ts';
import { rules } from './rules/index.ts';
import { readWorkflow } from './workflow.ts';

const HELP = `npm run workflows:prove

Holds the workflows and actions of this repository, and the workflows that docs/delivery.md shows, against our rules
and actionlint. Finds or installs the pinned actionlint. Ends with 1 when one of them is refused.
`;

async function main(): Promise<void> {
  if (process.argv.includes('--help')) {
    process.stdout.write(HELP);
    return;
  }
  const workflows = [...ownWorkflows(), ...shownWorkflows()];
  const files = [...workflows, ...ownActions()];
  const program = await programPath(actionlint, (line) => process.stderr.write(`${line}\n`));
  await proveThatItRefuses(program);
  const findings = [
    ...files.flatMap(broken),
    ...(await Promise.all(workflows.map((file) => lint(program, file)))).flat(),
  ];
  process.stdout.write(findings.map((line) => `${line}\n`).join(''));
  process.stdout.write(`${files.length} workflows and actions, ${findings.length} findings\n`);
  if (findings.length > 0) process.exitCode = 1;
}

function broken({ name, text }: WorkflowFile): string[] {
  const workflow = readWorkflow(text);
  return rules.flatMap((rule) => rule.find(workflow).map((what) => `${name}: ${what} [${rule.id}]`));
}

try {
  await main();
} catch (error) {
  if (!(error instanceof ProgramError)) throw error;
  process.stderr.write(`workflows: ${error.message}\n`);
  process.exitCode = 1;
}
