import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { hostsMeet } from '../../state/mesh-hosts.ts';
import { memberOf } from '../../state/mesh-members.ts';
import { at, textAt } from '../../state/read.ts';
import { saidProtocol, servicesOf, targetsAt } from '../../state/service-ports.ts';
import { type GatewayState, gatewaysIn, hostParts, type Server } from './gateways.ts';
import { GATEWAY } from './sample.ts';

/** What one server says, against what its pods and their Services have. */
export const gatewayServers: ClusterRule = {
  id: 'gateway-servers',
  severity: 'error',
  summary: 'A server of a Gateway that nobody can call, or with TLS settings that its protocol does not have',
  breaks: 'Istio refuses the Gateway, or the port stays closed: callers get no connection.',
  failing: GATEWAY.replace('number: 443', 'number: 9443'),
  passing: GATEWAY,
  *judge(state) {
    for (const gateway of gatewaysIn(state).values()) {
      for (const server of gateway.servers) {
        yield* judgeForm(gateway, server);
        yield* judgePort(state, gateway, server);
      }
    }
    yield* judgeEachOther(state);
  },
};

function* judgeForm(
  { resource }: GatewayState,
  { path, protocol, tls, tlsMode, port, hosts }: Server,
): Generator<Said> {
  const settings = Object.keys(tls).filter((key) => key !== 'httpsRedirect');
  if (/^(?:HTTPS|TLS)$/.test(protocol)) {
    if (Object.keys(tls).length === 0) {
      yield {
        resource,
        path,
        message: `${protocol} needs TLS settings: Istio refuses the server without them.`,
        fix: 'Write tls with mode: SIMPLE and credentialName, or mode: PASSTHROUGH.',
      };
    } else if (tls.httpsRedirect === true) {
      yield {
        resource,
        path: [...path, 'tls', 'httpsRedirect'],
        message: `The server ends TLS at port ${port} and redirects to HTTPS: browsers are sent round for ever.`,
        fix: 'Take httpsRedirect out here; it belongs to the server for HTTP.',
      };
    }
    const isOwn = /^(?:SIMPLE|MUTUAL|OPTIONAL_MUTUAL)$/.test(tlsMode);
    if (
      isOwn &&
      Object.keys(tls).length > 0 &&
      ['credentialName', 'credentialNames', 'serverCertificate', 'tlsCertificates'].every(
        (field) => at(tls, field) === undefined,
      )
    ) {
      yield {
        resource,
        path: [...path, 'tls'],
        message: `${tlsMode} needs a certificate, and none is named: Istio refuses the server.`,
        fix: 'Write credentialName with the Secret of the certificate.',
      };
    }
    if (/PASSTHROUGH$/.test(tlsMode) && textAt(tls, 'credentialName') !== undefined) {
      yield {
        resource,
        path: [...path, 'tls', 'credentialName'],
        severity: 'warning',
        message: 'With PASSTHROUGH the gateway does not end TLS, and never uses the certificate.',
        fix: 'Take credentialName out, or write mode: SIMPLE.',
      };
    }
  } else if (settings.length > 0 && /^(?:HTTP|HTTP2|GRPC|TCP|MONGO|REDIS|MYSQL)$/.test(protocol)) {
    yield {
      resource,
      path: [...path, 'tls'],
      message: `The server at port ${port} is ${protocol}, which has no TLS: Istio refuses tls.${settings[0]} with it.`,
      fix: `Write protocol: HTTPS, or take ${settings.join(' and ')} out.`,
    };
  }
  if (hosts.length === 0) {
    yield {
      resource,
      path,
      message: 'The server has no hosts: Istio refuses it.',
      fix: 'Write hosts, as namespace/host, or "*".',
    };
  }
}

/** A gateway is called by its Service: the server has a port of that, or of the pods behind it. */
function* judgePort(
  state: ClusterState,
  { resource, workloads }: GatewayState,
  { path, port, protocol }: Server,
): Generator<Said> {
  if (port === undefined) return;
  const ports = workloads.flatMap((workload) =>
    servicesOf(state, workload).flatMap((service) =>
      service.ports.map((each) => ({ service, each, targets: targetsAt(each, workload) })),
    ),
  );
  if (ports.length === 0 || workloads.some(({ hostNetwork }) => hostNetwork)) return;
  const own = ports.filter(({ each, targets }) => each.number === port || targets.includes(port));
  if (own.length === 0) {
    const known = [...new Set(ports.map(({ each }) => each.number))];
    yield {
      resource,
      path: [...path, 'port', 'number'],
      message: `No Service of the gateway pods has the port ${port}: nobody can call the server. They have ${known.join(', ')}.`,
      fix: `Write a port of the Service${known.includes(443) && protocol === 'HTTPS' ? ', such as 443' : ''}, or add ${port} to it.`,
    };
    return;
  }
  for (const { service, each, targets } of own) {
    const others = service.ports.filter(
      (other) =>
        other !== each &&
        other.number !== each.number &&
        workloads.some((workload) => targetsAt(other, workload).some((target) => targets.includes(target))),
    );
    const [other] = others;
    if (other === undefined || each.number !== port) continue;
    const kinds = [each, other].map((one) => saidProtocol(one) ?? one.name);
    if (kinds[0] === kinds[1]) continue;
    yield {
      resource: service.resource,
      path: [...each.path, 'targetPort'],
      message: `The ports ${each.number} and ${other.number} of the gateway lead to one port of the pods (${targets.join(', ')}), which has one listener: ${protocol} of the Gateway ${resource.name} meets ${kinds[1]}.`,
      fix: 'Give each port of the Service a targetPort of its own.',
    };
    return;
  }
}

/** Servers on one port of the same pods share a listener. */
function* judgeEachOther(state: ClusterState): Generator<Said> {
  const seen = new Map<string, { readonly gateway: GatewayState; readonly server: Server }[]>();
  for (const gateway of gatewaysIn(state).values()) {
    const pods = gateway.workloads
      .filter((workload) => memberOf(state, workload) !== 'none')
      .map(({ namespace, kind, name }) => `${namespace}/${kind}/${name}`);
    for (const server of gateway.servers) {
      for (const key of pods.map((pod) => `${pod} ${server.port}`)) {
        const others = seen.get(key) ?? [];
        const clash = others.find((other) => familyOf(other.server) !== familyOf(server));
        const same = others.find((other) =>
          other.server.hosts.some((host) =>
            server.hosts.some((own) => isSame(host, other.gateway, own, gateway)),
          ),
        );
        const first = clash ?? same;
        if (first !== undefined) {
          yield {
            resource: gateway.resource,
            path: clash === undefined ? [...server.path, 'hosts'] : [...server.path, 'port', 'protocol'],
            severity: clash === undefined ? 'warning' : 'error',
            message:
              clash === undefined
                ? `Gateway ${first.gateway.resource.namespace}/${first.gateway.resource.name} has a server for the same hosts at port ${server.port} of the same pods: one of the two is ignored.`
                : `Gateway ${first.gateway.resource.namespace}/${first.gateway.resource.name} has ${first.server.protocol} at port ${server.port} of the same pods, and this one ${server.protocol}: one of the two is ignored.`,
            fix: 'Put the hosts into one server, or take another port.',
          };
        }
        seen.set(key, [...others, { gateway, server }]);
      }
    }
  }
}

function familyOf({ protocol, tlsMode }: Server): string {
  if (/^(?:HTTP|HTTP2|GRPC|GRPC-WEB)$/.test(protocol)) return 'http';
  return /^(?:HTTPS|TLS)$/.test(protocol) || tlsMode !== '' ? 'tls' : 'tcp';
}

function isSame(one: string, first: GatewayState, other: string, second: GatewayState): boolean {
  const [own, their] = [
    hostParts(one, first.resource.namespace),
    hostParts(other, second.resource.namespace),
  ];
  const isOverlap = own.namespace === '*' || their.namespace === '*' || own.namespace === their.namespace;
  return isOverlap && own.host === their.host && hostsMeet(own.host, their.host);
}
