import type { Context } from '../../platform/unit/unit.ts';
import { type Each, each, rendered } from '../model/evidence.ts';
import type { Matcher } from '../model/expected.ts';
import { query } from '../model/query.ts';
import { isService, unit, workloadsOf } from './members.ts';

/** The names before the domain that services of the cluster have. */
function exposedNames(context: Context): readonly string[] {
  return workloadsOf(context).flatMap(({ declaration }) =>
    isService(declaration) && declaration.exposes !== undefined ? [declaration.exposes.host] : [],
  );
}

/** The entry for the public answers the exposed hosts at 443, and nothing else; staff's entry has its own port. */
export const exposedHosts: Each = each(unit('ingress'), (_, context) =>
  rendered('ingress/istio-system/authorizationpolicy-allow-exposed-hosts.yaml')({
    'spec.selector': { matchLabels: { app: 'istio-ingressgateway' } },
    'spec.action': 'ALLOW',
    'spec.rules': onlyExposed(context),
  }),
);

function onlyExposed(context: Context): Matcher {
  const names = exposedNames(context);
  const required = names.map((name) => `${name}.${context.cluster.domain}`);
  // A cluster may answer for another one that fails: then under the same names of the other's domain.
  const allowed = context.fleet.clusters.flatMap(({ domain }) => names.map((name) => `${name}.${domain}`));
  return {
    says: `allows ${required.join(', ')} at 443, and nothing else there`,
    holds: (rules) => {
      if (!Array.isArray(rules)) return false;
      const isPublic = (rule: unknown): boolean =>
        JSON.stringify(query(rule, 'to[*].operation.ports')) === '[["443"]]';
      const found = rules.filter(isPublic).flatMap((rule) => query(rule, 'to[*].operation.hosts'));
      const hosts = found.flat();
      return (
        rules.every((rule) => Object.keys(Object(rule)).join() === 'to' && isNarrow(rule)) &&
        required.every((host) => hosts.includes(host)) &&
        hosts.every((host) => typeof host === 'string' && allowed.includes(host.replace(/:\*$/, '')))
      );
    },
  };
}

/** Hosts and ports by name, and no other field. */
function isNarrow(rule: unknown): boolean {
  const operations = query(rule, 'to[*].operation');
  return (
    Array.isArray(operations) &&
    operations.length > 0 &&
    operations.every(
      (operation: unknown) =>
        Object.keys(Object(operation)).sort().join() === 'hosts,ports' &&
        query(operation, 'hosts[0]') !== undefined &&
        JSON.stringify(query(operation, 'ports')).match(/^\["\d+"\]$/) !== null,
    )
  );
}
