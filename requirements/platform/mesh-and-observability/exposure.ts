import { eachExposed, unit, workload } from '../../evidence/members.ts';
import { calledAsDeclared, withoutNamesakes } from '../../evidence/mesh.ts';
import { each, heading, nothing, output, rendered, test } from '../../model/evidence.ts';
import {
  absent,
  computed,
  contains,
  containsAll,
  type Expected,
  every,
  exactly,
  matching,
} from '../../model/expected.ts';
import type { EvidenceById } from '../../model/list-source.ts';
import { contract, serviceOf } from '../evidence/members.ts';
import { arnOf, atLeastOf } from '../evidence/outputs.ts';
import { hostOf, publicHostOf } from '../evidence/services.ts';
import { all } from '../evidence/texts.ts';

const guide = (title: string) => heading('docs/exposure.md', title);

const PREFIX = 'alb.ingress.kubernetes.io/';

const annotation = (name: string) => `metadata.annotations["${PREFIX}${name}"]`;

const everybody = rendered('ingress/istio-system/ingress-public.yaml');

const staff = rendered('ingress/istio-system/ingress-staff.yaml');

const entries = (name: string) => test('test/platform/kit/load-balancer/entries.test.ts', name);

/** Tools outside the mesh: their Ingress, and what answers there. */
const TOOLS = [
  { name: 'prometheus', folder: 'staff-tools/staff-tools', service: 'oauth2-proxy-prometheus', port: 80 },
  { name: 'alertmanager', folder: 'staff-tools/staff-tools', service: 'oauth2-proxy-alertmanager', port: 80 },
  { name: 'grafana', folder: 'staff-tools/monitoring', service: 'grafana', port: 80 },
  { name: 'kiali', folder: 'staff-tools/kiali', service: 'kiali', port: 20001 },
] as const;

/** An Ingress of staff, with this besides. */
function ofStaff(values: Readonly<Record<string, Expected>>): Readonly<Record<string, Expected>> {
  return {
    'spec.ingressClassName': 'alb',
    [annotation('group.name')]: 'staff',
    [annotation('wafv2-acl-arn')]: '{waf_staff_acl_arn}',
    [annotation('security-groups')]: '{alb_staff_security_group_id}',
    [annotation('certificate-arn')]: '{alb_staff_certificate_arn}',
    ...values,
  };
}

const tools = TOOLS.map(({ name, folder, service, port }) =>
  rendered(`${folder}/ingress-${name}.yaml`)(
    ofStaff({
      'spec.rules[*].host': [`${name}.{domain}`],
      'spec.rules[0].http.paths': [
        { backend: { service: { name: service, port: { number: port } } }, path: '/', pathType: 'Prefix' },
      ],
    }),
  ),
);

/** OAuth2 Proxy before a tool: the login, the groups that may pass, and the one place behind it. */
function guarded(tool: string, upstream: string) {
  return [
    rendered(
      `staff-tools/staff-tools/deployment-oauth2-proxy-${tool}.yaml`,
      'spec.template.spec.containers[name=oauth2-proxy]',
    )({
      args: contract('the provider of staff, their groups, one upstream', ({ terraform, domain }) =>
        containsAll(
          '--provider=oidc',
          `--oidc-issuer-url=${terraform.ssoIssuerUrl}`,
          `--redirect-url=https://${tool}.${domain}/oauth2/callback`,
          `--upstream=${upstream}`,
          '--allowed-group=fleet-operators',
          '--allowed-group=fleet-readers',
          '--cookie-secure=true',
        ),
      ),
      envFrom: [{ secretRef: { name: `oauth2-proxy-${tool}` } }],
    }),
    rendered(
      `staff-tools/staff-tools/externalsecret-oauth2-proxy-${tool}.yaml`,
      'spec',
    )({
      'data[*].secretKey': [
        'OAUTH2_PROXY_CLIENT_ID',
        'OAUTH2_PROXY_CLIENT_SECRET',
        'OAUTH2_PROXY_COOKIE_SECRET',
      ],
      'data[*].remoteRef.key': [
        `{secret_path_prefix}/sso/${tool}`,
        `{secret_path_prefix}/sso/${tool}`,
        `{secret_path_prefix}/sso/${tool}`,
      ],
    }),
  ] as const;
}

/** In the mesh, through staff's listener alone. */
function inTheMesh(name: string, service: string) {
  return [
    rendered(
      `${name}/${name}/virtualservice-${name}.yaml`,
      'spec',
    )({
      hosts: [`${name}.{domain}`],
      gateways: ['istio-system/staff-gateway'],
      'http[*].route[0].destination.host': [`${service}.${name}.svc.cluster.local`],
    }),
    rendered(
      `${name}/${name}/authorizationpolicy-allow-gateway-to-${name}.yaml`,
      'spec',
    )({
      action: 'ALLOW',
      rules: computed('the gateway of this cluster, at 8080', (context) =>
        exactly([
          {
            from: [
              {
                source: {
                  principals: [
                    `${context.cluster.mesh?.trustDomain}/ns/istio-system/sa/istio-ingressgateway`,
                  ],
                  ...withoutNamesakes(context),
                },
              },
            ],
            to: [{ operation: { ports: ['8080'] } }],
          },
        ]),
      ),
    }),
    staff(
      ofStaff({
        'spec.rules[*].host': contract(`${name}.<domain>`, ({ domain }) => contains(`${name}.${domain}`)),
      }),
    ),
    rendered('ingress/istio-system/authorizationpolicy-allow-exposed-hosts.yaml')({
      'spec.rules[1].to[0].operation.hosts': contract(`${name}.<domain>`, ({ domain }) =>
        contains(`${name}.${domain}`),
      ),
      'spec.rules[1].to[0].operation.ports': ['8443'],
    }),
  ] as const;
}

export const exposure: EvidenceById = {
  'S3-19': [
    everybody({
      'spec.ingressClassName': 'alb',
      [annotation('group.name')]: 'public',
      [annotation('certificate-arn')]: contract('alb_public_certificate_arn', ({ terraform }) =>
        all(terraform.albPublicCertificateArn),
      ),
      [annotation('security-groups')]: '{alb_security_group_id}',
    }),
    staff(ofStaff({})),
    entries('the two entries have nothing of it in common (S3-19)'),
  ],
  'S3-20': [output('hosted_zone_id', { '': matching(/^Z[A-Z0-9]+$/) }), guide('Who reaches what')],
  'S3-21': [guide('Who reaches what')],
  'S3-22': [output('waf_public_acl_arn', { '': arnOf('wafv2') }), guide('Two entries')],
  'S3-23': [output('waf_staff_acl_arn', { '': arnOf('wafv2') }), guide('Two entries')],
  'S3-24': [
    everybody({
      'spec.ingressClassName': 'alb',
      [annotation('wafv2-acl-arn')]: '{waf_public_acl_arn}',
    }),
    staff(ofStaff({})),
    rendered('staff-tools/argocd/ingress-argocd.yaml')(ofStaff({})),
    ...tools,
  ],
  'S3-25': [
    each(unit('keycloak'), (name) => inTheMesh(name, 'keycloak')),
    each(unit('temporal'), (name) => inTheMesh(name, 'temporal-web')),
    rendered(
      'temporal/values.yaml',
      'web',
    )({
      'additionalEnv[name=TEMPORAL_AUTH_ENABLED].value': 'true',
      'additionalEnv[name=TEMPORAL_AUTH_PROVIDER_URL].value': '{sso_issuer_url}',
    }),
  ],
  'S3-26': [
    everybody({
      'spec.ingressClassName': 'alb',
      [annotation('group.name')]: 'public',
      [annotation('inbound-cidrs')]: absent,
    }),
    ...['pc-frontend', 'smartphone-frontend'].map((site) =>
      each(workload(site, 'storefront'), (name, context) =>
        everybody({
          'spec.rules[*].host': contains(publicHostOf(serviceOf(context, name), context)),
        }),
      ),
    ),
    calledAsDeclared(workload('pc-frontend', 'storefront')),
    calledAsDeclared(workload('smartphone-frontend', 'storefront')),
  ],
  'S3-27': [
    each(eachExposed('storefront'), (name, context) => {
      const one = serviceOf(context, name);
      const { exposes } = one.declaration;
      return rendered(
        `${name}/${one.namespace}/virtualservice-${name}-public.yaml`,
        'spec',
      )({
        ...(exposes?.userAgent === undefined && {
          hosts: contains(`${exposes?.host}.${context.cluster.domain}`),
          gateways: ['istio-system/public-gateway'],
        }),
        'http[name=stable].route[0].destination.host': hostOf(one),
      });
    }),
  ],
  'S3-28': [guide('Who reaches what'), ...tools],
  'S3-29': [nothing(/ingress-nginx/, 'no Nginx controller'), ...tools],
  'S3-30': [
    ...guarded('prometheus', 'http://prometheus-operated.monitoring.svc.cluster.local:9090'),
    ...guarded('alertmanager', 'http://alertmanager-operated.monitoring.svc.cluster.local:9093'),
    rendered(
      'kiali/values.yaml',
      'auth',
    )({ strategy: 'openid', 'openid.issuer_uri': '{sso_issuer_url}', 'openid.client_id': 'kiali' }),
  ],
  'S3-31': [
    rendered(
      'grafana/values.yaml',
      '["grafana.ini"]',
    )({
      '["auth.generic_oauth"].enabled': true,
      '["auth.generic_oauth"].auth_url': '{sso_issuer_url}/protocol/openid-connect/auth',
      '["auth.generic_oauth"].token_url': '{sso_issuer_url}/protocol/openid-connect/token',
      '["auth.generic_oauth"].client_secret': '$__file{/etc/secrets/sign-in/client_secret}',
      '["auth.generic_oauth"].role_attribute_strict': true,
      '["auth.anonymous"].enabled': false,
    }),
    rendered('grafana/monitoring/externalsecret-grafana-client.yaml')({
      'spec.data[*].secretKey': containsAll('client_id', 'client_secret'),
      'spec.data[*].remoteRef.key': contract('secret_path_prefix', ({ terraform }) =>
        every(matching(new RegExp(`^${terraform.secretPathPrefix}/`))),
      ),
    }),
  ],
  'S3-32': [
    output('nat_gateway_public_ips', { '': atLeastOf(1, /^\d+\.\d+\.\d+\.\d+$/) }),
    staff(ofStaff({ [annotation('scheme')]: 'internet-facing' })),
  ],
  'S3-33': [
    rendered(
      'grafana/values.yaml',
      'datasources["datasources.yaml"]',
    )({
      'datasources[uid=prometheus].url': 'http://prometheus-operated.monitoring.svc.cluster.local:9090',
      'datasources[uid=alertmanager].url': 'http://alertmanager-operated.monitoring.svc.cluster.local:9093',
      'datasources[uid=victoria-metrics].url': 'http://victoria-metrics.monitoring.svc.cluster.local:8428',
    }),
    rendered('kiali/values.yaml')({
      'external_services.prometheus.url': 'http://prometheus-operated.monitoring.svc.cluster.local:9090',
    }),
  ],
  'S3-34': [
    output('sso_issuer_url', { '': matching(/^https:\/\//) }),
    rendered('argocd/values.yaml', 'configs')({ 'cm["admin.enabled"]': 'false' }),
  ],
  'S3-35': [guide('Who reaches what')],
};
