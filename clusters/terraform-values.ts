import { z } from 'zod';
import { strictMap } from './strict-map.ts';
import { arn, availabilityZone, cidr, hostname, labelKey, quantity, text } from './text-formats.ts';

/** At least one: a rule of a NetworkPolicy with an empty list of peers is open to all of them. */
export const cidrs = z.array(cidr).min(1, {
  error: 'at least one network: a NetworkPolicy that names none would be open to all',
});
/** EKS puts the interfaces of the API server into two zones at least. */
export const controlPlaneCidrs = z.array(cidr).min(2, {
  error: 'the networks of at least two subnets, since EKS wants two zones',
});
export const wafArn = arn(
  'wafv2',
  'regional\\/webacl\\/[A-Za-z0-9_-]+\\/[0-9a-f-]{36}',
  'arn:aws:wafv2:ap-northeast-1:111122223333:regional/webacl/public/01234567-89ab-cdef-0123-456789abcdef (regional: a web ACL for CloudFront does not fit a load balancer)',
);
export const certificateArn = arn(
  'acm',
  'certificate\\/[0-9a-f-]{36}',
  'arn:aws:acm:ap-northeast-1:111122223333:certificate/01234567-89ab-cdef-0123-456789abcdef',
);
export const keyArn = arn(
  'kms',
  'key\\/(mrk-[0-9a-f]{32}|[0-9a-f-]{36})',
  'arn:aws:kms:ap-northeast-1:111122223333:key/01234567-89ab-cdef-0123-456789abcdef',
);
const queueArn = arn('sqs', '[A-Za-z0-9_.-]{1,80}', 'arn:aws:sqs:ap-northeast-1:111122223333:task');
const queueUrl = text(
  /^https:\/\/sqs\.[a-z0-9-]+\.amazonaws\.com\/\d{12}\/[A-Za-z0-9_.-]{1,80}$/,
  'the address of a queue such as https://sqs.ap-northeast-1.amazonaws.com/111122223333/task',
);
const port = z
  .int({ error: 'a port from 1 to 65535' })
  .min(1, { error: 'a port from 1 to 65535' })
  .max(65_535, { error: 'a port from 1 to 65535' });
const nodeCount = z
  .int({ error: 'a whole number of nodes, 0 or more' })
  .min(0, { error: 'a whole number of nodes, 0 or more' });

// An optional attribute of a Terraform object that is not set is printed as null: hence nullish.
export const database = strictMap({
  engine: z.enum(['postgres', 'mysql']),
  endpoint: hostname,
  reader_endpoint: hostname.nullish(),
  port,
  /** Name of the database inside the instance. */
  name: text(/^[A-Za-z_][A-Za-z0-9_]{0,62}$/, 'the name of the database, such as users'),
});

export const cache = strictMap({ endpoint: hostname, reader_endpoint: hostname.nullish(), port });

export const queue = strictMap({
  url: queueUrl,
  arn: queueArn,
  dlq_url: queueUrl.nullish(),
  dlq_arn: queueArn.nullish(),
});

/** What Kubernetes and Karpenter keep for themselves: the kubelet would not set it, and the NodePool would be refused. */
const nodeLabelKey = labelKey.regex(
  /^(?!([a-z0-9.-]+\.)?(kubernetes\.io|k8s\.io|karpenter\.sh|karpenter\.k8s\.aws)\/)/,
  {
    error:
      'the key of a label of your own, such as workload-type: those of kubernetes.io, k8s.io and karpenter.sh are set by Kubernetes and Karpenter alone',
  },
);

/** The value of a label or a taint, which may be empty. */
const optionalValue = text(
  /^([A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?$/,
  'letters, digits, dots, hyphens and underscores, at most 63 characters, as the value of a label',
);

/** Label of node groups. Those with the same value are one pool: pods choose by it. */
export const POOL_LABEL = 'workload-type';

export const nodeGroup = strictMap({
  /** Labels of every node, apart from those that Kubernetes and AWS set. */
  labels: z.record(nodeLabelKey, optionalValue),
  taints: z.array(
    strictMap({
      key: labelKey,
      value: optionalValue,
      effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']),
    }),
  ),
  instance_types: z
    .array(text(/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/, 'an EC2 instance type such as m5.xlarge'))
    .min(1, { error: 'at least one EC2 instance type' }),
  capacity_type: z.enum(['ON_DEMAND', 'SPOT']),
  /** Where its nodes are; one zone each under the Cluster Autoscaler, except for Spot. */
  availability_zones: z
    .array(availabilityZone)
    .min(1, { error: 'at least one availability zone: those of the subnets of the group' }),
  min_size: nodeCount,
  max_size: nodeCount,
  /** What the smallest instance type leaves to pods, after the share of the kubelet and the system. */
  allocatable: strictMap({ cpu: quantity('3920m'), memory: quantity('14966Mi') }),
});
