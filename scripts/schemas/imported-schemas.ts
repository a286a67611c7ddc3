import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The directory of all generated packages and schemas. */
export const IMPORTS = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), 'imports');

/** Kubernetes versions whose core kinds have schemas, such as `['1.29', '1.34']`, oldest first. */
export function kubernetesVersions(imports = IMPORTS): string[] {
  return readdirSync(join(imports, 'kubernetes', 'schemas')).sort((a, b) => minor(a) - minor(b));
}

/**
 * Directories that hold the schemas for one Kubernetes version: the core kinds first, then each bundle.
 * @throws Error when no schemas of that version are imported
 */
export function schemaDirectories(kubernetesVersion: string, imports = IMPORTS): string[] {
  const core = join(imports, 'kubernetes', 'schemas', kubernetesVersion);
  if (!existsSync(core)) {
    throw new Error(
      `imports/ has no schemas of Kubernetes ${kubernetesVersion}, only of ${kubernetesVersions(imports).join(', ')}. ` +
        'Add the version to imports/sources.yaml and run npm run import.',
    );
  }
  const bundles = readdirSync(imports)
    .sort()
    .filter((name) => name !== 'kubernetes')
    .map((name) => join(imports, name, 'schemas'))
    .filter((directory) => existsSync(directory));
  return [core, ...bundles];
}

function minor(version: string): number {
  return Number(version.split('.')[1]);
}
