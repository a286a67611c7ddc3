import { isMap, isScalar, isSeq, parseDocument } from 'yaml';
import { Mistake } from '../command-line/mistake.ts';
import type { Repository } from './repository.ts';

/** Takes the import and the entries of a declaration out of a list, as deleted lines of a user. */
export function takeOutOfList(repository: Repository, file: string, variable: string): void {
  repository.replace(file, new RegExp(`^import \\{[^}]*\\b${variable}\\b[^}]*\\} from .*\\n`, 'm'), '');
  repository.replace(file, new RegExp(`(\\.\\.\\.)?\\b${variable}\\b,?\\s?`), '');
}

/** Takes the block of an image out of `images.yaml` of every cluster that has it. */
export function takeOutImages(repository: Repository, image: string): void {
  for (const cluster of clustersIn(repository)) {
    const file = `clusters/${cluster}/images.yaml`;
    const document = parseDocument(repository.read(file));
    if (!document.has(image)) continue;
    document.delete(image);
    repository.write(file, String(document));
  }
}

/** Writes an entry of what left for good. */
export function retire(
  repository: Repository,
  kind: 'cluster' | 'product' | 'component' | 'service',
  name: string,
): void {
  const file = 'requirements/retired.yaml';
  const entry = `- name: ${name}\n  kind: ${kind}\n  reason: It was given up for a proof.\n  owner: platform\n`;
  const text = repository.exists(file) ? repository.read(file).replace(/^\[\]\n/m, '') : '';
  repository.write(file, `${text}${entry}`);
}

/**
 * Takes a cluster out of every list that names it, in `apps/` and in the contract of the others, and its folder.
 *
 * @param instead the hub of those that it managed
 */
export function takeOutCluster(repository: Repository, name: string, instead: string): void {
  const { output } = repository.run(`git grep -l "'${name}'" -- apps`);
  for (const file of output.trim().split('\n')) {
    const text = repository.read(file);
    const without = text
      .replaceAll(new RegExp(`^ *\\{ cluster: '${name}',.*\\},\\n`, 'gm'), '')
      .replaceAll(new RegExp(`'${name}', |, '${name}'|'${name}'`, 'g'), '');
    repository.write(file, without);
  }
  const owners = repository.read('.github/CODEOWNERS');
  repository.write('.github/CODEOWNERS', owners.replaceAll(new RegExp(`^/clusters/${name}/.*\\n`, 'gm'), ''));
  const trustDomain = /trustDomain: (\S+)/.exec(repository.read(`clusters/${name}/cluster.yaml`))?.[1];
  repository.delete(`clusters/${name}`);
  for (const cluster of clustersIn(repository)) {
    const file = `clusters/${cluster}/cluster.yaml`;
    forget(repository, file, name, trustDomain);
    const text = repository.read(file);
    repository.write(file, text.replace(`hub: ${name}\n`, `hub: ${instead}\n`));
  }
}

/** Takes a name out of the lists of a cluster's contract; a list without entries goes as well. */
function forget(repository: Repository, file: string, name: string, trustDomain: string | undefined): void {
  const before = repository.read(file);
  const document = parseDocument(before);
  for (const path of [['linkedTo'], ['takesOver'], ['mesh', 'trustDomainAliases']]) {
    const list = document.getIn(path);
    if (!isSeq(list)) continue;
    list.items = list.items.filter((item) => {
      if (isScalar(item)) return item.value !== name && item.value !== trustDomain;
      return !(isMap(item) && item.items.some(({ value }) => isScalar(value) && value.value === name));
    });
    if (list.items.length === 0) document.deleteIn(path);
  }
  const after = String(document);
  if (after !== String(parseDocument(before))) repository.write(file, after);
}

/**
 * Rewrites the pages whose commands name a cluster that is gone: a section about it goes, a row of a table too, an
 * example takes another one, and a workflow delivers to production alone.
 *
 * @param instead a cluster with the same objects
 */
export function rewritePages(repository: Repository, name: string, instead: string): void {
  for (const file of repository.list('docs').filter((each) => each.endsWith('.md'))) {
    const path = `docs/${file}`;
    const text = repository.read(path);
    if (!text.includes(name) || path === 'docs/platform.md' || path === 'docs/triptrip.md') continue;
    const sections = text
      .replaceAll(new RegExp(`^ *staging: ${name}\\n`, 'gm'), '')
      .replaceAll(new RegExp(`^\\|.*\\b${name}\\b.*\\n`, 'gm'), '')
      .split(/^(?=#{2,} )/m)
      .filter((section) => !section.split('\n', 1)[0]?.includes(name));
    repository.write(path, sections.join('').replaceAll(new RegExp(`\\b${name}\\b(?!-)`, 'g'), instead));
  }
}

function clustersIn(repository: Repository): readonly string[] {
  const names = repository
    .list('clusters')
    .filter((name) => repository.exists(`clusters/${name}/cluster.yaml`));
  if (names.length === 0) throw new Mistake('there is no cluster at all');
  return names;
}
