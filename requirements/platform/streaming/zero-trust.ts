import type { Context } from '../../../platform/unit/unit.ts';
import { eachMeshedNamespace, eachWorkload, isService, workloadsOf } from '../../evidence/members.ts';
import { withoutNamesakes } from '../../evidence/mesh.ts';
import { deniedByDefault, mayAskForNames, noOtherDefaults } from '../../evidence/namespaces.ts';
import { reachesAsDeclared } from '../../evidence/network.ts';
import { from, pods, prometheus, publicAddresses, to } from '../../evidence/peers.ts';
import { each, file, heading, only, output, rendered, test } from '../../model/evidence.ts';
import { absent, atLeast, computed, exactly, matching } from '../../model/expected.ts';
import type { EvidenceById } from '../../model/list-source.ts';
import { contract } from '../evidence/members.ts';
import { arnOf, atLeastOf, CIDR } from '../evidence/outputs.ts';

/** The callers of hosts outside AWS, by the host's name in the contract. */
function callersOfHost(name: string, context: Context) {
  return workloadsOf(context).filter(({ declaration: { calls = [] } }) =>
    calls.some((call) => call.to === 'external' && call.name === name),
  );
}

/** Who may use the egress gateway; there while a host is called. */
const CALLERS = 'istio-egressgateway/istio-system/authorizationpolicy-allow-declared-hosts.yaml';

const eachCalledHost = {
  says: 'each outside host that is called',
  about: ['chat-service', 'streaming'],
  members: (context: Context) =>
    Object.keys(context.cluster.externalHosts).filter((name) => callersOfHost(name, context).length > 0),
};

/** Policies in the namespace of the product: those of its workloads, of their tests, and the namespace's own. */
const onlyDeclaredPolicies = only(
  /\/prod\/networkpolicy-/,
  'the policies of the declared workloads and of the namespace, and no other',
  (context) => [
    ...['default-deny-all', 'allow-dns', 'allow-istiod', 'allow-tracing'].map(
      (name) => `namespaces/prod/networkpolicy-${name}.yaml`,
    ),
    ...workloadsOf(context)
      .filter(({ namespace }) => namespace === 'prod')
      .flatMap(({ declaration }) => [
        `${declaration.name}/prod/networkpolicy-allow-${declaration.name}.yaml`,
        ...(isService(declaration)
          ? [`${declaration.name}/prod/networkpolicy-allow-${declaration.name}-smoke-test.yaml`]
          : []),
      ]),
  ],
);

export const zeroTrust: EvidenceById = {
  'S0-74': [deniedByDefault(), output('network_policy_enforced', { '': true })],
  'S0-75': [
    mayAskForNames(),
    noOtherDefaults,
    onlyDeclaredPolicies,
    reachesAsDeclared(),
    each(eachMeshedNamespace(), (name) => [
      rendered(
        `namespaces/${name}/networkpolicy-allow-istiod.yaml`,
        'spec',
      )({
        podSelector: {},
        policyTypes: ['Egress'],
        egress: exactly([
          to([pods('istio-system', { app: 'istiod' })], 15012),
          to([pods('cert-manager', { app: 'cert-manager-istio-csr' })], 6443),
        ]),
      }),
      rendered(
        `namespaces/${name}/networkpolicy-allow-tracing.yaml`,
        'spec',
      )({
        podSelector: {},
        policyTypes: ['Egress'],
        egress: [to([pods('tracing', { 'app.kubernetes.io/name': 'opentelemetry-collector' })], 4317)],
      }),
    ]),
    test('test/apps/streaming/reach.test.ts', 'what each service reaches, and nothing else (S0-74, S0-75)'),
  ],
  'S0-76': [
    heading('docs/terraform.md', 'Accounts and networks'),
    heading('docs/terraform.md', 'Audit'),
    file('docs/terraform.md', 'Flow logs are on in every VPC'),
  ],
  'S0-77': [
    output('public_subnet_ids', { '': atLeastOf(2, /^subnet-/) }),
    output('private_subnet_ids', { '': atLeastOf(2, /^subnet-/) }),
    output('data_subnet_cidrs', { '': atLeastOf(2, CIDR) }),
    heading('docs/terraform.md', 'Accounts and networks'),
  ],
  'S0-78': [
    output('pod_security_group_ids', { '["user-service"]': matching(/^sg-/) }),
    output('node_security_group_id', { '': matching(/^sg-/) }),
    output('alb_security_group_id', { '': matching(/^sg-/) }),
    heading('docs/terraform.md', 'Edge'),
  ],
  'S0-79': [
    each(
      {
        says: 'each workload of streaming that calls a database and has a group of its own, such as user-service',
        about: ['user-service', 'streaming'],
        members: (context) =>
          workloadsOf(context, 'streaming').flatMap(({ declaration: { name, calls = [] } }) =>
            calls.some(({ to: target }) => target === 'database') &&
            context.cluster.terraform.podSecurityGroupIds[name] !== undefined
              ? [name]
              : [],
          ),
      },
      (name) =>
        rendered(`${name}/prod/securitygrouppolicy-${name}.yaml`)({
          'metadata.namespace': 'prod',
          spec: {
            podSelector: { matchLabels: { app: name } },
            securityGroups: { groupIds: [`{pod_security_group_ids.${name}}`] },
          },
        }),
    ),
  ],
  'S0-80': [
    output('acm_pca_arn', { '': arnOf('acm-pca') }),
    output('mesh_root_certificate', { '': matching(/^-----BEGIN CERTIFICATE-----/) }),
  ],
  'S0-81': [
    rendered('istio-csr/_cluster/awspcaclusterissuer-mesh.yaml')({
      spec: { arn: '{acm_pca_arn}', region: '{region}' },
    }),
    rendered(
      'istio-csr/values.yaml',
      'app',
    )({
      'certmanager.issuer': { name: 'mesh', kind: 'AWSPCAClusterIssuer', group: 'awspca.cert-manager.io' },
      'tls.rootCAFile': '/etc/mesh-root/root-cert.pem',
    }),
    rendered('istio-csr/cert-manager/configmap-mesh-root.yaml')({
      'data["root-cert.pem"]': contract(
        'mesh_root_certificate',
        ({ terraform }) => terraform.meshRootCertificate,
      ),
    }),
    rendered('{istiod}/values.yaml')({
      'global.caAddress': 'cert-manager-istio-csr.cert-manager.svc:443',
      'env.ENABLE_CA_SERVER': 'false',
    }),
  ],
  'S0-82': [
    rendered('{istiod}/values.yaml')({ 'meshConfig.outboundTrafficPolicy.mode': 'REGISTRY_ONLY' }),
    each(eachCalledHost, (name) => [
      rendered(
        `istio-egressgateway/istio-system/gateway-egress-${name}.yaml`,
        'spec',
      )({
        selector: { app: 'istio-egressgateway' },
        servers: [
          {
            hosts: [`{externalHosts.${name}}`],
            port: { name: `tls-${name}`, number: 443, protocol: 'TLS' },
            tls: { mode: 'ISTIO_MUTUAL' },
          },
        ],
      }),
      rendered(
        `istio-egressgateway/istio-system/virtualservice-egress-${name}.yaml`,
        'spec',
      )({
        gateways: [`egress-${name}`],
        hosts: [`{externalHosts.${name}}`],
        'tcp[*].route': [[{ destination: { host: `{externalHosts.${name}}`, port: { number: 443 } } }]],
      }),
      rendered(
        `istio-egressgateway/istio-system/serviceentry-egress-${name}.yaml`,
        'spec',
      )({ hosts: [`{externalHosts.${name}}`], location: 'MESH_EXTERNAL', 'ports[*].number': [443] }),
      rendered(
        `streaming/prod/virtualservice-egress-${name}.yaml`,
        'spec',
      )({
        hosts: [`{externalHosts.${name}}`],
        'tls[*].route': [
          [
            {
              destination: {
                host: 'istio-egressgateway.istio-system.svc.cluster.local',
                port: { number: 443 },
                subset: name,
              },
            },
          ],
        ],
      }),
    ]),
    only(
      /^istio-egressgateway\/istio-system\/(authorizationpolicy|gateway|serviceentry|virtualservice)-/,
      'what lets callers through to the hosts that they declare, and nothing else',
      (context) => {
        const called = eachCalledHost.members(context);
        return [
          ...(called.length === 0 ? [] : [CALLERS]),
          ...called.flatMap((name) =>
            ['gateway', 'serviceentry', 'virtualservice'].map(
              (kind) => `istio-egressgateway/istio-system/${kind}-egress-${name}.yaml`,
            ),
          ),
        ];
      },
    ),
    each(eachCalledHost, () =>
      rendered(
        CALLERS,
        'spec',
      )({
        action: 'ALLOW',
        selector: { matchLabels: { app: 'istio-egressgateway' } },
        rules: computed('each host, for those that call it', (context) =>
          exactly(
            eachCalledHost.members(context).map((name) => ({
              from: [
                {
                  source: {
                    principals: callersOfHost(name, context).map(
                      ({ namespace, declaration }) =>
                        `${context.cluster.mesh?.trustDomain}/ns/${namespace}/sa/${declaration.name}`,
                    ),
                    ...withoutNamesakes(context),
                  },
                },
              ],
              when: [{ key: 'connection.sni', values: [context.cluster.externalHosts[name] ?? ''] }],
            })),
          ),
        ),
      }),
    ),
    rendered(
      'istio-egressgateway/istio-system/networkpolicy-allow-istio-egressgateway.yaml',
      'spec',
    )({
      policyTypes: computed('the ways in, and out while a host is called', (context) =>
        eachCalledHost.members(context).length === 0 ? ['Ingress'] : ['Ingress', 'Egress'],
      ),
      podSelector: { matchLabels: { app: 'istio-egressgateway' } },
      egress: computed('public addresses at 443, while a host is called', (context) =>
        eachCalledHost.members(context).length === 0 ? absent : [to([publicAddresses], 443)],
      ),
      ingress: computed('those that call outside hosts, and Prometheus', (context) =>
        exactly([
          ...new Map(
            eachCalledHost
              .members(context)
              .flatMap((name) => callersOfHost(name, context))
              .map(({ namespace, declaration }) => [
                declaration.name,
                from([pods(namespace, { app: declaration.name })], 443),
              ]),
          ).values(),
          from([prometheus], 15020),
        ]),
      ),
    }),
    rendered('istio-egressgateway/values.yaml')({ 'autoscaling.minReplicas': atLeast(2) }),
    reachesAsDeclared(eachWorkload('streaming')),
    test(
      'test/platform/components/istio/egress-gateway.test.ts',
      'nothing but the egress gateway reaches the Internet (S0-82, X-63)',
    ),
  ],
  'S0-83': [heading('docs/mesh.md', 'Layers of defence')],
};
