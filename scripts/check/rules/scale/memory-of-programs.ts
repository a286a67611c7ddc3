import type { ClusterRule } from '../../rule.ts';
import { containerResources } from '../../state/pod-resources.ts';
import { amountText, quantityOf } from '../../state/quantity.ts';
import { list, listAt, numberAt, text, textAt } from '../../state/read.ts';
import type { Container } from '../../state/workload.ts';
import { deployment } from '../sample-workloads.ts';

const UNIT = 1_000_000_000n;
const UNITS: Readonly<Record<string, bigint>> = {
  '': UNIT,
  k: UNIT << 10n,
  m: UNIT << 20n,
  g: UNIT << 30n,
};
/** How programs are told the most memory that they may take for themselves. */
const OPTIONS: readonly { readonly name: string; readonly pattern: RegExp; readonly unit?: string }[] = [
  { name: '-Xmx', pattern: /-Xmx(\d+)([kmg]?)/i },
  { name: '--max-old-space-size', pattern: /--max[-_]old[-_]space[-_]size[= ](\d+)()/, unit: 'm' },
  { name: '--maxmemory', pattern: /(?:^|\s)(?:--)?maxmemory\s+(\d+)([kmg]?)b?(?:\s|$)/i },
];
const limit = (option: string) =>
  deployment('web', {
    container: `resources: { limits: { memory: 512Mi } }, env: [{ name: NODE_OPTIONS, value: "--max-old-space-size=${option}" }]`,
  });

/** The program takes what it was told, and the kernel ends it at the limit. */
export const memoryOfPrograms: ClusterRule = {
  id: 'program-memory-above-limit',
  severity: 'warning',
  summary: 'A program that is told to take as much memory as its container may have, or more',
  breaks:
    'The heap grows to what it was told, and the kernel ends the container (OOMKilled) before the program frees anything: under load, again and again.',
  pitfalls: ['X-102'],
  failing: limit('512'),
  passing: limit('384'),
  *judge(state) {
    for (const workload of state.workloads) {
      if (workload.isMade || workload.resource.isExtract) continue;
      for (const { container, isInjected, limits } of containerResources(state, workload)) {
        const most = limits.get('memory');
        if (most === undefined || isInjected) continue;
        for (const { said, path } of saidTo(container)) {
          for (const { name, pattern, unit } of OPTIONS) {
            const [, amount, suffix = ''] = pattern.exec(said) ?? [];
            if (amount === undefined) continue;
            const taken = BigInt(amount) * (UNITS[unit ?? suffix.toLowerCase()] ?? UNIT);
            if (taken < most) continue;
            yield {
              resource: workload.resource,
              path,
              message: `The container ${container.name} may have ${amountText('memory', most)}, and ${name} lets the program take ${amountText('memory', taken)}.`,
              fix: `Write three quarters of the limit or less, or raise the limit above ${amountText('memory', taken)}.`,
            };
          }
        }
        const soft = list(container.value.env).findIndex((each) => textAt(each, 'name') === 'GOMEMLIMIT');
        const goal =
          soft < 0
            ? undefined
            : quantityOf(textAt(listAt(container.value, 'env')[soft], 'value')?.replace(/B$/, ''));
        if (goal === undefined || goal <= most || goal === 0n) continue;
        yield {
          resource: workload.resource,
          path: [...container.path, 'env', soft, 'value'],
          message: `The container ${container.name} may have ${amountText('memory', most)}, and GOMEMLIMIT is ${amountText('memory', goal)}.`,
          fix: 'Write nine tenths of the limit or less.',
        };
      }
    }
    for (const workload of state.workloads) {
      if (workload.isMade || workload.resource.isExtract) continue;
      const memory = containerResources(state, workload).map(({ limits }) => limits.get('memory'));
      const most = memory.every((each) => each !== undefined)
        ? memory.reduce<bigint>((sum, each) => sum + (each ?? 0n), 0n)
        : undefined;
      for (const [index, volume] of listAt(workload.spec, 'volumes').entries()) {
        const size = quantityOf(
          textAt(volume, 'emptyDir', 'sizeLimit') ?? numberAt(volume, 'emptyDir', 'sizeLimit'),
        );
        if (
          textAt(volume, 'emptyDir', 'medium') !== 'Memory' ||
          size === undefined ||
          most === undefined ||
          size <= most
        )
          continue;
        yield {
          resource: workload.resource,
          path: [...workload.specPath, 'volumes', index, 'emptyDir', 'sizeLimit'],
          message: `The volume ${textAt(volume, 'name')} is memory and may have ${amountText('memory', size)}, and all containers together ${amountText('memory', most)}: what is written counts as theirs.`,
          fix: 'Lower sizeLimit below the memory that a container may have.',
        };
      }
    }
  },
};

/** The command, its arguments, and the values of variables. */
function saidTo({ value, path }: Container) {
  const command = [...list(value.command), ...list(value.args)].map((part) => text(part) ?? '').join(' ');
  const variables = list(value.env).map((each, index) => ({
    said: textAt(each, 'value') ?? '',
    path: [...path, 'env', index, 'value'],
  }));
  return [{ said: command, path: [...path, value.args === undefined ? 'command' : 'args'] }, ...variables];
}
