import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { load } from 'js-yaml';
import { expect, it } from 'vitest';
import { loadFleet } from '../../clusters/index.ts';
import { Schemas } from '../../scripts/schemas/schemas.ts';

const DIST = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), 'dist');
it.each(loadFleet().clusters.map(({ name, kubernetesVersion }) => ({ name, kubernetesVersion })))(
  'everything rendered for $name is what its Kubernetes $kubernetesVersion accepts, nothing dropped',
  ({ name, kubernetesVersion }) => {
    const manifests = manifestsOf(name).map((file) => ({ file, object: load(readFileSync(file, 'utf8')) }));
    expect(manifests, 'nothing is rendered: run npm run synth').not.toEqual([]);
    const schemas = schemasOf(kubernetesVersion);
    for (const { object } of manifests) schemas.learn(object);
    const violations = manifests.flatMap(({ file, object }) =>
      schemas.check(object).map(({ path, message }) => `${relative(DIST, file)}: ${path} ${message}`),
    );
    expect(violations).toEqual([]);
  },
);

const compiled = new Map<string, Schemas>();

/** One for all clusters of a version: compiling the schemas takes longer than using them. */
function schemasOf(version: string): Schemas {
  const schemas = compiled.get(version) ?? new Schemas(version);
  compiled.set(version, schemas);
  return schemas;
}

function manifestsOf(cluster: string): string[] {
  const directory = join(DIST, cluster);
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.yaml'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
