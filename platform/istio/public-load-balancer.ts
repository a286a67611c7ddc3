import { k8s } from 'cdk8s-plus-29';
import type { Construct } from 'constructs';
import type { Cluster } from '../../clusters/index.ts';
import { add } from '../constructs/manifest.ts';
import { namespaceLabels } from '../constructs/namespace/namespace.ts';
import { LOAD_BALANCER_IDLE_SECONDS } from '../constructs/service/timing.ts';
import { ingressGateway } from './ingress-gateway.ts';

/** Refuses TLS below 1.2 and every cipher without forward secrecy. */
const SSL_POLICY = 'ELBSecurityPolicy-TLS13-1-2-2021-06';

/** Seconds that a target that leaves still gets answers through; the gateway drains for as long. */
const DEREGISTRATION_SECONDS = 30;

/**
 * The Application Load Balancer in front of the mesh's gateway: it ends TLS, turns HTTP to HTTPS, carries the web
 * ACL, and asks the gateway's own health endpoint (S0-12, S4-213, X-104).
 */
export function publicLoadBalancer(scope: Construct, cluster: Cluster, hosts: readonly string[]): void {
  const { terraform, ingress } = cluster;
  const instance = ingress.targetType === 'instance';
  const annotations = {
    scheme: 'internet-facing',
    'target-type': ingress.targetType,
    subnets: terraform.publicSubnetIds.join(','),
    'security-groups': terraform.albSecurityGroupId,
    'manage-backend-security-group-rules': 'true',
    'listen-ports': '[{"HTTP":80},{"HTTPS":443}]',
    'ssl-redirect': '443',
    'ssl-policy': SSL_POLICY,
    'certificate-arn': terraform.albPublicCertificateArn,
    'wafv2-acl-arn': terraform.wafPublicAclArn,
    'healthcheck-protocol': 'HTTP',
    'healthcheck-path': '/healthz/ready',
    'healthcheck-port': String(instance ? ingressGateway.statusNodePort : ingressGateway.statusPort),
    'target-group-attributes': `deregistration_delay.timeout_seconds=${DEREGISTRATION_SECONDS}`,
    // Zonal shift takes a zone that fails out of service (S0-87).
    'load-balancer-attributes': `idle_timeout.timeout_seconds=${LOAD_BALANCER_IDLE_SECONDS},routing.http.drop_invalid_header_fields.enabled=true,zonal_shift.config.enabled=true,deletion_protection.enabled=true`,
  };
  add(scope, k8s.KubeIngress, {
    metadata: {
      name: 'public',
      namespace: ingressGateway.namespace,
      labels: namespaceLabels('platform'),
      annotations: Object.fromEntries(
        Object.entries(annotations).map(([key, value]) => [`alb.ingress.kubernetes.io/${key}`, value]),
      ),
    },
    spec: {
      ingressClassName: 'alb',
      rules: hosts.map((host) => ({
        host,
        http: {
          paths: [
            {
              path: '/',
              pathType: 'Prefix',
              backend: { service: { name: ingressGateway.name, port: { number: ingressGateway.httpPort } } },
            },
          ],
        },
      })),
    },
  });
}
