import ts from 'typescript';
import { expect, test } from 'vitest';
import { workloadSchemas } from '../../../../platform/workload/declaration/schema.ts';
import { compiled, inRepository } from '../../../declarations/compiler.ts';

const FILE = 'test/platform/workload/declaration/written-by-nobody.ts';

/** What the compiler, and with it every editor, says of a scale. */
function messagesFor(scale: string): string {
  const program = compiled([], {
    [FILE]: `import { service } from '../../../../platform/workload/workload.ts';
const resources = { requests: { cpu: '1', memory: '1Gi' }, limits: { memory: '1Gi' } };
export const web = service({ name: 'web', port: 8080, resources, scale: ${scale} });
`,
  });
  return program
    .getSemanticDiagnostics(program.getSourceFile(inRepository(FILE)))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
    .join('\n');
}

const BOUNDS = ['replicas', 'min', 'max', 'fallback'];
/** Everything that moves the number of pods, as the check at run time knows it. */
const targets = Object.keys(workloadSchemas.service.shape.scale.shape).filter(
  (field) => !BOUNDS.includes(field),
);

test('bounds without a target: the compiler names every field that would do, and none alone as if it were missing', () => {
  const said = messagesFor('{ min: 1, max: 3 }');
  const sentence = /at least one of ([^'"]+)/.exec(said)?.[1] ?? said;
  expect(sentence.split(/, | and /)).toEqual(targets);
  for (const target of targets) expect(said).not.toContain(`Property '${target}' is missing`);
});
