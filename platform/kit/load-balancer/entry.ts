import type { Cluster } from '../../../clusters/index.ts';

/** Whom a load balancer serves: everybody, or the company's own people (S3-19). */
export type Audience = 'public' | 'staff';

/** One way into a cluster. Each has its own load balancer, with nothing in common but the subnets (S3-19). */
export interface Entry {
  /** Also the group of its Ingresses: those of one group share a load balancer. */
  readonly audience: Audience;
  /** They cover the hosts of this entry; Route 53 sends each of those to it (S3-20, S3-37). The first one is the default. */
  readonly certificateArns: readonly [string, ...string[]];
  /** The public one looks for attacks, staff's for the address of the sender (S3-22, S3-23). */
  readonly webAclArn: string;
  readonly securityGroupId: string;
}

/** Staff's entry, with the identity provider that staff log in at (S3-34). */
export interface StaffEntry extends Entry {
  readonly issuerUrl: string;
}

/** The entry for everybody, with the certificates of the names that the cluster may take over. */
export function publicEntry({ terraform, takesOver }: Cluster): Entry {
  const others = takesOver.flatMap(({ cluster }) => terraform.takeoverCertificateArns[cluster] ?? []);
  return {
    audience: 'public',
    certificateArns: [terraform.albPublicCertificateArn, ...others],
    webAclArn: terraform.wafPublicAclArn,
    securityGroupId: terraform.albSecurityGroupId,
  };
}

/** The entry for staff; undefined on a cluster whose Terraform made none. The contract has all of it or nothing. */
export function staffEntry({ terraform }: Cluster): StaffEntry | undefined {
  const { albStaffCertificateArn, wafStaffAclArn, albStaffSecurityGroupId, ssoIssuerUrl } = terraform;
  if (albStaffCertificateArn === undefined || wafStaffAclArn === undefined) return undefined;
  if (albStaffSecurityGroupId === undefined || ssoIssuerUrl === undefined) return undefined;
  return {
    audience: 'staff',
    certificateArns: [albStaffCertificateArn],
    webAclArn: wafStaffAclArn,
    securityGroupId: albStaffSecurityGroupId,
    issuerUrl: ssoIssuerUrl,
  };
}

/** Whether a cluster has an entry for staff. */
export function hasStaffEntry(cluster: Cluster): boolean {
  return staffEntry(cluster) !== undefined;
}

/**
 * The entry for staff, for what is only on clusters that have one.
 *
 * @throws on a cluster without
 */
export function staffEntryOf(cluster: Cluster): StaffEntry {
  const entry = staffEntry(cluster);
  if (entry !== undefined) return entry;
  throw new Error(
    `clusters/${cluster.name}/terraform.json has no entry for staff: print alb_staff_certificate_arn, waf_staff_acl_arn, alb_staff_security_group_id and sso_issuer_url.`,
  );
}
