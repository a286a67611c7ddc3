import { nearestName } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule } from '../../rule.ts';
import { hostsIn, isHostOf, knownHosts } from '../../state/mesh-hosts.ts';
import { listAt, places } from '../../state/read.ts';
import { isSeen } from '../../state/service-ports.ts';
import { CART } from './sample.ts';

const sidecar = (host: string) => `---
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: { name: default, namespace: shop }
spec: { egress: [{ hosts: ['${host}'] }] }
`;

/** A Sidecar names what the proxies know; a name that nobody has adds nothing. */
export const sidecarHosts: ClusterRule = {
  id: 'sidecar-hosts',
  severity: 'error',
  summary: 'A host in a Sidecar of a namespace or with a name that is not there',
  breaks: 'The proxies do not know the host that was meant: calls to it go out in the clear, or into a hole.',
  failing: CART + sidecar('shopp/*'),
  passing: CART + sidecar('shop/*'),
  *judge(state) {
    const namespaces = [...state.namespaces.keys(), 'istio-system'];
    for (const resource of state.of('networking.istio.io/Sidecar')) {
      if (listAt(resource.value, 'spec', 'egress').length === 0) continue;
      for (const { value, path } of places(resource.value, 'spec.egress[].hosts[]')) {
        if (typeof value !== 'string') continue;
        const slash = value.indexOf('/');
        if (slash < 0) {
          yield {
            resource,
            path,
            message: `${value} names no namespace: Istio refuses the Sidecar.`,
            fix: `Write */${value}, or the namespace of the host before the slash.`,
          };
          continue;
        }
        const [namespace, host] = [value.slice(0, slash), value.slice(slash + 1)];
        const home = namespace === '.' ? resource.namespace : namespace;
        if (namespace !== '*' && namespace !== '~' && !state.namespaces.has(home)) {
          const near = nearestName(home, namespaces);
          if (
            near === undefined ||
            near === home ||
            (near.slice(0, 3) !== home.slice(0, 3) && near.slice(-3) !== home.slice(-3))
          )
            continue;
          yield {
            resource,
            path,
            message: `There is no namespace ${home}: ${value} adds no host.`,
            fix: `Write ${near}/${host}.`,
          };
          continue;
        }
        if (namespace === '*' || namespace === '~' || host.includes('*') || !isSeen(state, home)) continue;
        const { exact, wildcards } = hostsIn(state);
        const own = [...(exact.get(host) ?? []), ...wildcards.filter((each) => isHostOf(host, each.host))];
        if (own.some((each) => each.resource.namespace === home)) continue;
        const other = own[0]?.resource.namespace;
        const meant = nearestName(host, knownHosts(state));
        yield {
          resource,
          path,
          severity: 'warning',
          message:
            other === undefined
              ? `Nothing in the namespace ${home} has the host ${host}: ${value} adds no host.`
              : `${host} is in the namespace ${other}, and not in ${home}: ${value} adds no host.`,
          fix:
            other === undefined
              ? meant === undefined
                ? 'Write a host in full, or namespace/*.'
                : `Write ${home}/${meant}.`
              : `Write ${other}/${host}.`,
        };
      }
    }
  },
};
