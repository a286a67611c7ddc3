import { checksPage } from '../check/documents.ts';
import { terraformSchema } from '../contract/documents.ts';
import { environmentExamples } from '../env-examples/documents.ts';
import { patchPage } from '../patches/documents.ts';
import { requirementPages } from '../rows/documents.ts';
import type { Document, Generated, Generator, Sources } from './document.ts';

/** Everything that is written besides `dist/`, and by whom. */
const generators: readonly Generator[] = [
  terraformSchema,
  environmentExamples,
  patchPage,
  checksPage,
  requirementPages,
];

/** Makes every document, or those of some clusters alone. */
export function generate(sources: Sources): Generated {
  const documents: Document[] = [];
  const wrong: string[] = [];
  for (const generator of generators) {
    // A later one may speak of what an earlier one writes.
    const made = generator({ ...sources, files: sources.files.with(documents) });
    documents.push(...made.documents);
    wrong.push(...made.wrong);
  }
  return { documents, wrong };
}
