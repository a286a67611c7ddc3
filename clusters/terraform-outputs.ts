import type { TerraformFile } from './terraform-schema.ts';

/** The outputs of one cluster. Keys of maps (workloads, queues…) are as Terraform prints them. */
export type TerraformOutputs = Readonly<ReturnType<typeof toOutputs>>;

/** From Terraform's names to TypeScript's, and from `{ sensitive, type, value }` to the value. */
export function toOutputs(file: TerraformFile) {
  return {
    accountId: file.account_id.value,
    region: file.region.value,
    clusterName: file.cluster_name.value,
    clusterEndpoint: file.cluster_endpoint.value,
    clusterCertificateAuthorityData: file.cluster_certificate_authority_data.value,
    clusterVersion: file.cluster_version.value,
    oidcProviderArn: file.oidc_provider_arn.value,
    availabilityZones: file.availability_zones.value,
    vpcId: file.vpc_id.value,
    vpcCidr: file.vpc_cidr.value,
    serviceCidr: file.service_cidr.value,
    publicSubnetIds: file.public_subnet_ids.value,
    privateSubnetIds: file.private_subnet_ids.value,
    publicSubnetCidrs: file.public_subnet_cidrs.value,
    privateSubnetCidrs: file.private_subnet_cidrs.value,
    dataSubnetCidrs: file.data_subnet_cidrs.value,
    vpcEndpointCidrs: file.vpc_endpoint_cidrs.value,
    natGatewayPublicIps: file.nat_gateway_public_ips.value,
    albSecurityGroupId: file.alb_security_group_id.value,
    nodeSecurityGroupId: file.node_security_group_id.value,
    podSecurityGroupIds: file.pod_security_group_ids?.value ?? {},
    albPublicCertificateArn: file.alb_public_certificate_arn.value,
    takeoverCertificateArns: file.takeover_certificate_arns?.value ?? {},
    wafPublicAclArn: file.waf_public_acl_arn.value,
    albStaffCertificateArn: file.alb_staff_certificate_arn?.value,
    wafStaffAclArn: file.waf_staff_acl_arn?.value,
    albStaffSecurityGroupId: file.alb_staff_security_group_id?.value,
    hostedZoneId: file.hosted_zone_id?.value,
    ecrRegistry: file.ecr_registry.value,
    irsaRoleArns: file.irsa_role_arns.value,
    secretPathPrefix: file.secret_path_prefix.value,
    databases: mapped(file.databases.value, ({ reader_endpoint, ...rest }) => ({
      ...rest,
      readerEndpoint: reader_endpoint ?? undefined,
    })),
    caches: mapped(file.caches?.value ?? {}, ({ reader_endpoint, ...rest }) => ({
      ...rest,
      readerEndpoint: reader_endpoint ?? undefined,
    })),
    queues: mapped(file.queues.value, ({ dlq_url, dlq_arn, ...rest }) => ({
      ...rest,
      dlqUrl: dlq_url ?? undefined,
      dlqArn: dlq_arn ?? undefined,
    })),
    topics: file.topics?.value ?? {},
    buckets: file.buckets.value,
    kafkaBootstrapServers: file.kafka_bootstrap_servers?.value,
    nodeGroups: mapped(
      file.node_groups.value,
      ({ instance_types, capacity_type, availability_zones, min_size, max_size, ...rest }) => ({
        ...rest,
        instanceTypes: instance_types,
        capacityType: capacity_type,
        availabilityZones: availability_zones,
        minSize: min_size,
        maxSize: max_size,
      }),
    ),
    karpenter: file.karpenter && {
      nodeRoleName: file.karpenter.value.node_role_name,
      interruptionQueueName: file.karpenter.value.interruption_queue_name,
      amiAlias: file.karpenter.value.ami_alias,
    },
    kmsKeyArnEbs: file.kms_key_arn_ebs.value,
    networkPolicyEnforced: file.network_policy_enforced.value,
    argocdAccessRoleArn: file.argocd_access_role_arn?.value,
    eastwestGatewayHostname: file.eastwest_gateway_hostname?.value,
    transitGatewayId: file.transit_gateway_id?.value,
    acmPcaArn: file.acm_pca_arn?.value,
    meshRootCertificate: file.mesh_root_certificate?.value,
    rdsCaBundle: file.rds_ca_bundle?.value,
    s3EndpointCidrs: file.s3_endpoint_cidrs?.value,
    alertsSnsTopicArn: file.alerts_sns_topic_arn?.value,
    veleroBucketName: file.velero_bucket_name?.value,
    logGroupPrefix: file.log_group_prefix.value,
    logGroupNames: file.log_group_names?.value ?? [],
    accessGroups: file.access_groups?.value,
    ssoIssuerUrl: file.sso_issuer_url?.value,
  };
}

function mapped<From, To>(
  values: Readonly<Record<string, From>>,
  change: (value: From) => To,
): Readonly<Record<string, To>> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));
}
