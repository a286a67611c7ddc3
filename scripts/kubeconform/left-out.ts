import { join } from 'node:path';
import { readSources } from '../import/sources.ts';
import { IMPORTS } from '../schemas/imported-schemas.ts';

/**
 * What to add to a message about an unknown field, where the import keeps only some fields of the kind at that place:
 * the field may be right, and only unknown here. Empty elsewhere.
 *
 * @param path of the map that has the field, such as `['spec']`
 */
export function leftOutHint(
  kind: string,
  path: readonly string[],
  { bundles } = readSources(join(IMPORTS, 'sources.yaml')),
): string {
  const place = path
    .map((step) => (/^\d+$/.test(step) ? '[]' : step))
    .join('.')
    .replaceAll('.[]', '[]');
  for (const [bundle, { only }] of Object.entries(bundles)) {
    const kept = only[kind]?.[place];
    if (kept === undefined) continue;
    return ` (imports/sources.yaml keeps only ${kept.join(', ')} of ${place}: if ${kind} has this field, add it to bundles.${bundle}.only and run npm run import)`;
  }
  return '';
}
