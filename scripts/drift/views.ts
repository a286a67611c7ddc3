import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { nearestName } from '../../clusters/nearest-name.ts';
import { ARGOCD_NAMESPACE } from '../../platform/components/argocd/address.ts';
import { UnusableInput } from '../cluster-model/input/unusable-input.ts';
import { isFolder } from '../command-line/folders.ts';
import { messageOf } from '../command-line/tell.ts';
import { type Ended, runNow } from '../programs/run.ts';
import type { Application } from './application.ts';
import type { DeclaredHub } from './declared.ts';
import type { View } from './drift.ts';
import { readHub } from './hub.ts';

type Hubs = ReadonlyMap<string, DeclaredHub>;

/** Of which hubs, and where what they have is written. */
interface Asked {
  readonly hubs: readonly string[];
  /** Files, or folders of them; `-` is what comes in. Left out: each hub is asked. */
  readonly files: readonly string[] | undefined;
  /** Hubs of which a folder should have a file. */
  readonly expected?: readonly string[];
}

/** What hubs have, and why some do not say it. */
export interface Answers {
  readonly views: readonly View[];
  readonly silent: readonly string[];
}

/** @throws UnusableInput for what cannot be read, or is no hub */
export function viewsOf({ hubs: names, files, expected = [] }: Asked, hubs: Hubs): Answers {
  for (const name of names) assertHub(name, hubs);
  if (files !== undefined) {
    const views = readViews(names, files, hubs);
    const all = files.some(isFolder) ? expected : [];
    const absent = all.filter((hub) => views.every((view) => view.hub !== hub));
    return { views, silent: absent.map((hub) => `The hub ${hub} has not answered: there is no file of it.`) };
  }
  const views: View[] = [];
  const silent: string[] = [];
  for (const hub of names.length === 0 ? [...hubs.keys()].sort() : names) {
    const { status, stdout, stderr } = ask(hub);
    if (status === 0) views.push({ hub, ...readHub(stdout, `the hub ${hub}`) });
    else silent.push(`The hub ${hub} does not answer: ${stderr.trim()}`);
  }
  return { views, silent };
}

function readViews(names: readonly string[], files: readonly string[], hubs: Hubs): readonly View[] {
  if (names.length > 0 && names.length !== files.length) {
    throw new UnusableInput(
      `Found ${files.length} files and ${names.length} hubs. Name a hub for each file, in their order, or none.`,
    );
  }
  return filesIn(files).map((file, index) => {
    const from = file === '-' ? 'standard input' : file;
    const printed = readHub(textOf(file, from), from);
    const title = basename(file, '.json');
    const named = names[index] ?? (hubs.has(title) ? title : undefined);
    return { hub: named ?? hubOf(printed.applications, hubs, from), ...printed };
  });
}

function assertHub(name: string, hubs: Hubs): void {
  if (hubs.has(name)) return;
  const owner = [...hubs.values()].find(({ clusters }) => clusters.includes(name));
  if (owner !== undefined) {
    throw new UnusableInput(`${name} has no Argo CD of its own: its hub is ${owner.name}. Name that one.`);
  }
  const near = nearestName(name, [...hubs.keys()]);
  const hint = near === undefined ? '' : ` Did you mean ${near}?`;
  throw new UnusableInput(`${name} is no hub.${hint} Hubs are ${[...hubs.keys()].sort().join(', ')}.`);
}

function filesIn(paths: readonly string[]): readonly string[] {
  return paths.flatMap((path) =>
    isFolder(path)
      ? readdirSync(path)
          .filter((name) => name.endsWith('.json'))
          .sort()
          .map((name) => join(path, name))
      : [path],
  );
}

function textOf(file: string, from: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    throw new UnusableInput(`${from} cannot be read: ${messageOf(error)}`);
  }
}

/** The hub that the roots among them are on. */
function hubOf(applications: readonly Application[], hubs: Hubs, from: string): string {
  const named = new Set<string>();
  for (const [name, { clusters }] of hubs) {
    const isRoot = ({ metadata, spec }: Application) =>
      clusters.includes(metadata.name) && spec.destination.name === name;
    if (applications.some(isRoot)) named.add(name);
  }
  const [only, second] = named;
  if (only !== undefined && second === undefined) return only;
  const found = only === undefined ? 'no root Application' : `the roots of ${[...named].join(' and ')}`;
  throw new UnusableInput(
    `${from} has ${found}, so nobody knows of which hub it is. Name the hub: npx fleet drift HUB --applications ${from === 'standard input' ? '-' : from}.`,
  );
}

/** Asks the hub, by the context of its name. */
function ask(hub: string): Ended {
  const args = ['--context', hub, '--namespace', ARGOCD_NAMESPACE, '--request-timeout=60s'];
  const wanted = ['applications', 'applicationsets', 'appprojects'].map((each) => `${each}.argoproj.io`);
  // Who has changed what is left out otherwise.
  const shown = ['--show-managed-fields', '--output', 'json'];
  return runNow('kubectl', [...args, 'get', wanted.join(','), ...shown], {
    missing: 'Install kubectl, or give what it prints elsewhere with --applications.',
  });
}
