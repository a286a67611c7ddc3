import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import type { Fleet } from '../../clusters/index.ts';
import { product } from '../../platform/product/product.ts';
import type { Unit } from '../../platform/unit/unit.ts';
import type { WorkloadDeclaration } from '../../platform/workload/declaration/workload.ts';
import { tell } from '../../scripts/command-line/tell.ts';
import { synth } from '../../scripts/synth/synth.ts';
import { groundContext } from '../render-product.ts';
import { temporaryFolder } from '../synth/fixture/folders.ts';

/**
 * What the command prints for units that have mistakes. It has to refuse them for people: exit code 1, nothing
 * written, no stack.
 */
export function refusedUnits(units: readonly Unit[], fleet: Fleet, mistakes: readonly string[] = []): string {
  const printed: string[] = [];
  const spies = (['log', 'warn', 'error'] as const).map((method) =>
    vi.spyOn(console, method).mockImplementation((text: unknown) => void printed.push(String(text))),
  );
  const out = join(temporaryFolder(), 'dist');
  try {
    const code = exitCodeOf(() => {
      synth({ fleet, units, mistakes, out, cache: { directory: temporaryFolder(), code: () => 'code' } });
    });
    const text = printed.join('\n');
    expect({ code, written: existsSync(out) }, text).toEqual({ code: 1, written: false });
    expect(text).not.toMatch(
      /^ +at |Cannot (?:read|destructure)|is not a function|undefined|\[object|--stack/m,
    );
    return text;
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

function exitCodeOf(work: () => void): 0 | 1 | 2 | 130 {
  try {
    work();
    return 0;
  } catch (error) {
    return tell(error, false);
  }
}

/** The same for workloads of a product on a cluster that has everything that they may call. */
export function refusedWorkloads(...workloads: readonly WorkloadDeclaration[]): string {
  const { units, fleet } = groundContext({ workloads });
  return refusedUnits(units, fleet);
}

/** The same for a product. */
export function refusedProduct(declaration: Parameters<typeof product>[0]): string {
  const { fleet } = groundContext({ workloads: [] });
  return refusedUnits(product(declaration), fleet);
}
