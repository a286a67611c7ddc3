import { isLinked, pairsOf, repeated } from './cluster-pairs.ts';
import type { Problem } from './contract-error.ts';
import { isMissing } from './document.ts';
import { foundValue } from './found-value.ts';
import type { ClusterDraft } from './load-cluster.ts';

/** What must hold between the meshes of clusters, so that workloads of one mesh can reach and trust each other. */
export function checkMeshes(drafts: readonly ClusterDraft[]): Problem[] {
  const whole = drafts.filter(({ choicesAreWhole }) => choicesAreWhole);
  return [
    ...checkNetworks(whole),
    ...whole.flatMap(checkEgress),
    ...pairsOf(whole).flatMap(([one, other]) => checkPair(one, other)),
    ...pairsOf(whole).flatMap(([one, other]) => checkRoot(one, other)),
    ...whole.flatMap((draft) => checkOutputs(draft, whole)),
  ];
}

/** Istio sends requests within a network straight to the pod, which another cluster's pods cannot reach. */
function checkNetworks(drafts: readonly ClusterDraft[]): Problem[] {
  return repeated(drafts, ({ choices }) => choices.mesh?.network).map(({ draft, first, value }) =>
    draft.choicesFile.problem(
      ['mesh', 'network'],
      `found ${value}, expected a network of its own: it is that of ${first.folder}`,
    ),
  );
}

/** The gateway is a proxy of the mesh. */
function checkEgress({ choices, choicesFile }: ClusterDraft): Problem[] {
  if (choices.egress !== 'gateway' || choices.mesh !== undefined) return [];
  return [choicesFile.problem(['egress'], 'found gateway, expected direct: the cluster has no mesh')];
}

function checkPair(one: ClusterDraft, other: ClusterDraft): Problem[] {
  const [mesh, otherMesh] = [one.choices.mesh, other.choices.mesh];
  if (mesh === undefined || otherMesh === undefined) return [];
  const linked = isLinked(one, other.folder) || isLinked(other, one.folder);
  if (mesh.id !== otherMesh.id) {
    if (!linked) return [];
    return [
      other.choicesFile.problem(
        ['mesh', 'id'],
        `found ${otherMesh.id}, expected ${mesh.id}: ${other.folder} is linked to ${one.folder}, and linked clusters with Istio form one mesh`,
      ),
    ];
  }
  const problems = linked ? [] : [one, other].map((draft) => notLinked(draft, draft === one ? other : one));
  if (mesh.trustDomain === otherMesh.trustDomain) {
    return [
      ...problems,
      other.choicesFile.problem(
        ['mesh', 'trustDomain'],
        `found ${otherMesh.trustDomain}, expected a trust domain of its own: it is that of ${one.folder}, in the same mesh`,
      ),
    ];
  }
  return [...problems, ...checkAliases(one, other), ...checkAliases(other, one)];
}

function notLinked({ choices, choicesFile }: ClusterDraft, other: ClusterDraft): Problem {
  return choicesFile.problem(
    ['linkedTo'],
    `found ${foundValue(choices.linkedTo)}, expected ${other.folder} in it: both are in the mesh ${choices.mesh?.id}`,
  );
}

/** Without the alias a policy refuses the other cluster's workloads, though the certificates are good. */
function checkAliases({ choices, choicesFile }: ClusterDraft, other: ClusterDraft): Problem[] {
  const [aliases, domain] = [choices.mesh?.trustDomainAliases ?? [], other.choices.mesh?.trustDomain];
  if (domain === undefined || aliases.includes(domain)) return [];
  const found = aliases.length === 0 ? 'no alias' : aliases.join(', ');
  return [
    choicesFile.problem(
      ['mesh', 'trustDomainAliases'],
      `found ${found}, expected ${domain} among them: the trust domain of ${other.folder}, in the same mesh`,
    ),
  ];
}

/** With another root every handshake between the two clusters fails, though each of them works by itself. */
function checkRoot(one: ClusterDraft, other: ClusterDraft): Problem[] {
  if (one.choices.mesh === undefined || one.choices.mesh.id !== other.choices.mesh?.id) return [];
  const [root, otherRoot] = [one, other].map(({ outputs }) => outputs.mesh_root_certificate?.value.trim());
  if (root === undefined || otherRoot === undefined || root === otherRoot) return [];
  return [
    other.outputsFile.problem(
      ['mesh_root_certificate', 'value'],
      `found another root than ${one.folder} has, expected the same: both are in the mesh ${one.choices.mesh.id}`,
    ),
  ];
}

const SHARED_MESH_OUTPUTS = {
  eastwest_gateway_hostname: "the load balancer of the cluster's east-west gateway",
  acm_pca_arn: "the issuer of the mesh's certificates, whose root the clusters have in common",
  mesh_root_certificate: 'the root above that issuer, which every proxy of the mesh trusts',
} as const;

function checkOutputs(
  { folder, choices, outputsFile }: ClusterDraft,
  drafts: readonly ClusterDraft[],
): Problem[] {
  const id = choices.mesh?.id;
  const peer = drafts.find((other) => other.folder !== folder && other.choices.mesh?.id === id);
  if (id === undefined || peer === undefined) return [];
  return Object.entries(SHARED_MESH_OUTPUTS).flatMap(([output, meaning]) =>
    isMissing(outputsFile, output)
      ? outputsFile.problem(
          [output],
          `found nothing, expected ${meaning}: ${peer.folder} is in the mesh ${id} too`,
        )
      : [],
  );
}
