import type { Unit } from '../../platform/unit/unit.ts';
import type { Patch } from '../../platform/workload/declaration/patch.ts';
import type { Generator } from '../documents/document.ts';
import { everyUnit } from '../synth/units.ts';

/** The page that lists the patches of all workloads: whoever reviews one sees it beside the others. */
export const patchPage: Generator = ({ fleet, clusters }) => {
  if (clusters !== undefined) return { documents: [], wrong: [] };
  return { documents: [{ path: 'docs/patches.md', text: patchesOf(everyUnit(fleet)) }], wrong: [] };
};

const HEAD = `# Patches

What workloads change of their rendered objects because their declaration has no field for it. Written by
\`npm run synth\` from \`patches\` of the workloads in \`apps/\`; none of them can loosen security. How to write one, and what
none may change: [architecture](architecture.md#patches).
`;

/** The text of the page, sorted by product and workload. */
export function patchesOf(units: readonly Unit[]): string {
  const sections = units
    .flatMap(({ workloads = [] }) => workloads)
    .flatMap(({ product, declaration: { name, patches = [] } }) =>
      patches.length === 0 ? [] : [{ title: `${product}: ${name}`, patches }],
    )
    .toSorted((one, other) => (one.title < other.title ? -1 : 1))
    .map(({ title, patches }) => `## ${title}\n\n${patches.map(entryOf).join('\n')}`);
  return [HEAD, ...(sections.length === 0 ? ['No workload has one.\n'] : sections)].join('\n');
}

function entryOf({ kind, clusters, reason, steps }: Patch): string {
  const where = clusters === undefined ? 'wherever it runs' : `on ${clusters.join(', ')}`;
  const lines = steps.map((step) => JSON.stringify(step)).join('\n');
  return `Its ${kind}, ${where}: ${reason}\n\n\`\`\`json\n${lines}\n\`\`\`\n`;
}
