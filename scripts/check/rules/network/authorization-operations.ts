import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { memberOf } from '../../state/mesh-members.ts';
import { listAt } from '../../state/read.ts';
import { isRequests, saidProtocol, servicesOf, targetsAt } from '../../state/service-ports.ts';
import { portsOf } from '../../state/workload.ts';
import { CART } from '../traffic/sample.ts';
import { type Authorization, authorizationsIn, textsOf } from './authorization-policies.ts';

const policy = (operation: string) => `---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: cart, namespace: shop }
spec:
  selector: { matchLabels: { app: cart } }
  rules: [{ to: [{ operation: { ${operation} } }] }]
`;

/** The proxy compares the port of the pod, and requests only where it reads them. */
export const authorizationOperations: ClusterRule = {
  id: 'authorization-operations',
  severity: 'error',
  summary: 'An operation of an AuthorizationPolicy that no request to its pods can be',
  breaks: 'An ALLOW never lets anything through, so that callers get 403; a DENY denies nothing, or all.',
  failing: CART + policy("ports: ['80']"),
  passing: CART + policy("ports: ['8080'], methods: [GET], paths: [/cart/*]"),
  *judge(state) {
    for (const authorization of authorizationsIn(state)) {
      for (const rule of authorization.rules) {
        yield* judgePorts(state, authorization, rule);
        yield* judgeRequests(authorization, rule);
        yield* judgeProtocol(state, authorization, rule);
      }
    }
  },
};

type Rule = Authorization['rules'][number];

function* judgePorts(
  state: ClusterState,
  { resource, workloads }: Authorization,
  rule: Rule,
): Generator<Said> {
  const declaring = workloads.filter((workload) => portsOf(workload).length > 0);
  const services = workloads.flatMap((workload) =>
    servicesOf(state, workload).flatMap(({ ports }) => ports.flatMap((port) => targetsAt(port, workload))),
  );
  const known = new Set([...declaring.flatMap(portsOf).map(({ number }) => number), ...services]);
  if (known.size === 0 || declaring.length < workloads.length) return;
  for (const field of ['ports', 'notPorts']) {
    for (const { text, path } of textsOf(rule, 'to', field)) {
      const port = Number(text);
      if (!Number.isInteger(port) || known.has(port) || (port >= 15_000 && port <= 15_100)) continue;
      const moved = workloads.flatMap((workload) =>
        servicesOf(state, workload).flatMap(({ ports }) =>
          ports.filter(({ number }) => number === port).flatMap((each) => targetsAt(each, workload)),
        ),
      )[0];
      yield {
        resource,
        path,
        severity: moved === undefined ? 'warning' : 'error',
        message:
          moved === undefined
            ? `The pods do not listen at port ${port}; they have ${[...known].join(', ')}.`
            : `${port} is a port of the Service, and the pods listen at ${moved}: the proxy compares that of the pod, so the rule fits nothing.`,
        fix: `Write "${moved ?? [...known][0]}".`,
      };
    }
  }
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'CONNECT', 'TRACE'];

function* judgeRequests({ resource }: Authorization, rule: Rule): Generator<Said> {
  for (const field of ['paths', 'notPaths']) {
    for (const { text, path } of textsOf(rule, 'to', field)) {
      if (/^[/*]/.test(text) || text === '' || text.startsWith('{')) continue;
      yield {
        resource,
        path,
        message: `Every path begins with a slash: none is ${text}.`,
        fix: `Write /${text}.`,
      };
    }
  }
  for (const field of ['methods', 'notMethods']) {
    for (const { text, path } of textsOf(rule, 'to', field)) {
      const upper = text.toUpperCase();
      if (text === upper || !METHODS.includes(upper)) continue;
      yield {
        resource,
        path,
        message: `Methods are compared letter by letter, and no request has ${text}.`,
        fix: `Write ${upper}.`,
      };
    }
  }
}

/** Fields that only requests have. */
const OF_REQUESTS = ['methods', 'paths', 'hosts', 'notMethods', 'notPaths', 'notHosts'];

function* judgeProtocol(
  state: ClusterState,
  { resource, workloads, action }: Authorization,
  { value, path }: Rule,
): Generator<Said> {
  for (const [index, each] of listAt(value, 'to').entries()) {
    const field = OF_REQUESTS.find((name) => listAt(each, 'operation', name).length > 0);
    const named = listAt(each, 'operation', 'ports').map(Number);
    if (field === undefined || workloads.length === 0) continue;
    const ports = workloads
      .filter((workload) => memberOf(state, workload) === 'sidecar')
      .flatMap((workload) =>
        servicesOf(state, workload).flatMap((service) =>
          service.ports.flatMap((port) =>
            targetsAt(port, workload).map((target) => ({
              target,
              protocol: saidProtocol(port),
              port,
              service,
            })),
          ),
        ),
      )
      .filter(({ target }) => named.length === 0 || named.includes(target));
    const [opaque] = ports.filter(({ protocol }) => protocol !== undefined && !isRequests(protocol));
    if (opaque === undefined || ports.some(({ protocol }) => protocol === undefined || isRequests(protocol)))
      continue;
    yield {
      resource,
      path: [...path, 'to', index, 'operation', field],
      message: `Port ${opaque.target} is ${opaque.protocol} by Service ${opaque.service.name} (port ${opaque.port.name || opaque.port.number}), so the proxy reads no requests there: the rule ${action === 'DENY' ? 'denies all of it' : 'fits nothing'}.`,
      fix: `Take ${field} out, or name the port of the Service after HTTP.`,
    };
  }
}
