import { istioVersions } from '../../../clusters/istio-versions.ts';
import { snippet } from '../document.ts';
import type { Repository } from '../repository.ts';
import type { Scenario } from '../scenario.ts';

const LIST = 'clusters/istio-versions.ts';
const CLUSTER = 'clusters/prod-eu/cluster.yaml';

const newest = istioVersions.at(-1) ?? '';
const next = Number(newest.split('.')[1]) + 1;

/**
 * A state of an upgrade to the next minor, on one cluster of a mesh over two (docs/mesh.md).
 *
 * @param lines of the mesh in place of its revision, which is given
 */
function state(
  name: string,
  purpose: string,
  lines: (from: string, to: string, repository: Repository) => readonly string[],
): Scenario {
  return {
    name,
    purpose,
    touches: [LIST, CLUSTER],
    change: (repository) => {
      repository.replace(LIST, `'${newest}'`, `'${newest}', '1.${next}.0'`);
      const [, from = ''] = /^ {2}revision: (\S+)$/m.exec(repository.read(CLUSTER)) ?? [];
      const text = lines(from, `1-${next}`, repository).map((line) => `  ${line}\n`);
      repository.replace(CLUSTER, `  revision: ${from}\n`, text.join(''));
    },
  };
}

/** The block of the document, with the control planes of today. */
function documented(from: string, to: string, repository: Repository): readonly string[] {
  const { text } = snippet(repository.read('docs/mesh.md'), 'Upgrade Istio', 'yaml');
  const [old = '', young = ''] = /controlPlanes: \[(\S+), (\S+)\]/.exec(text)?.slice(1) ?? [];
  return text
    .replaceAll(young, to)
    .replaceAll(old, from)
    .split('\n')
    .flatMap((line) => (line.startsWith('  ') ? [line.slice(2)] : []));
}

export const istioUpgrade: readonly Scenario[] = [
  state('istio-begin', 'a second control plane of Istio beside the first', (from, to) => [
    `revision: ${from}`,
    `controlPlanes: [${from}, ${to}]`,
  ]),
  state('istio-move', 'a namespace that has moved to it, and one that is on its way', documented),
  state('istio-finish', 'the second control plane alone', (_, to) => [`revision: ${to}`]),
];
