import type { Problem } from './contract-error.ts';
import { isMissing } from './document.ts';
import type { ClusterDraft } from './load-cluster.ts';
import { didYouMean } from './nearest-name.ts';

/**
 * What must hold for names that one cluster serves for another; otherwise, on the day that DNS moves, nobody answers: a
 * load balancer without their certificate refuses every connection.
 */
export function checkTakeovers(drafts: readonly ClusterDraft[]): Problem[] {
  return drafts.flatMap((draft) =>
    (draft.choices.takesOver ?? []).flatMap((takeover, index) => [
      ...checkOther(draft, takeover.cluster, ['takesOver', index, 'cluster'], drafts),
      ...checkTwice(draft, index),
      ...checkCertificate(draft, takeover.cluster),
    ]),
  );
}

function checkOther(
  { folder, choices, choicesFile }: ClusterDraft,
  name: string,
  path: (string | number)[],
  drafts: readonly ClusterDraft[],
): Problem[] {
  if (name === folder) {
    return [choicesFile.problem(path, `found ${name}, the cluster itself, expected another cluster`)];
  }
  const other = drafts.find((draft) => draft.folder === name);
  if (other === undefined) {
    const names = drafts.map((draft) => draft.folder);
    const hint = didYouMean(name, names);
    return [
      choicesFile.problem(path, `found ${name}, expected one of the clusters ${names.join(', ')}${hint}`),
    ];
  }
  const [own, others] = [choices.environment, other.choices.environment];
  if (own === undefined || others === undefined || own === others) return [];
  return [
    choicesFile.problem(
      path,
      `found ${name} of the environment ${others}, expected a cluster of the environment ${own}: its users would get data that is not theirs`,
    ),
  ];
}

/** One entry per cluster and one place per host, so that a reader finds what is taken over. */
function checkTwice({ choices, choicesFile }: ClusterDraft, index: number): Problem[] {
  const all = choices.takesOver ?? [];
  const { cluster, hosts } = all[index] ?? { cluster: '', hosts: [] };
  const first = all.findIndex((other) => other.cluster === cluster);
  if (first < index) {
    return [
      choicesFile.problem(
        ['takesOver', index, 'cluster'],
        `found ${cluster} again, expected one entry for it: add the hosts to the first`,
      ),
    ];
  }
  return hosts.flatMap((host, place) =>
    hosts.indexOf(host) === place
      ? []
      : choicesFile.problem(['takesOver', index, 'hosts', place], `found ${host} again, expected it once`),
  );
}

function checkCertificate({ folder, outputs, outputsFile }: ClusterDraft, cluster: string): Problem[] {
  const certificates = outputs.takeover_certificate_arns?.value;
  if (cluster === folder || (certificates !== undefined && Object.hasOwn(certificates, cluster))) return [];
  // An output that is there but wrong is reported as such.
  if (certificates === undefined && !isMissing(outputsFile, 'takeover_certificate_arns')) return [];
  return [
    outputsFile.problem(
      ['takeover_certificate_arns', ...(certificates === undefined ? [] : ['value'])],
      `found no certificate for ${cluster}, expected the ARN of one in this region: takesOver in cluster.yaml names ${cluster}`,
    ),
  ];
}
