import { k8s } from 'cdk8s-plus-29';
import type { Construct } from 'constructs';
import type { Cluster } from '../../../clusters/index.ts';
import { add } from '../manifest.ts';
import type { Entry } from './entry.ts';

/** Refuses TLS below 1.2 and every cipher without forward secrecy. */
const SSL_POLICY = 'ELBSecurityPolicy-TLS13-1-2-2021-06';

/** Seconds for which a load balancer keeps sending to a target that is leaving. Every target drains for longer. */
export const DEREGISTRATION_SECONDS = 30;

/** Requests that one Service of the namespace answers. */
export interface Rule {
  readonly host: string;
  /** Beginning of the path; default: all of the host. */
  readonly path?: string;
  readonly service: { readonly name: string; readonly port: number };
}

/** What one Ingress adds to the load balancer of an entry. */
export interface Route {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly rules: readonly Rule[];
  /** Targets are pods (`ip`), or a port of every node (`instance`). */
  readonly targetType: 'ip' | 'instance';
  /** How the load balancer speaks to the targets. It takes any certificate of theirs (S3-38). */
  readonly protocol: 'HTTP' | 'HTTPS';
  /** Answered with 200; the port is that of the target. Asked by plain HTTP, unless it says otherwise. */
  readonly healthCheck: {
    readonly path: string;
    readonly port: number | 'traffic-port';
    readonly protocol?: 'HTTPS';
  };
  /** Seconds for which a target that is leaving still gets requests; it has to drain for longer. Default: 30. */
  readonly deregistrationSeconds?: number;
  /** Whether it listens on port 80 too, to send browsers to HTTPS; default yes. No, where no security group opens it. */
  readonly redirect?: boolean;
}

/** The same together with its entry. */
export interface EntryRoute extends Route {
  readonly entry: Entry;
}

/**
 * An Ingress of an entry's load balancer. It ends TLS, turns HTTP to HTTPS and carries the web ACL (S0-12, S3-24,
 * Every Ingress of the group repeats all of it: whichever is read first, the load balancer is the same.
 */
export function addLoadBalancerRoute(scope: Construct, cluster: Cluster, route: EntryRoute): void {
  const { entry, name, namespace, labels, rules, targetType, protocol, healthCheck } = route;
  const { deregistrationSeconds = DEREGISTRATION_SECONDS, redirect = true } = route;
  const annotations = {
    'group.name': entry.audience,
    // Staff's as well: their tools call each other by public name through NAT, and the web ACL knows its addresses (S3-32).
    scheme: 'internet-facing',
    subnets: cluster.terraform.publicSubnetIds.join(','),
    'security-groups': entry.securityGroupId,
    'manage-backend-security-group-rules': 'true',
    'listen-ports': redirect ? '[{"HTTP":80},{"HTTPS":443}]' : '[{"HTTPS":443}]',
    ...(redirect && { 'ssl-redirect': '443' }),
    'ssl-policy': SSL_POLICY,
    'certificate-arn': entry.certificateArns.join(','),
    'wafv2-acl-arn': entry.webAclArn,
    // Zonal shift takes a zone that fails out of service (S0-87).
    'load-balancer-attributes': `idle_timeout.timeout_seconds=${LOAD_BALANCER_IDLE_SECONDS},routing.http.drop_invalid_header_fields.enabled=true,zonal_shift.config.enabled=true,deletion_protection.enabled=true`,
    'target-type': targetType,
    'backend-protocol': protocol,
    'target-group-attributes': `deregistration_delay.timeout_seconds=${deregistrationSeconds}`,
    'healthcheck-protocol': healthCheck.protocol ?? 'HTTP',
    'healthcheck-path': healthCheck.path,
    'healthcheck-port': String(healthCheck.port),
  };
  add(scope, k8s.KubeIngress, {
    metadata: {
      name,
      namespace,
      labels: { ...labels },
      annotations: Object.fromEntries(
        Object.entries(annotations).map(([key, value]) => [`alb.ingress.kubernetes.io/${key}`, value]),
      ),
    },
    spec: {
      ingressClassName: 'alb',
      rules: rules.map(({ host, path = '/', service }) => ({
        host,
        http: {
          paths: [
            {
              path,
              pathType: 'Prefix',
              backend: { service: { name: service.name, port: { number: service.port } } },
            },
          ],
        },
      })),
    },
  });
}

/** Seconds for which a connection of the load balancer may be idle; a longer request has lost its caller. */
export const LOAD_BALANCER_IDLE_SECONDS = 60;
