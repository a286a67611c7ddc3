import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { type Host, lookUp } from '../../state/mesh-hosts.ts';
import { memberOf, tlsModeAt } from '../../state/mesh-members.ts';
import { type Fields, fieldsAt, numberAt, type Path, textAt } from '../../state/read.ts';
import { targetsAt } from '../../state/service-ports.ts';
import { type DestinationRule, destinationRulesIn, policiesOf } from './destination-rules.ts';
import { CART } from './sample.ts';

const rule = (mode: string) => `---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default, namespace: shop }
spec: { mtls: { mode: STRICT } }
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: cart, namespace: shop }
spec: { host: cart, trafficPolicy: { tls: { mode: ${mode} } } }
`;

/** What the caller's proxy speaks has to be what the callee's takes. */
export const destinationTls: ClusterRule = {
  id: 'destination-tls',
  severity: 'error',
  summary: 'A TLS mode of a DestinationRule that the pods behind the host do not speak',
  breaks: 'Connections end in the handshake: callers get 503, and the callee logs nothing.',
  pitfalls: ['X-59'],
  failing: CART + rule('DISABLE'),
  passing: CART + rule('ISTIO_MUTUAL'),
  *judge(state) {
    for (const rule of destinationRulesIn(state)) {
      const { hosts } = rule.host.includes('*')
        ? { hosts: [] }
        : lookUp(state, rule.host, rule.resource.namespace);
      for (const { policy, path } of policiesOf(rule)) {
        const tls = fieldsAt(policy, 'tls');
        yield* judgeForm(rule, tls, [...path, 'tls']);
        const mode = textAt(tls, 'mode');
        if (mode === undefined) continue;
        yield* judgeHosts(state, rule, hosts, {
          mode,
          path: [...path, 'tls', 'mode'],
          port: numberAt(policy, 'port', 'number'),
        });
      }
    }
  },
};

/** Files or a Secret for what the mode needs. */
function* judgeForm({ resource }: DestinationRule, tls: Fields, path: Path): Generator<Said> {
  const mode = textAt(tls, 'mode');
  const certificate = textAt(tls, 'clientCertificate');
  const key = textAt(tls, 'privateKey');
  if (
    mode === 'MUTUAL' &&
    textAt(tls, 'credentialName') === undefined &&
    (certificate === undefined || key === undefined)
  ) {
    yield {
      resource,
      path,
      message:
        'MUTUAL needs a certificate of the caller: Istio refuses it without credentialName, or clientCertificate and privateKey.',
      fix: 'Write credentialName with the Secret of the certificate, or ISTIO_MUTUAL for that of the mesh.',
    };
  }
  if (
    mode === 'ISTIO_MUTUAL' &&
    (certificate !== undefined || key !== undefined || textAt(tls, 'caCertificates') !== undefined)
  ) {
    yield {
      resource,
      path,
      message: 'With ISTIO_MUTUAL the mesh brings the certificates, and Istio refuses others beside it.',
      fix: 'Take the certificates out, or write MUTUAL.',
    };
  }
  if (tls.insecureSkipVerify === true) {
    yield {
      resource,
      path: [...path, 'insecureSkipVerify'],
      severity: 'warning',
      message:
        'Nobody verifies whose certificate the server shows: whoever is in between can read and change all of it.',
      fix: 'Take insecureSkipVerify out, and name the authority under caCertificates or credentialName.',
    };
  }
  if (
    mode === 'SIMPLE' &&
    ['caCertificates', 'credentialName', 'sni', 'subjectAltNames', 'insecureSkipVerify'].every(
      (field) => tls[field] === undefined,
    )
  ) {
    yield {
      resource,
      path,
      severity: 'info',
      message:
        'It names neither an authority nor the name of the server: only the authorities that the image of the proxy trusts are asked, and older versions of Istio verify nothing.',
      fix: 'Write caCertificates: system, or that of the server, and sni.',
    };
  }
}

interface Setting {
  readonly mode: string;
  readonly path: Path;
  readonly port: number | undefined;
}

function* judgeHosts(
  state: ClusterState,
  { resource }: DestinationRule,
  hosts: readonly Host[],
  { mode, path, port }: Setting,
): Generator<Said> {
  for (const { service, resource: by } of hosts) {
    if (service === undefined) {
      if (mode !== 'ISTIO_MUTUAL' || textAt(by.value, 'spec', 'location') === 'MESH_INTERNAL') continue;
      if (
        textAt(by.value, 'spec', 'location') === undefined &&
        'workloadSelector' in fieldsAt(by.value, 'spec')
      )
        continue;
      yield {
        resource,
        path,
        message: `ServiceEntry ${by.namespace}/${by.name} is outside the mesh, and takes no certificate of it: the handshake fails.`,
        fix: 'Write mode: SIMPLE, or DISABLE where the program itself speaks TLS.',
      };
      continue;
    }
    const outside = service.workloads.filter(
      (workload) => memberOf(state, workload) === 'none' && !workload.isMade,
    );
    const [first] = outside;
    if (mode === 'ISTIO_MUTUAL' && first !== undefined) {
      yield {
        resource,
        path,
        message: `The pods of ${first.kind} ${first.namespace}/${first.name} have no proxy, and do not speak the mesh's TLS: the handshake fails.`,
        fix: 'Take tls out, so that Istio finds out which pods have a proxy, or put the pods into the mesh.',
      };
    }
    if (mode !== 'DISABLE' && mode !== 'SIMPLE') continue;
    const ports = service.ports.filter(({ number }) => port === undefined || number === port);
    const strict = service.workloads.flatMap((workload) =>
      ports
        .flatMap((each) => targetsAt(each, workload))
        .filter((target) => tlsModeAt(state, workload, target)?.mode === 'STRICT')
        .map((target) => ({ workload, target })),
    );
    const [refused] = strict;
    if (refused === undefined) continue;
    const { workload, target } = refused;
    yield {
      resource,
      path,
      message: `${workload.kind} ${workload.namespace}/${workload.name} takes only calls with a certificate of the mesh at port ${target} (STRICT), and ${mode} sends none.`,
      fix: 'Take tls out, or write mode: ISTIO_MUTUAL.',
    };
  }
}
