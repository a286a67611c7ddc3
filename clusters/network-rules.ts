import type { Problem } from './contract-error.ts';
import type { ClusterDraft } from './load-cluster.ts';
import { contains, overlaps, PRIVATE_NETWORKS } from './network.ts';

const SUBNETS = [
  'public_subnet_cidrs',
  'private_subnet_cidrs',
  'data_subnet_cidrs',
  'vpc_endpoint_cidrs',
  'control_plane_subnet_cidrs',
] as const;

/**
 * Where a cluster's networks may lie: inside the VPC, apart from one another, and the VPC among the private ranges, which
 * rules for public addresses leave out.
 */
export function checkNetworks(draft: ClusterDraft): Problem[] {
  const { outputs, outputsFile } = draft;
  const vpc = outputs.vpc_cidr?.value;
  if (vpc === undefined) return [];
  const published = PRIVATE_NETWORKS.some((range) => contains(range, vpc))
    ? []
    : outputsFile.problem(
        ['vpc_cidr', 'value'],
        `found ${vpc}, expected a network inside one of ${PRIVATE_NETWORKS.join(', ')}: policies for public addresses leave those out, and would reach every pod of another`,
      );
  const outside = SUBNETS.flatMap((output) =>
    (outputs[output]?.value ?? []).flatMap((subnet, index) =>
      contains(vpc, subnet)
        ? []
        : outputsFile.problem(
            [output, 'value', index],
            `found ${subnet}, expected a network inside the VPC (vpc_cidr), ${vpc}`,
          ),
    ),
  );
  const shared = checkSharedNetworks(draft);
  const services = outputs.service_cidr?.value;
  if (services === undefined || !overlaps(vpc, services)) return [published, outside, shared].flat();
  const hidden = outputsFile.problem(
    ['service_cidr', 'value'],
    `found ${services}, which overlaps the VPC, expected a network apart from vpc_cidr, ${vpc}`,
  );
  return [published, outside, shared, hidden].flat();
}

/**
 * A NetworkPolicy that opens a port to one kind of subnet opens it to everything in it: if pods stood among the
 * interfaces of the Kubernetes API or of AWS, each of them would be let in as well.
 */
function checkSharedNetworks({ outputs, outputsFile }: ClusterDraft): Problem[] {
  return SUBNETS.flatMap((output, position) =>
    (outputs[output]?.value ?? []).flatMap((subnet, index) => {
      const other = SUBNETS.slice(0, position).find((earlier) =>
        (outputs[earlier]?.value ?? []).some((network) => overlaps(network, subnet)),
      );
      return other === undefined
        ? []
        : outputsFile.problem(
            [output, 'value', index],
            `found ${subnet}, which overlaps a network of ${other}, expected subnets of its own: a NetworkPolicy that opens a port to one opens it to whatever stands in the other`,
          );
    }),
  );
}
