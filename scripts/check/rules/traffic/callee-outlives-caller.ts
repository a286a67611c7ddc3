import type { ClusterRule } from '../../rule.ts';
import { callsOf, targetOf } from '../../state/called-hosts.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { secondsOf } from '../../state/durations.ts';
import { remembered } from '../../state/memory.ts';
import { fullHost, lookUp } from '../../state/mesh-hosts.ts';
import type { ServiceState } from '../../state/service-ports.ts';
import { type Route, type Routing, routingsIn } from './routes.ts';
import { CART } from './sample.ts';

const WEB = CART.replaceAll('cart', 'web').replace(
  'web:1.0.0,',
  "web:1.0.0, env: [{ name: CART_URL, value: 'http://cart' }],",
);
const route = (host: string, timeout: string) => `---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: ${host}, namespace: shop }
spec: { hosts: [${host}], http: [{ route: [{ destination: { host: ${host} } }], timeout: ${timeout} }] }
`;

interface Timed {
  readonly routing: Routing;
  readonly route: Route;
  readonly seconds: number | undefined;
}

/** The routes that lead to each Service, with the time that they give. */
const routesTo = remembered((state: ClusterState): ReadonlyMap<ServiceState, readonly Timed[]> => {
  const found = new Map<ServiceState, Timed[]>();
  for (const routing of routingsIn(state)) {
    for (const route of routing.routes) {
      if (route.form !== 'http') continue;
      const services = route.destinations
        .filter(({ isMirror }) => !isMirror)
        .flatMap(
          ({ host }) =>
            lookUp(state, fullHost(host, routing.resource.namespace), routing.resource.namespace).hosts,
        )
        .flatMap(({ service }) => service ?? []);
      for (const service of new Set(services)) {
        const others = found.get(service) ?? [];
        others.push({ routing, route, seconds: secondsOf(route.value.timeout) });
        found.set(service, others);
      }
    }
  }
  return found;
});

/** Whoever waits gives up first, and the work behind goes on for nobody. */
export const calleeOutlivesCaller: ClusterRule = {
  id: 'callee-outlives-caller',
  severity: 'warning',
  summary: 'A route that gives its callee more time than the callers of the caller wait',
  breaks: 'Callers get 504 while the work goes on, and try again: load grows when a service is slow.',
  pitfalls: ['X-65', 'X-66'],
  failing: `${CART}---\n${WEB}${route('web', '5s')}${route('cart', '30s')}`,
  passing: `${CART}---\n${WEB}${route('web', '30s')}${route('cart', '5s')}`,
  *judge(state) {
    const seen = new Set<Route>();
    for (const [service, timed] of routesTo(state)) {
      const waits = timed.map(({ seconds }) => seconds);
      const longest = Math.max(...waits.map((seconds) => seconds ?? Number.POSITIVE_INFINITY));
      // One route that waits for ever, and somebody waits that long.
      if (timed.length === 0 || !Number.isFinite(longest) || longest === 0) continue;
      for (const workload of service.workloads) {
        for (const call of callsOf(state, workload)) {
          const target = targetOf(state, call, workload.namespace);
          if (target.type !== 'service' || target.service === service) continue;
          for (const { routing, route, seconds } of routesTo(state).get(target.service) ?? []) {
            if (
              seconds === undefined ||
              seconds <= longest ||
              seen.has(route) ||
              !routing.gateways.includes('mesh')
            )
              continue;
            seen.add(route);
            const [first] = timed;
            yield {
              resource: routing.resource,
              path: [...route.path, 'timeout'],
              message: `${target.service.name} gets ${seconds}s for a call, and ${workload.kind} ${workload.namespace}/${workload.name}, which calls it, is waited for ${longest}s at most (timeout of VirtualService ${first?.routing.resource.namespace}/${first?.routing.resource.name}).`,
              fix: `Write a timeout below ${longest}s here, or a longer one there.`,
            };
          }
        }
      }
    }
  },
};
