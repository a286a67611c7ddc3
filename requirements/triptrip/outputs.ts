import { on, output } from '../model/evidence.ts';
import { matching, present } from '../model/expected.ts';
import type { EvidenceById } from '../model/list-source.ts';

export const outputs: EvidenceById = {
  'S4-287': [
    output('cluster_name'),
    output('region'),
    output('availability_zones'),
    output('cluster_version'),
  ],
  'S4-288': [
    output('ecr_registry', { '': matching(/^\d{12}\.dkr\.ecr\./) }),
    on(output('ecr_registry', { '': matching(/\.dkr\.ecr\.ap-northeast-3\./) }), 'triptrip-dr'),
  ],
  'S4-289': [
    output('irsa_role_arns', {
      'triptrip-api': present,
      'cluster-autoscaler': present,
      'triptrip-secrets': present,
      'keda-operator': present,
      'fluent-bit': present,
      'aws-load-balancer-controller': present,
      'ebs-csi-controller-sa': present,
    }),
  ],
  'S4-290': [output('queues', { 'task.url': present, 'batch.url': present })],
  'S4-291': [
    output('databases', { 'triptrip.endpoint': present }),
    output('data_subnet_cidrs'),
    output('vpc_cidr'),
    output('vpc_endpoint_cidrs'),
    output('public_subnet_cidrs'),
  ],
  'S4-292': [output('secret_path_prefix')],
  'S4-293': [
    on(
      output('node_groups', {
        'general-1a.allocatable.cpu': present,
        'general-1a.max_size': present,
        'general-1a.availability_zones': present,
      }),
      'triptrip-production',
    ),
  ],
  'S4-294': [
    output('alb_public_certificate_arn'),
    output('waf_public_acl_arn'),
    output('alb_security_group_id'),
    output('kms_key_arn_ebs'),
  ],
};
