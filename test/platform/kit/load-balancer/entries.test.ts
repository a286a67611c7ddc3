import { describe, expect, it } from 'vitest';
import { publicNames } from '../../../../clusters/index.ts';
import { listeners } from '../../../../platform/components/istio/address.ts';
import { type Audience, staffEntry } from '../../../../platform/kit/load-balancer/entry.ts';
import { exposuresOf } from '../../../../platform/workload/graph/exposures.ts';
import { graphOf } from '../../../../platform/workload/graph/graph.ts';
import { liveFleet } from '../../../live-fleet.ts';
import type { Rendered } from '../../../rendered-fleet.ts';

const { contextOf, fleet, ofKind } = liveFleet;

const PREFIX = 'alb.ingress.kubernetes.io/';
const ingresses = ofKind('Ingress').filter(({ json }) => json.metadata.annotations?.[`${PREFIX}group.name`]);
const annotation = ({ json }: Rendered, name: string): string => json.metadata.annotations[PREFIX + name];
const hostsOf = ({ json }: Rendered): string[] => json.spec.rules.map(({ host }: { host: string }) => host);
const of = (cluster: string, group: string) =>
  ingresses.filter((one) => one.cluster === cluster && annotation(one, 'group.name') === group);

const withStaff = fleet.clusters
  .filter((cluster) => staffEntry(cluster) !== undefined)
  .map(({ name }) => name);

describe('a tool of staff is never reached through the load balancer of the public (S3-19, S3-28)', () => {
  it.each(fleet.clusters)('$name: the public sees exactly what its services expose', (cluster) => {
    const declared = graphOf(contextOf(cluster.name)).workloads.flatMap(({ declaration }) =>
      declaration.kind === 'service' && declaration.exposes
        ? publicNames(declaration.exposes.host, cluster)
        : [],
    );
    const seen = of(cluster.name, 'public').flatMap(hostsOf);
    // Services may share a host, each below its own path.
    expect(new Set(seen)).toEqual(new Set(declared));
  });

  it('no host is on both', () => {
    for (const cluster of withStaff) {
      const staff = of(cluster, 'staff').flatMap(hostsOf);
      expect(staff).toEqual([...new Set(staff)]);
      for (const host of of(cluster, 'public').flatMap(hostsOf)) expect(staff).not.toContain(host);
    }
  });

  it.each(fleet.clusters.filter(({ mesh }) => mesh !== undefined))(
    '$name: in the mesh the listener of the public has no host of staff either, whatever a load balancer sends (S3-25)',
    ({ name }) => {
      const exposures = exposuresOf(contextOf(name));
      const hosts = (audience: Audience) => [
        ...new Set(exposures.filter((one) => one.audience === audience).map(({ host }) => host)),
      ];
      const policy = ofKind('AuthorizationPolicy').find(
        (found) => found.cluster === name && found.name === 'allow-exposed-hosts',
      );
      const rules: { to: { operation: { ports: string[]; hosts: string[] } }[] }[] =
        policy?.json.spec.rules ?? [];
      const admitted = (audience: Audience) =>
        rules
          .flatMap(({ to }) => to.map(({ operation }) => operation))
          .filter(({ ports }) => ports.includes(String(listeners[audience].port)))
          .flatMap((operation) => operation.hosts);
      for (const audience of ['public', 'staff'] as const) {
        const wanted = hosts(audience).flatMap((host) => [host, `${host}:*`]);
        expect(admitted(audience).sort(), audience).toEqual(wanted.sort());
      }
    },
  );
});

describe('no load balancer without a guard (S3-22 to S3-24)', () => {
  it.each(fleet.clusters)(
    'every Ingress of $name carries web ACL, certificate and security group of its entry',
    (cluster) => {
      const { terraform, takesOver } = cluster;
      const guards = {
        public: [
          terraform.wafPublicAclArn,
          [
            terraform.albPublicCertificateArn,
            ...takesOver.map((other) => terraform.takeoverCertificateArns[other.cluster]),
          ].join(','),
          terraform.albSecurityGroupId,
        ],
        staff: [
          terraform.wafStaffAclArn,
          terraform.albStaffCertificateArn,
          terraform.albStaffSecurityGroupId,
        ],
      };
      for (const entry of ['public', 'staff'] as const) {
        for (const ingress of of(cluster.name, entry)) {
          expect(
            ['wafv2-acl-arn', 'certificate-arn', 'security-groups'].map((name) => annotation(ingress, name)),
          ).toEqual(guards[entry]);
        }
      }
    },
  );

  it('the two entries have nothing of it in common (S3-19)', () => {
    for (const cluster of withStaff) {
      const [open, staff] = [of(cluster, 'public')[0], of(cluster, 'staff')[0]];
      if (open === undefined || staff === undefined) throw new Error(`${cluster} lacks an entry.`);
      for (const name of ['group.name', 'wafv2-acl-arn', 'certificate-arn', 'security-groups']) {
        expect(annotation(open, name), name).not.toBe(annotation(staff, name));
      }
    }
  });

  it('those that share a load balancer say the same of it, or the controller stops', () => {
    for (const cluster of withStaff) {
      const whole = of(cluster, 'staff').map((ingress) =>
        ['scheme', 'subnets', 'listen-ports', 'ssl-redirect', 'ssl-policy', 'load-balancer-attributes'].map(
          (name) => annotation(ingress, name),
        ),
      );
      expect(new Set(whole.map((parts) => parts.join('\n'))).size).toBe(1);
    }
  });

  it('both face the Internet: tools call each other by public name through NAT (S3-32), and shift away from a zone (S0-87)', () => {
    for (const ingress of ingresses) {
      expect(annotation(ingress, 'scheme')).toBe('internet-facing');
      expect(annotation(ingress, 'load-balancer-attributes')).toContain('zonal_shift.config.enabled=true');
    }
  });
});

describe('targets', () => {
  it('of the gateway are as the contract says; of tools outside the mesh pods, so no port of a node leads past the login', () => {
    for (const ingress of ingresses) {
      const gateway = ingress.namespace === 'istio-system';
      const { targetType } = contextOf(ingress.cluster).cluster.ingress;
      expect(annotation(ingress, 'target-type')).toBe(gateway ? targetType : 'ip');
      expect(annotation(ingress, 'backend-protocol')).toBe(
        gateway || ingress.name === 'argocd' ? 'HTTPS' : 'HTTP',
      );
    }
  });
});
