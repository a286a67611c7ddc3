import { z } from 'zod';
import { strictMap } from './strict-map.ts';
import {
  cache,
  certificateArn,
  cidrs,
  controlPlaneCidrs,
  database,
  keyArn,
  nodeGroup,
  queue,
  wafArn,
} from './terraform-values.ts';
import {
  accountId,
  arn,
  availabilityZone,
  bucketName,
  cidr,
  hostname,
  ipAddress,
  kubernetesGroup,
  kubernetesVersion,
  name,
  region,
  resourceId,
  roleArn,
  text,
} from './text-formats.ts';

const notSensitive = z.literal(false, {
  error:
    'false: sensitive outputs are secrets, and this file is committed. Keep the secret in Secrets Manager and print its path',
});

/**
 * One output in the form that `terraform output -json` prints. The type is Terraform's own type expression and is not
 * looked at: the value says it all.
 */
function output<Value extends z.ZodType>(value: Value, description: string) {
  return z
    .object(
      {
        sensitive: notSensitive,
        type: z.union([z.string(), z.array(z.unknown())], { error: "Terraform's type expression" }),
        value,
      },
      { error: `the output that terraform output -json prints: ${description}` },
    )
    .describe(description);
}

/** The outputs that are read. */
export const readOutputs = z.object(
  {
    account_id: output(accountId, 'AWS account of the cluster, 12 digits.'),
    region: output(region, 'AWS region of the cluster.'),
    cluster_name: output(
      text(/^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/, 'the name of the EKS cluster'),
      'Name of the EKS cluster.',
    ),
    cluster_endpoint: output(
      text(
        /^https:\/\/[A-Za-z0-9.-]+$/,
        'the address of the API server, such as https://0123456789ABCDEF0123456789ABCDEF.gr7.ap-northeast-1.eks.amazonaws.com',
      ),
      'Address of the API server.',
    ),
    cluster_certificate_authority_data: output(
      text(/^[A-Za-z0-9+/]{16,}={0,2}$/, 'the certificate authority in base64, as EKS gives it'),
      'Certificate authority of the API server, base64.',
    ),
    cluster_version: output(
      kubernetesVersion,
      'Kubernetes version of the cluster; the same as kubernetesVersion in cluster.yaml.',
    ),
    oidc_provider_arn: output(
      arn(
        'iam',
        'oidc-provider\\/.+',
        'arn:aws:iam::111122223333:oidc-provider/oidc.eks.ap-northeast-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF',
      ),
      "Identity provider of the cluster's ServiceAccounts; the roles below trust it.",
    ),
    availability_zones: output(
      z.array(availabilityZone).min(2, {
        error: 'at least two availability zones: with one, its failure is the failure of the cluster',
      }),
      'Zones that the nodes stand in.',
    ),
    vpc_id: output(resourceId('vpc'), 'VPC of the cluster.'),
    vpc_cidr: output(cidr, 'Network of the VPC; distinct among linked clusters.'),
    service_cidr: output(
      cidr,
      "Network of the cluster's Services (EKS: serviceIpv4Cidr): apart from the VPC, or Services hide addresses of the VPC.",
    ),
    control_plane_subnet_cidrs: output(
      controlPlaneCidrs,
      'Networks of the interfaces through which the Kubernetes API is reached and calls webhooks: subnets in two zones at least, in which nothing else stands.',
    ),
    public_subnet_ids: output(
      z.array(resourceId('subnet')),
      'Subnets of the load balancers that face the Internet.',
    ),
    private_subnet_ids: output(z.array(resourceId('subnet')), 'Subnets of nodes and pods.'),
    public_subnet_cidrs: output(
      cidrs,
      'Networks that the load balancers stand in: the source of requests to pods.',
    ),
    private_subnet_cidrs: output(cidrs, 'Networks of nodes and pods.'),
    data_subnet_cidrs: output(cidrs, 'Networks of databases and caches.'),
    vpc_endpoint_cidrs: output(cidrs, 'Networks of the interface endpoints of AWS services.'),
    nat_gateway_public_ips: output(z.array(ipAddress), 'Addresses that the outside world sees for our pods.'),
    alb_security_group_id: output(
      resourceId('sg'),
      'Security group of the public load balancer. It admits 443, and on clusters with a mesh 80 too, where the load balancer sends browsers to HTTPS.',
    ),
    node_security_group_id: output(resourceId('sg'), 'Security group of the nodes.'),
    pod_security_group_ids: output(
      z.record(name, resourceId('sg')),
      'Security group by workload. It is the only one of the pod: let it reach DNS, what the workload calls, and istiod, istio-csr, the trace collector and the gateways where it is in the mesh, and be reached by the nodes. Wants instance types with trunk interfaces, and of the VPC CNI add-on ENABLE_POD_ENI true, or the pods never start, and POD_SECURITY_GROUP_ENFORCING_MODE standard, or NetworkPolicies do not count (X-92).',
    ).optional(),
    alb_public_certificate_arn: output(certificateArn, 'Certificate of the public load balancer.'),
    takeover_certificate_arns: output(
      z.record(name, certificateArn),
      'Certificates of the public load balancer for names of other clusters, by the cluster whose names they are; in the region of this one. Wanted for each that takesOver in cluster.yaml names.',
    ).optional(),
    waf_public_acl_arn: output(wafArn, 'Web ACL of the public load balancer.'),
    alb_staff_certificate_arn: output(certificateArn, "Certificate of the staff's load balancer.").optional(),
    waf_staff_acl_arn: output(wafArn, "Web ACL of the staff's load balancer.").optional(),
    alb_staff_security_group_id: output(
      resourceId('sg'),
      "Security group of the staff's load balancer. It admits 443, and 80 where the load balancer sends browsers to HTTPS. Staff outputs come together: certificate, web ACL, security group and issuer.",
    ).optional(),
    hosted_zone_id: output(
      text(/^Z[A-Z0-9]{4,31}$/, 'the id of a Route 53 hosted zone, such as Z0123456789EXAMPLE'),
      "Route 53 zone of the cluster's domain.",
    ).optional(),
    ecr_registry: output(
      text(
        /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com$/,
        'a registry host such as 111122223333.dkr.ecr.ap-northeast-1.amazonaws.com, with an account of 12 digits',
      ),
      'Registry of our own images, in the region of the cluster: another region may be the one that fails.',
    ),
    irsa_role_arns: output(
      z.record(name, roleArn),
      'IAM role by workload. The key is the name of the ServiceAccount.',
    ),
    secret_path_prefix: output(
      text(
        /^(?=.{1,255}$)\/?[A-Za-z0-9_-]+(\/[A-Za-z0-9_-]+)*$/,
        'a path without a slash at its end, such as /prod/japan or triptrip/production, of at most 255 characters: 256 of the secret come behind it, and Secrets Manager ends at 512',
      ),
      "First part of the path of the cluster's secrets in Secrets Manager, in the region of the cluster.",
    ),
    databases: output(z.record(name, database), 'RDS and Aurora databases, by name.'),
    caches: output(z.record(name, cache), 'ElastiCache clusters, by name.').optional(),
    queues: output(z.record(name, queue), 'SQS queues, by name, each with its dead-letter queue.'),
    topics: output(
      z.record(
        name,
        strictMap({
          arn: arn('sns', '[A-Za-z0-9_-]{1,256}', 'arn:aws:sns:ap-northeast-1:111122223333:user-registered'),
        }),
      ),
      'SNS topics, by name.',
    ).optional(),
    buckets: output(
      z.record(
        name,
        strictMap({
          name: bucketName,
        }),
      ),
      'S3 buckets, by the name that workloads use.',
    ),
    kafka_bootstrap_servers: output(
      z.array(text(/^[a-z0-9.-]+:\d{1,5}$/, 'a broker such as b-1.events.example.com:9098')),
      'Brokers of MSK. Left out: the cluster has no Kafka.',
    ).optional(),
    node_groups: output(z.record(name, nodeGroup), 'Node groups or Karpenter node pools, by name.'),
    karpenter: output(
      strictMap({
        node_role_name: text(/^[A-Za-z0-9+=,.@_-]{1,64}$/, 'the name of an IAM role'),
        interruption_queue_name: text(/^[A-Za-z0-9_.-]{1,80}$/, 'the name of an SQS queue'),
        ami_alias: text(
          /^(al2023|bottlerocket)@v\d[\w.]*$/,
          'one release of the image of the nodes, such as al2023@v20261110 or bottlerocket@v1.52.0, not @latest',
        ),
      }),
      'What Karpenter needs besides its own role: the role of the nodes, the queue of interruptions, the release of the image. Wanted where nodeScaler is karpenter.',
    ).optional(),
    kms_key_arn_ebs: output(keyArn, 'Key of the volumes.'),
    network_policy_enforced: output(
      z.literal(true, {
        error:
          'true: without enableNetworkPolicy "true" in the configuration of the VPC CNI add-on every NetworkPolicy of the cluster is ignored (X-92). Switch it on in Terraform and print the output from that setting',
      }),
      'Whether the VPC CNI add-on enforces NetworkPolicy. Only true is accepted (X-92).',
    ),
    argocd_access_role_arn: output(
      roleArn,
      'Role that the Argo CD of the hub assumes on this cluster. Wanted where the hub is another cluster.',
    ).optional(),
    eastwest_gateway_hostname: output(
      hostname,
      'Internal load balancer of the east-west gateway. Wanted where the mesh spans linked clusters.',
    ).optional(),
    transit_gateway_id: output(resourceId('tgw'), 'Transit gateway between linked clusters.').optional(),
    acm_pca_arn: output(
      arn(
        'acm-pca',
        'certificate-authority\\/[0-9a-f-]{36}',
        'arn:aws:acm-pca:ap-northeast-1:111122223333:certificate-authority/01234567-89ab-cdef-0123-456789abcdef',
      ),
      "Issuer of the mesh's certificates. Wanted where the mesh spans several clusters: they need a common root.",
    ).optional(),
    mesh_root_certificate: output(
      text(
        /^-----BEGIN CERTIFICATE-----\n([A-Za-z0-9+/=]+\n)+-----END CERTIFICATE-----\n?$/,
        'one certificate in PEM, the root of the private certificate authority',
      ),
      "Root certificate above acm_pca_arn, in PEM: what every proxy of the mesh trusts. The same on each of the mesh's clusters.",
    ).optional(),
    rds_ca_bundle: output(
      text(
        /^(-----BEGIN CERTIFICATE-----\n([A-Za-z0-9+/=]+\n)+-----END CERTIFICATE-----\n?)+$/,
        'certificates in PEM, as RDS publishes them for the region',
      ),
      'Certificates that sign those of RDS and Aurora: https://truststore.pki.rds.amazonaws.com/<region>/<region>-bundle.pem. Wanted where there is a database: every workload that calls one checks its certificate.',
    ).optional(),
    s3_endpoint_cidrs: output(
      cidrs,
      "Addresses of S3 behind the VPC's gateway endpoint (cidr_blocks of the endpoint). Wanted where egress in cluster.yaml is gateway and a workload calls a bucket.",
    ).optional(),
    alerts_sns_topic_arn: output(
      arn('sns', '[A-Za-z0-9_-]{1,256}', 'arn:aws:sns:ap-northeast-1:111122223333:alerts'),
      "Topic of CloudWatch's alarms.",
    ).optional(),
    velero_bucket_name: output(bucketName, "Bucket of the cluster's backups.").optional(),
    log_group_prefix: output(
      text(
        /^(?=.{1,436}$)\/[A-Za-z0-9_./-]*[A-Za-z0-9_-]$/,
        'a path such as /eks/prod-japan, without a slash at its end, of at most 436 characters: the stream and a workload or namespace come behind it, and CloudWatch ends at 512',
      ),
      'First part of the names of the CloudWatch log groups, which Terraform makes with their retention.',
    ),
    log_group_names: output(
      z.array(
        text(
          /^(?=.{1,512}$)\/[A-Za-z0-9_./-]*[A-Za-z0-9_-]$/,
          'the name of a log group, with log_group_prefix first, of at most 512 characters',
        ),
      ),
      'Log groups of one workload, <log_group_prefix>/application/<workload>, or of one namespace, <log_group_prefix>/system/<namespace>. What has none goes to the group of its stream: application, system, host, events.',
    ).optional(),
    access_groups: output(
      z.array(kubernetesGroup),
      'Kubernetes groups of people, into which the access entries of the cluster put their IAM roles. If it is printed, it has a group for each that is given rights; without it, people have none in the cluster.',
    ).optional(),
    sso_issuer_url: output(
      text(/^https:\/\/\S+$/, 'an address with https://'),
      'OpenID Connect issuer that staff log in at.',
    ).optional(),
  },
  { error: 'the JSON object that terraform output -json prints' },
);

/**
 * `terraform.json`: exactly what `terraform output -json` prints for the cluster. Terraform prints every root output,
 * so those that nothing here reads are allowed, unless they are sensitive.
 */
export const terraformSchema = readOutputs.catchall(z.looseObject({ sensitive: notSensitive }));

/** What is read of `terraform.json`, as it is in the file. */
export type TerraformFile = z.infer<typeof readOutputs>;
