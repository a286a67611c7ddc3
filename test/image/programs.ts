import type { Run } from '../../scripts/image/registry.ts';

/** Programs that are not here, and what was asked of them. */
export function programs(
  answers: Readonly<Record<string, { status?: number; stdout?: string; stderr?: string }>>,
) {
  const asked: string[] = [];
  const inputs: (string | undefined)[] = [];
  const run: Run = async (program, args, start = {}) => {
    asked.push([program, ...args].join(' '));
    inputs.push(start.input);
    const key = [program, ...args].join(' ');
    const [, answer] = Object.entries(answers).find(([beginning]) => key.startsWith(beginning)) ?? [];
    return { status: 0, stdout: '', stderr: '', ...answer };
  };
  return { run, asked, inputs };
}
