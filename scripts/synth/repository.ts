import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { oldInventories } from '../charts/inventory/old.ts';
import type { Tools } from '../command-line/command.ts';
import type { Generated, Sources } from '../documents/document.ts';
import { RenderedFiles } from '../documents/files.ts';
import { type Options, type Rendered, render } from './command.ts';
import { skippedSteps } from './control-plane-steps.ts';
import { codeDigest, sourcesDigest } from './digest.ts';
import { remember } from './documents.ts';
import type { Places } from './main.ts';
import { everyUnit, fleetMistakes, loadDeclaredFleet } from './units.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));

const generator = z.object({
  generate: z.custom<(sources: Sources) => Generated>((value) => typeof value === 'function'),
});

let digest: string | undefined;
function code(): string {
  digest ??= codeDigest(repository);
  return digest;
}

/** Renders this repository's fleet; returns the exit code as {@link render} does. */
export function renderRepository(options: Options, { load }: Tools, places: Places): Promise<0 | 1> {
  const { dist, cache, worker, survey } = places;
  return render(options, {
    loadFleet: loadDeclaredFleet,
    units: everyUnit,
    mistakes: fleetMistakes,
    steps: skippedSteps,
    repository,
    out: dist,
    cache: { directory: cache, code, survey },
    worker,
    inventories: ({ clusters }) => oldInventories(dist, { ...(clusters && { clusters }) }),
    documents: { generate: (rendered) => documents(rendered, cache, load) },
  });
}

async function documents(rendered: Rendered, cache: string, load: Tools['load']): Promise<Generated> {
  const { fleet, clusters, cached } = rendered;
  const make = async () => {
    const changed = [...rendered.changed].map(([path, text]): [string, string] => [`dist/${path}`, text]);
    const superfluous = rendered.superfluous.map((path) => `dist/${path}`);
    const files = new RenderedFiles(repository, new Map(changed), new Set(superfluous));
    // Only loaded when something has changed: the lists of requirements are long.
    const { generate } = generator.parse(await load('scripts/documents/generate.ts'));
    return generate({ fleet, files, ...(clusters && { clusters }) });
  };
  if (!cached || clusters !== undefined) return make();
  return remember(join(cache, 'documents.json'), (but) => sourcesDigest(repository, code(), but), make);
}
