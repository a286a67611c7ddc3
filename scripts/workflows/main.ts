import { implement } from '../command-line/command.ts';
import { programPath } from '../programs/program.ts';
import { actionlint, lint, proveThatItRefuses } from './actionlint.ts';
import { ownActions, ownWorkflows, shownWorkflows, type WorkflowFile } from './files.ts';
import { rules } from './rules/index.ts';
import { workflowsProve } from './usage.ts';
import { readWorkflow } from './workflow.ts';

export const main = implement(workflowsProve, async () => {
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
  return findings.length > 0 ? 1 : 0;
});

function broken({ name, text }: WorkflowFile): string[] {
  const workflow = readWorkflow(text);
  return rules.flatMap((rule) => rule.find(workflow).map((what) => `${name}: ${what} [${rule.id}]`));
}
