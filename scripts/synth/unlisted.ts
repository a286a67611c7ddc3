import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { allDeclared, type Declared, reportOf } from '../../platform/kit/declaration/registry.ts';
import type { Unit } from '../../platform/unit/unit.ts';

/** What is declared but rendered nowhere, because it is in no list: it would be missed only once somebody needs it. */
export function unlisted(units: readonly Unit[], root: string): readonly string[] {
  return [...unlistedDeclarations(units), ...unlistedFiles(root)];
}

/** Declarations of imported files; a copy under the same name counts as the declaration itself. */
function unlistedDeclarations(units: readonly Unit[]): readonly string[] {
  const workloads = new Set(
    units.flatMap((unit) => unit.workloads ?? []).map(({ declaration }) => declaration.name),
  );
  const names = new Set(units.flatMap(({ name, project }) => [name, project]));
  return allDeclared().flatMap((declared) => {
    const { kind, name, callSite } = declared;
    const listed =
      kind === 'product' || kind === 'component'
        ? name === undefined || names.has(name)
        : name === undefined || workloads.has(name);
    if (listed) return [];
    // Worked out for what is not listed only. Tests declare things too.
    const place = callSite();
    if (!/^(?:apps|platform)\//.test(place)) return [];
    return [`${place}: ${kind} ${name}: ${listFor(declared, place)}`, ...reportOf(declared)];
  });
}

function listFor({ kind, name }: Declared, place: string): string {
  if (kind === 'component') {
    return 'found a component that no list has, expected it in platform/components/index.ts, which renders it. Add it there, or remove it.';
  }
  if (kind === 'product') {
    return 'found a product that no list has, expected it in `apps` of apps/index.ts, which renders it. Add it there, or remove it.';
  }
  const [folder = '', product = ''] = place.split('/');
  return `found a ${kind} that no product lists, expected it in \`workloads\` of a product such as that in ${folder}/${product}/. Add it there, or remove ${name}.`;
}

/** Files that nobody imports: what they declare is not even known. */
function unlistedFiles(root: string): readonly string[] {
  const reached = reachedFrom(root, ['apps/index.ts', 'platform/index.ts']);
  const apps = filesIn(root, 'apps').filter((file) => !reached.has(file));
  const components = filesIn(root, 'platform').filter(
    (file) => !reached.has(file) && /\bcomponent\(|:\s*(?:Platform)?Component\s*=/.test(read(root, file)),
  );
  return [
    ...apps.map(
      (file) =>
        `${file}:1: found a file that nothing imports which apps/index.ts leads to, so nothing of it is rendered. ${listed(file)}, or remove the file.`,
    ),
    ...components.map(
      (file) =>
        `${file}:1: found a component in a file that nothing imports which platform/index.ts leads to, so nothing of it is rendered. Add the component to platform/components/index.ts, or remove the file.`,
    ),
  ];
}

function listed(file: string): string {
  const [, product = ''] = file.split('/');
  return file.split('/').length > 2
    ? `Add what it declares to \`workloads\` of the product in apps/${product}/`
    : 'Add what it declares to apps/index.ts';
}

const IMPORT = /\b(?:from|import)\s*\(?\s*['"](\.{1,2}\/[^'"]+)['"]/g;
const COMMENT = /\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm;

/** The files of the repository that are imported by these, directly or not. */
function reachedFrom(root: string, entries: readonly string[]): ReadonlySet<string> {
  const reached = new Set<string>();
  const waiting = [...entries];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (reached.has(file)) continue;
    reached.add(file);
    for (const [, path = ''] of read(root, file).replace(COMMENT, '').matchAll(IMPORT)) {
      if (path.endsWith('.ts')) waiting.push(relative(root, join(root, dirname(file), path)));
    }
  }
  return reached;
}

function read(root: string, file: string): string {
  try {
    return readFileSync(join(root, file), 'utf8');
  } catch {
    // What cannot be read was not imported either: the program would not have begun.
    return '';
  }
}

function filesIn(root: string, folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();
}
