import type { Problem } from './contract-error.ts';
import { isMissing } from './document.ts';
import { checkExpectedRoles } from './expected-role-rules.ts';
import { INVENTORIES_FOLDER, VALUES_FOLDER } from './layout.ts';
import { checkLoadBalancers } from './load-balancer-rules.ts';
import type { ClusterDraft } from './load-cluster.ts';
import { checkNetworks } from './network-rules.ts';
import { checkNodeGroups } from './node-group-rules.ts';
import { checkOwnership } from './ownership.ts';
import { checkRevisions } from './revision-rules.ts';

/** What must hold between the values of one cluster. */
const RULES: readonly ((draft: ClusterDraft) => Problem[])[] = [
  checkName,
  checkLoadBalancers,
  checkVersion,
  checkZones,
  checkNetworks,
  checkOwnership,
  checkExpectedRoles,
  checkNodeGroups,
  checkKarpenter,
  checkRevisions,
  checkPodSecurityGroups,
  checkAccessOfHub,
  checkOfficeHours,
  checkChaos,
  checkPaging,
  checkStaffEntry,
  checkDatabaseAuthority,
];

/** Every mistake between the values of one cluster. */
export function checkCluster(draft: ClusterDraft): Problem[] {
  return RULES.flatMap((rule) => rule(draft));
}

/** What stands beside the folders of the clusters. */
const BESIDE_CLUSTERS: ReadonlyMap<string, string> = new Map([
  [VALUES_FOLDER, 'values'],
  [INVENTORIES_FOLDER, 'inventories'],
]);

function checkName({ folder, choices, choicesFile }: ClusterDraft): Problem[] {
  if (choices.name === undefined) return [];
  const held = BESIDE_CLUSTERS.get(choices.name);
  if (held !== undefined) {
    return [
      choicesFile.problem(
        ['name'],
        `found ${choices.name}, expected another name: dist/${choices.name}/ holds the ${held} of Helm charts`,
      ),
    ];
  }
  if (choices.name === folder) return [];
  return [choicesFile.problem(['name'], `found ${choices.name}, expected ${folder}, the name of the folder`)];
}

/** Policies and schemas are rendered for the version that people state, so it must be the one that runs. */
function checkVersion({ choices, choicesFile, outputs }: ClusterDraft): Problem[] {
  const [chosen, built] = [choices.kubernetesVersion, outputs.cluster_version?.value];
  if (chosen === undefined || built === undefined || chosen === built) return [];
  return [
    choicesFile.problem(
      ['kubernetesVersion'],
      `found "${chosen}", expected "${built}" as in cluster_version of terraform.json`,
    ),
  ];
}

function checkZones({ outputs, outputsFile }: ClusterDraft): Problem[] {
  const region = outputs.region?.value;
  if (region === undefined) return [];
  return (outputs.availability_zones?.value ?? []).flatMap((zone, index) =>
    zone.slice(0, -1) === region
      ? []
      : outputsFile.problem(
          ['availability_zones', 'value', index],
          `found ${zone}, expected a zone of the region ${region}, such as ${region}a`,
        ),
  );
}

function checkKarpenter({ choices, outputsFile }: ClusterDraft): Problem[] {
  if (choices.nodeScaler !== 'karpenter' || !isMissing(outputsFile, 'karpenter')) return [];
  return [
    outputsFile.problem(
      ['karpenter'],
      'found nothing, expected the output with node_role_name, interruption_queue_name and ami_alias: nodeScaler in cluster.yaml is karpenter',
    ),
  ];
}

/** A pod with security groups waits for ever if its node's instance type has no trunk interface (S0-79). */
function checkPodSecurityGroups({ outputs, outputsFile }: ClusterDraft): Problem[] {
  if (Object.keys(outputs.pod_security_group_ids?.value ?? {}).length === 0) return [];
  return Object.entries(outputs.node_groups?.value ?? {}).flatMap(([name, { instance_types }]) =>
    instance_types.flatMap((type, index) =>
      /^t\d/.test(type)
        ? outputsFile.problem(
            ['node_groups', 'value', name, 'instance_types', index],
            `found ${type}, expected a type that can give pods security groups, such as m5.xlarge: pod_security_group_ids asks for them, and no type of the t family can`,
          )
        : [],
    ),
  );
}

/** In production somebody is paged. */
function checkPaging({ choices, choicesFile }: ClusterDraft): Problem[] {
  if (choices.environment !== 'production' || choices.incidentIo !== undefined) return [];
  if (!isMissing(choicesFile, 'incidentIo')) return [];
  return [
    choicesFile.problem(
      ['incidentIo'],
      'found nothing, expected alertSource and heartbeat of incident.io: the environment is production',
    ),
  ];
}

function checkAccessOfHub({ folder, choices, outputsFile }: ClusterDraft): Problem[] {
  const hub = choices.hub ?? folder;
  if (hub === folder || !isMissing(outputsFile, 'argocd_access_role_arn')) return [];
  return [
    outputsFile.problem(
      ['argocd_access_role_arn'],
      `found nothing, expected the role that the Argo CD of the hub ${hub} assumes on this cluster`,
    ),
  ];
}

/** The times are those of one day: a span across midnight would be on when it is meant to be off. */
function checkOfficeHours({ choices, choicesFile }: ClusterDraft): Problem[] {
  const { officeHours, environment } = choices;
  if (officeHours === undefined) return [];
  const problems: Problem[] = [];
  if (officeHours.from >= officeHours.to) {
    problems.push(
      choicesFile.problem(
        ['officeHours', 'to'],
        `found "${officeHours.to}", expected a time after from, "${officeHours.from}", on the same day`,
      ),
    );
  }
  if (environment === 'production') {
    problems.push(
      choicesFile.problem(
        ['officeHours'],
        'found it on a cluster of the environment production, whose workloads would stop every night. Take it out',
      ),
    );
  }
  return problems;
}

/** Experiments break what they aim at, and their daemon may do anything on every node. */
function checkChaos({ choices, choicesFile }: ClusterDraft): Problem[] {
  if (choices.environment !== 'production' || choices.chaosEngineering !== true) return [];
  return [
    choicesFile.problem(
      ['chaosEngineering'],
      'found true on a cluster of the environment production, expected false',
    ),
  ];
}

/** Without the root of their certificates nobody could tell a database from whoever answers at its address (S3-43). */
function checkDatabaseAuthority({ outputs, outputsFile }: ClusterDraft): Problem[] {
  const [first] = Object.keys(outputs.databases?.value ?? {});
  if (first === undefined || !isMissing(outputsFile, 'rds_ca_bundle')) return [];
  return [
    outputsFile.problem(
      ['rds_ca_bundle'],
      `found nothing, expected the certificates of RDS for the region: databases has ${first}`,
    ),
  ];
}

const STAFF_ENTRY = [
  'alb_staff_certificate_arn',
  'waf_staff_acl_arn',
  'alb_staff_security_group_id',
  'sso_issuer_url',
] as const;

/** Staff's entry is complete or absent: without a web ACL the whole world reaches it, without an issuer nobody can log in. */
function checkStaffEntry({ outputsFile }: ClusterDraft): Problem[] {
  const missing = STAFF_ENTRY.filter((output) => isMissing(outputsFile, output));
  if (missing.length === STAFF_ENTRY.length) return [];
  const [first] = STAFF_ENTRY.filter((output) => !missing.includes(output));
  return missing.map((output) =>
    outputsFile.problem(
      [output],
      `found nothing, expected the output, since ${first} is there: staff's entry takes ${STAFF_ENTRY.join(', ')} together`,
    ),
  );
}
