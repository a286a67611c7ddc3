import { type Document, isMap, isScalar, parseDocument } from 'yaml';
import type { Unit } from '../../../platform/unit/unit.ts';
import { imagesOf } from '../../synth/image-use.ts';

/** The images that a cluster like another one runs: those of the platform, and of the products that come along. */
export function imagesLike(
  like: string,
  products: readonly string[],
  units: readonly Unit[],
): ReadonlySet<string> {
  const there = units.filter(
    ({ clusters, project }) => clusters.includes(like) && [...products, 'platform'].includes(project),
  );
  // A workload that names its clusters does not name a new one.
  const coming = there.filter(({ workloads = [] }) =>
    workloads.every(({ declaration }) => declaration.clusters === undefined),
  );
  return new Set(coming.flatMap(imagesOf));
}

/** The text of `images.yaml` with these images alone, each with the build that everybody gets. */
export function buildsText(text: string, images: ReadonlySet<string>): string {
  const document: Document = parseDocument(text);
  const { contents } = document;
  if (!isMap(contents)) return '{}\n';
  for (const { key } of [...contents.items]) {
    const name = String(isScalar(key) ? key.value : key);
    if (!images.has(name)) contents.delete(key);
    else if (document.hasIn([name, 'canary'])) document.deleteIn([name, 'canary']);
  }
  return contents.items.length === 0 ? '{}\n' : document.toString({ lineWidth: 0 });
}
