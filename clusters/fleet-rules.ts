import { isLinked, pairsOf, repeated } from './cluster-pairs.ts';
import type { Problem } from './contract-error.ts';
import type { ClusterDraft } from './load-cluster.ts';
import { checkMeshes } from './mesh-rules.ts';
import { didYouMean } from './nearest-name.ts';
import { overlaps } from './network.ts';
import { checkTakeovers } from './takeover-rules.ts';

/** What must hold between clusters. */
const RULES: readonly ((drafts: readonly ClusterDraft[]) => Problem[])[] = [
  checkHubs,
  checkLinks,
  checkLinkedNetworks,
  checkMeshes,
  checkDomains,
  checkClusterNames,
  checkHeartbeats,
  checkOwnOutputs,
  checkTakeovers,
];

/** Every mistake between the clusters. Those whose `cluster.yaml` has mistakes of its own take no part. */
export function checkFleet(drafts: readonly ClusterDraft[]): Problem[] {
  return RULES.flatMap((rule) => rule(drafts));
}

/** If a hub were managed by another one, nobody could recover it when that one is gone. */
function checkHubs(drafts: readonly ClusterDraft[]): Problem[] {
  return drafts.flatMap(({ folder, choices, choicesFile }) => {
    const hub = choices.hub ?? folder;
    if (hub === folder) return [];
    const draft = drafts.find((other) => other.folder === hub);
    if (draft === undefined) {
      return choicesFile.problem(['hub'], `found ${hub}, expected ${aCluster(hub, drafts)}`);
    }
    const manager = draft.choices.hub ?? hub;
    if (manager === hub) return [];
    return choicesFile.problem(
      ['hub'],
      `found ${hub}, which ${manager} manages, expected a cluster that manages itself (its cluster.yaml names no hub)`,
    );
  });
}

function checkLinks(drafts: readonly ClusterDraft[]): Problem[] {
  return drafts.flatMap(({ folder, choices, choicesFile }) =>
    (choices.linkedTo ?? []).flatMap((name, index) => {
      const path = ['linkedTo', index];
      if (name === folder) {
        return choicesFile.problem(path, `found ${name}, the cluster itself, expected another cluster`);
      }
      const other = drafts.find((draft) => draft.folder === name);
      if (other === undefined)
        return choicesFile.problem(path, `found ${name}, expected ${aCluster(name, drafts)}`);
      if (!other.choicesAreWhole || isLinked(other, folder)) return [];
      return choicesFile.problem(
        path,
        `found ${name}, whose linkedTo does not name ${folder}, expected the link on both clusters or on none`,
      );
    }),
  );
}

/** Packets for a network that occurs twice on one route reach only one of the two places. */
function checkLinkedNetworks(drafts: readonly ClusterDraft[]): Problem[] {
  return pairsOf(drafts).flatMap(([one, other]) => {
    if (!isLinked(one, other.folder) && !isLinked(other, one.folder)) return [];
    return [
      clash(other, 'vpc_cidr', one),
      clash(other, 'service_cidr', one),
      clash(one, 'service_cidr', other),
    ].flat();
  });
}

function clash(
  { outputs, outputsFile }: ClusterDraft,
  output: 'vpc_cidr' | 'service_cidr',
  linked: ClusterDraft,
): Problem[] {
  const [network, other] = [outputs[output]?.value, linked.outputs.vpc_cidr?.value];
  if (network === undefined || other === undefined || !overlaps(network, other)) return [];
  return [
    outputsFile.problem(
      [output, 'value'],
      `found ${network}, expected a network apart from vpc_cidr of the linked ${linked.folder}, ${other}`,
    ),
  ];
}

function checkDomains(drafts: readonly ClusterDraft[]): Problem[] {
  return repeated(drafts, ({ choices }) => choices.domain).map(({ draft, first, value }) =>
    draft.choicesFile.problem(
      ['domain'],
      `found ${value}, expected a domain of its own: it is that of ${first.folder}`,
    ),
  );
}

/** AWS itself knows a cluster by account and name, and so do roles and tags of node groups. */
function checkClusterNames(drafts: readonly ClusterDraft[]): Problem[] {
  const accountAndName = ({ outputs }: ClusterDraft) =>
    outputs.account_id && outputs.cluster_name && `${outputs.account_id.value} ${outputs.cluster_name.value}`;
  return repeated(drafts, accountAndName).map(({ draft, first }) =>
    draft.outputsFile.problem(
      ['cluster_name', 'value'],
      `found ${draft.outputs.cluster_name?.value}, expected another name: ${first.folder} has it in the same account`,
    ),
  );
}

/** The silence of one cluster would not be heard while another one speaks for it. */
function checkHeartbeats(drafts: readonly ClusterDraft[]): Problem[] {
  return repeated(drafts, ({ choices }) => choices.incidentIo?.heartbeat).map(({ draft, first, value }) =>
    draft.choicesFile.problem(
      ['incidentIo', 'heartbeat'],
      `found ${value}, expected a heartbeat of its own: it is that of ${first.folder}`,
    ),
  );
}

/** What AWS makes for one cluster alone; found in another's folder, it was copied from there. */
const OWN_OUTPUTS = [
  ['cluster_endpoint', 'the address of its API server'],
  ['cluster_certificate_authority_data', 'the certificate authority of its API server'],
  ['oidc_provider_arn', 'the identity provider of its ServiceAccounts'],
  ['vpc_id', 'its VPC'],
] as const;

/**
 * With a neighbour's API server, Argo CD would deploy one cluster onto the other; with its identity provider, no role
 * would trust a pod.
 */
function checkOwnOutputs(drafts: readonly ClusterDraft[]): Problem[] {
  return OWN_OUTPUTS.flatMap(([output, expected]) =>
    repeated(drafts, ({ outputs }) => outputs[output]?.value).map(({ draft, first }) =>
      draft.outputsFile.problem(
        [output, 'value'],
        `found that of ${first.folder}, expected ${expected}. Copy no terraform.json: print it by terraform output -json in the workspace of ${draft.folder}`,
      ),
    ),
  );
}

function aCluster(name: string, drafts: readonly ClusterDraft[]): string {
  const names = drafts.map(({ folder }) => folder);
  return `one of the clusters ${names.join(', ')}${didYouMean(name, names)}`;
}
