import { istioVersions } from '../../../clusters/istio-versions.ts';
import { snippet } from '../document.ts';
import { pinChart } from '../edits.ts';
import type { Repository } from '../repository.ts';
import type { Scenario } from '../scenario.ts';

const CLUSTER = 'clusters/prod-eu/cluster.yaml';

/** The charts of a release of Istio. */
const CHARTS = ['base', 'cni', 'gateway', 'istiod'];

const newest = istioVersions.at(-1) ?? '';
const next = Number(newest.split('.')[1]) + 1;

type Lines = (from: string, to: string, repository: Repository) => readonly string[];

/**
 * A state of an upgrade to the next minor, on one cluster of a mesh over two (docs/mesh.md).
 *
 * @param states lines of the mesh in place of its revision, for each change on the way there
 */
function state(name: string, purpose: string, ...states: readonly Lines[]): Scenario {
  return {
    name,
    purpose,
    touches: ['charts/pins.yaml', CLUSTER],
    change: (repository) => {
      for (const chart of CHARTS) pinChart(repository, chart, `1.${next}.0`, '--beside');
      const [, from = ''] = /^ {2}revision: (\S+)$/m.exec(repository.read(CLUSTER)) ?? [];
      const before = repository.read(CLUSTER);
      for (const [index, lines] of states.entries()) {
        const text = lines(from, `1-${next}`, repository).map((line) => `  ${line}\n`);
        repository.write(CLUSTER, before.replace(`  revision: ${from}\n`, text.join('')));
        // Each is a change of its own, with what is rendered of it.
        if (index < states.length - 1) repository.run('npm run synth');
      }
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

const begun = (from: string, to: string) => [`revision: ${from}`, `controlPlanes: [${from}, ${to}]`];

const moving =
  (labelled: string, restarted: string): Lines =>
  (from, to) => [...begun(from, to), `moving: { labelled: [${labelled}], restarted: [${restarted}] }`];

export const istioUpgrade: readonly Scenario[] = [
  state('istio-begin', 'a second control plane of Istio beside the first', begun),
  state(
    'istio-move',
    'a namespace that has moved to it, and one that is on its way',
    begun,
    moving('istio-system', ''),
    documented,
  ),
  state(
    'istio-finish',
    'the second control plane alone',
    begun,
    moving('istio-system, prod', ''),
    moving('istio-system, prod', 'istio-system, prod'),
    (_, to) => [`revision: ${to}`],
  ),
];
