import type { Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import type { Resource } from '../../state/resource.ts';
import { saidProtocol } from '../../state/service-ports.ts';
import { type Backend, backendsOf } from './load-balancer.ts';

/** What a load balancer speaks to its backends, against what their Services say that they speak. */
export function* judgeProtocol(
  resource: Resource,
  path: Said['path'],
  protocol: string | undefined,
  { service, port }: Backend,
): Generator<Said> {
  const said =
    saidProtocol(port) ??
    (typeof port.target === 'string'
      ? saidProtocol({ name: port.target, appProtocol: undefined })
      : undefined);
  const wantsTls = protocol === 'HTTPS' || protocol === 'GRPCS';
  if (wantsTls && (said === 'http' || said === 'http2')) {
    yield {
      resource,
      path,
      message: `backend-protocol is ${protocol}, and port ${port.name || port.number} of Service ${service.namespace}/${service.name} is plain HTTP by its name: the handshake fails, and callers get 502.`,
      fix: 'Write HTTP, or name the port of the Service https.',
    };
  } else if (said === 'https' && protocol === 'HTTP') {
    yield {
      resource,
      path,
      message: `backend-protocol is HTTP, and port ${port.name || port.number} of Service ${service.namespace}/${service.name} speaks TLS by its name: callers get 400.`,
      fix: 'Write HTTPS.',
    };
  }
}

const NGINX = 'nginx.ingress.kubernetes.io/';

/** The same for the controller of nginx, and what it makes of paths. */
export function* judgeNginx(state: ClusterState, resource: Resource): Generator<Said> {
  const { annotations } = resource;
  const path = ['metadata', 'annotations', `${NGINX}backend-protocol`];
  const protocol = annotations[`${NGINX}backend-protocol`];
  if (protocol !== undefined) {
    for (const backend of backendsOf(state, resource))
      yield* judgeProtocol(resource, path, protocol, backend);
  }
  const target = annotations[`${NGINX}rewrite-target`];
  const groups = Math.max(0, ...[...(target ?? '').matchAll(/\$(\d)/g)].map(([, group]) => Number(group)));
  if (target === undefined || groups === 0) return;
  const paths = [...JSON.stringify(resource.value.spec ?? {}).matchAll(/"path":"((?:[^"\\]|\\.)*)"/g)].map(
    ([, text = '']) => text,
  );
  const short = paths.find((each) => (each.match(/\((?!\?)/g) ?? []).length < groups);
  if (short === undefined) return;
  yield {
    resource,
    path: ['metadata', 'annotations', `${NGINX}rewrite-target`],
    severity: 'warning',
    message: `rewrite-target names the group $${groups}, and the path ${short} has no such group: requests are rewritten to a path without it.`,
    fix: `Write the path with ${groups} groups in brackets, such as /api(/|$)(.*), or another target.`,
  };
}
