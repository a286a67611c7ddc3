import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cluster, Fleet } from '../../clusters/index.ts';
import { VALUES_FOLDER } from '../../clusters/layout.ts';
import { controlPlanesOf, labelledRevision, startedRevision } from '../../platform/kit/proxy-revision.ts';

type Mesh = NonNullable<Cluster['mesh']>;

/** What the output folder says of a cluster: the state before the change. */
interface Before {
  /** The control planes that stand. */
  readonly stand: readonly string[];
  /** Namespaces with proxies, with the control plane of their label. */
  readonly labels: ReadonlyMap<string, string>;
  /** Control planes for which pods were last made anew. */
  readonly started: ReadonlySet<string>;
}

/**
 * Steps of an upgrade of Istio that would cut proxies off: each state of a cluster may be right, and the change from the one in
 * the output folder not. A folder without the cluster allows everything.
 */
export function skippedSteps(fleet: Fleet, out: string): readonly string[] {
  return fleet.clusters.flatMap(({ name, mesh }) => {
    const before = stateIn(out, name);
    if (mesh === undefined || before.stand.length === 0) return [];
    return [...labelMistakes(before, mesh), ...removals(before, mesh)].map(
      (mistake) =>
        `clusters/${name}/cluster.yaml: mesh: found ${mistake} (docs/mesh.md, "Upgrade Istio"). The state before is that of dist/: where it is older than that of the branch that you merged, take dist/ from there.`,
    );
  });
}

function labelMistakes({ stand, labels }: Before, mesh: Mesh): readonly string[] {
  return [...labels].flatMap(([namespace, label]) => {
    const next = labelledRevision(namespace, mesh);
    if (next === label) return [];
    if (!stand.includes(next)) {
      return `${namespace} on ${next}, which does not stand yet, expected a change before that only adds ${next} to controlPlanes`;
    }
    return startedRevision(namespace, mesh) === next
      ? `the label of ${namespace} on ${next} with no restart to follow, expected a change of restarted of its own after it: pods that were made before it keep their proxy`
      : [];
  });
}

function removals({ stand, labels, started }: Before, mesh: Mesh): readonly string[] {
  const gone = stand.filter((revision) => !controlPlanesOf({ mesh }).includes(revision));
  return gone.flatMap((revision) => {
    const on = [...labels].filter(([, label]) => label === revision).map(([namespace]) => namespace);
    if (on.length > 0)
      return `no control plane ${revision}, which ${on.join(', ')} had, expected changes before that move them`;
    return started.has(revision)
      ? `no control plane ${revision}, for which pods were last made anew, expected a change before that restarts them`
      : [];
  });
}

function stateIn(out: string, cluster: string): Before {
  const values = textsIn(join(out, VALUES_FOLDER, cluster));
  const ofControlPlanes = [...values].filter(([file]) => /^istiod(-[\d-]+)?\.yaml$/.test(file));
  const stand = ofControlPlanes.flatMap(([, text]) => /^revision: (\S+)$/m.exec(text)?.[1] ?? []);
  const namespaces = textsIn(join(out, cluster, 'namespaces/_cluster'));
  const labels = [...namespaces].flatMap(([file, text]): [string, string][] => {
    const [, namespace] = /^namespace-(.+)\.yaml$/.exec(file) ?? [];
    const [, label] = /^ +istio\.io\/rev: (\S+)$/m.exec(text) ?? [];
    return namespace === undefined || label === undefined ? [] : [[namespace, label]];
  });
  const others = [...values].filter(([file]) => !file.startsWith('istiod')).map(([, text]) => text);
  const pods = [...textsIn(join(out, cluster), /(^|\/)(deployment|statefulset|daemonset)-[^/]+$/).values()];
  const started = [...others, ...pods].flatMap((text) =>
    [...text.matchAll(/^(?:revision| +fleet\.example\.com\/proxy-revision): (\S+)$/gm)].map(
      ([, one = '']) => one,
    ),
  );
  return { stand, labels: new Map(labels), started: new Set(started) };
}

/** The files of a folder with their text. */
function textsIn(folder: string, names?: RegExp): ReadonlyMap<string, string> {
  if (!existsSync(folder)) return new Map();
  const files = readdirSync(folder, { recursive: names !== undefined, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml') && (names === undefined || names.test(file)))
    .sort();
  return new Map(files.map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
}
