import { Mistake } from '../command-line/mistake.ts';
import type { Program } from '../programs/program.ts';
import { run } from '../programs/run.ts';
import type { WorkflowFile } from './files.ts';

/** The linter of workflows: it knows contexts, types of expressions, and inputs of called workflows. */
export const actionlint: Program = {
  name: 'actionlint',
  version: 'v1.7.12',
  versionOption: '-version',
  goPackage: 'github.com/rhysd/actionlint/cmd/actionlint',
  downloads: 'https://github.com/rhysd/actionlint/releases/download/v1.7.12',
  archives: {
    'linux-x64': {
      file: 'actionlint_1.7.12_linux_amd64.tar.gz',
      sha256: '8aca8db96f1b94770f1b0d72b6dddcb1ebb8123cb3712530b08cc387b349a3d8',
    },
    'linux-arm64': {
      file: 'actionlint_1.7.12_linux_arm64.tar.gz',
      sha256: '325e971b6ba9bfa504672e29be93c24981eeb1c07576d730e9f7c8805afff0c6',
    },
    'darwin-x64': {
      file: 'actionlint_1.7.12_darwin_amd64.tar.gz',
      sha256: '5b44c3bc2255115c9b69e30efc0fecdf498fdb63c5d58e17084fd5f16324c644',
    },
    'darwin-arm64': {
      file: 'actionlint_1.7.12_darwin_arm64.tar.gz',
      sha256: 'aba9ced2dee8d27fecca3dc7feb1a7f9a52caefa1eb46f3271ea66b6e0e6953f',
    },
  },
};

/** Two workflows whose verdict is known: a linter that accepts the second says nothing about ours. */
const GOOD = 'on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: make\n';
const BAD = GOOD.replace('run: make', `run: echo \${{ steps.none.outputs.digest }}`);

/**
 * What actionlint finds in a workflow, a line each; nothing where it is right.
 *
 * @throws Mistake when the program does not run
 */
export async function lint(program: string, { name, text }: WorkflowFile): Promise<readonly string[]> {
  const args = ['-oneline', '-no-color', '-stdin-filename', name, '-'];
  const { status, stdout, stderr } = await run(program, args, { input: text });
  const printed = stdout + stderr;
  const findings = printed.split('\n').filter((line) => line !== '');
  if (status === 0 && findings.length === 0) return [];
  if (status === 1 && findings.length > 0) return findings;
  throw new Mistake(`${program} ended with ${status} and said:\n${printed}`);
}

/**
 * Proves that this actionlint can tell good from bad.
 *
 * @throws Mistake when it cannot
 */
export async function proveThatItRefuses(program: string): Promise<void> {
  const [good, bad] = await Promise.all(
    [GOOD, BAD].map((text, index) => lint(program, { name: `sample-${index}.yaml`, text })),
  );
  if (good?.length === 0 && bad?.length === 1) return;
  throw new Mistake(
    `actionlint misjudges known workflows, so its verdict is worth nothing: ${JSON.stringify({ good, bad })}`,
  );
}
