import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Mistake } from '../command-line/mistake.ts';
import { run } from '../programs/run.ts';
import { withLinearCopies } from './fast-manifest.ts';
import type { Resource } from './trim-crd.ts';
import { typeDefinition } from './type-schema.ts';

const HEADER =
  "import { ApiObject, ApiObjectMetadata, GroupVersionKind } from 'cdk8s';\nimport { Construct } from 'constructs';\n";
const EXPORT = /^export (?:class|interface|enum) (\w+)/gm;

/**
 * TypeScript source of a bundle's classes, as `cdk8s import` writes it.
 *
 * All bundles go through one run of the tool, because starting it takes longer than its work.
 * @returns by bundle
 */
export async function generateClasses(
  bundles: ReadonlyMap<string, readonly Resource[]>,
): Promise<Map<string, string>> {
  const directory = await mkdtemp(join(tmpdir(), 'import-'));
  try {
    const definitions = [...bundles.values()]
      .flat()
      .map((resource) => JSON.stringify(typeDefinition(resource)));
    const crds = join(directory, 'crds.yaml');
    await writeFile(crds, definitions.join('\n---\n'));
    await runCdk8sImport(crds, directory);
    const sources = new Map<string, string>();
    for (const [name, resources] of bundles) {
      const groups = [...new Set(resources.map((resource) => resource.group))].sort();
      const texts = await Promise.all(
        groups.map((group) => readFile(join(directory, `${group}.ts`), 'utf8')),
      );
      sources.set(name, HEADER + withLinearCopies(texts.map(withoutHeader).join('\n')));
    }
    for (const [name, source] of sources) refuseEqualNames(name, source);
    return sources;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function runCdk8sImport(crds: string, directory: string): Promise<void> {
  const manifest = createRequire(import.meta.url).resolve('cdk8s-cli/package.json');
  const program = join(dirname(manifest), 'bin', 'cdk8s');
  const options = ['--language', 'typescript', '--output', directory, '--no-save', '--check-upgrade=false'];
  const { status, stdout, stderr } = await run(process.execPath, [program, 'import', crds, ...options], {
    folder: directory,
    // It sorts by the locale.
    environment: { LC_ALL: 'C', CI: '1' },
  });
  if (status !== 0) throw new Mistake(`cdk8s import failed:\n${stderr.trim() || stdout.trim()}`);
}

function withoutHeader(text: string): string {
  return text.replace(/^import .*\n/gm, '');
}

/** TypeScript would merge two interfaces of one name without a word. */
function refuseEqualNames(bundle: string, source: string): void {
  const seen = new Set<string>();
  for (const [, name = ''] of source.matchAll(EXPORT)) {
    if (seen.has(name)) throw new Mistake(`bundles.${bundle}: two of its kinds make a type called ${name}`);
    seen.add(name);
  }
}
