import type { SynthRequest } from '../synth/cluster-plan.ts';
import { compare, partsOf } from '../synth/synth.ts';

/** What in the output folder is not what was rendered: other texts, missing files, and those that nobody rendered. */
export function staleFiles(request: SynthRequest): readonly string[] {
  return partsOf(compare(request)).flatMap(({ changed, added, stale, foreign }) =>
    [...changed, ...added, ...stale, ...foreign.map(({ path }) => path)].map((path) => `dist/${path}`),
  );
}
