import { heading, nothing, output, rendered, test } from '../../../scripts/rows/evidence.ts';
import { contains } from '../../../scripts/rows/expected.ts';
import { done, otherwise, type Row, type Section } from '../../../scripts/rows/row.ts';

const guide = (title: string) => heading('docs/exposure.md', title);

const PREFIX = 'alb.ingress.kubernetes.io/';

const annotation = (name: string) => `metadata.annotations["${PREFIX}${name}"]`;

const everybody = rendered('ingress/istio-system/ingress-public.yaml');

const staff = rendered('ingress/istio-system/ingress-staff.yaml');

const prometheus = rendered('staff-tools/staff-tools/ingress-prometheus.yaml');

const proxy = rendered(
  'staff-tools/staff-tools/deployment-oauth2-proxy-prometheus.yaml',
  'spec.template.spec.containers[0]',
);

const entries = (name: string) => test('test/platform/load-balancer/entries.test.ts', name);

export const exposure: Section<Row> = {
  title: 'Mesh and observability: who may reach what',
  clusters: ['prod-japan'],
  entries: [
    done(
      'S3-19',
      'K',
      'One load balancer for the public, one for staff',
      everybody({ [annotation('group.name')]: 'public' }),
      staff({ [annotation('group.name')]: 'staff' }),
      entries('the two entries have nothing of it in common (S3-19)'),
    ),
    done('S3-20', 'T', 'Route 53 by domain', output('hosted_zone_id'), guide('Who reaches what')),
    done('S3-21', 'D', 'Who is asked for an address', guide('Who reaches what')),
    done('S3-22', 'T', 'Attacks, at the public one', output('waf_public_acl_arn'), guide('Two entries')),
    done('S3-23', 'T', 'Source addresses, at staff’s', output('waf_staff_acl_arn'), guide('Two entries')),
    done(
      'S3-24',
      'K',
      'A web ACL on each',
      everybody({ [annotation('wafv2-acl-arn')]: '{waf_public_acl_arn}' }),
      staff({ [annotation('wafv2-acl-arn')]: '{waf_staff_acl_arn}' }),
      prometheus({ [annotation('wafv2-acl-arn')]: '{waf_staff_acl_arn}' }),
    ),
    done(
      'S3-25',
      'K',
      'Keycloak and Temporal for staff',
      rendered(
        'keycloak/keycloak/virtualservice-keycloak.yaml',
        'spec',
      )({ hosts: ['keycloak.{domain}'], gateways: ['istio-system/staff-gateway'] }),
      rendered(
        'temporal/temporal/virtualservice-temporal.yaml',
        'spec',
      )({ hosts: ['temporal.{domain}'], gateways: ['istio-system/staff-gateway'] }),
      rendered(
        'temporal/values.yaml',
        'web',
      )({ 'additionalEnv[name=TEMPORAL_AUTH_PROVIDER_URL].value': '{sso_issuer_url}' }),
    ),
    done(
      'S3-26',
      'K',
      'Sites for the public',
      everybody({ 'spec.rules[*].host': contains('www.japan.example.com') }),
    ),
    done(
      'S3-27',
      'K',
      'The gateway chooses the Service',
      rendered(
        'api-gateway/storefront/virtualservice-api-gateway-public.yaml',
        'spec',
      )({ hosts: ['api.{domain}'], gateways: ['istio-system/public-gateway'] }),
    ),
    done(
      'S3-28',
      'K',
      'Tools outside the mesh for staff',
      prometheus({ [annotation('group.name')]: 'staff', 'spec.rules[*].host': ['prometheus.{domain}'] }),
      rendered('staff-tools/staff-tools/ingress-alertmanager.yaml')({ [annotation('group.name')]: 'staff' }),
      guide('Who reaches what'),
    ),
    otherwise(
      'S3-29',
      'K',
      'The Nginx controller chooses by Host',
      'It is no longer maintained: the rules of the load balancer choose (contradiction 10).',
      prometheus({ 'spec.ingressClassName': 'alb', 'spec.rules[*].host': ['prometheus.{domain}'] }),
      nothing(/ingress-nginx/, 'the Nginx controller'),
    ),
    otherwise(
      'S3-30',
      'K',
      'OAuth2 Proxy for tools without a login',
      'Before Prometheus and Alertmanager, as a target of the load balancer; Kiali has a login by now, as Grafana.',
      proxy({ args: contains('--oidc-issuer-url=https://sso.example.com/realms/staff') }),
      rendered('staff-tools/staff-tools/externalsecret-oauth2-proxy-alertmanager.yaml')({
        kind: 'ExternalSecret',
      }),
    ),
    done(
      'S3-31',
      'K',
      'Grafana signs in by itself',
      rendered('grafana/values.yaml')({ '["grafana.ini"]["auth.generic_oauth"].enabled': true }),
      rendered('grafana/monitoring/externalsecret-grafana-client.yaml')({ kind: 'ExternalSecret' }),
    ),
    done(
      'S3-32',
      'T',
      'Tools come through NAT',
      output('nat_gateway_public_ips'),
      staff({ [annotation('scheme')]: 'internet-facing' }),
    ),
    done(
      'S3-33',
      'K',
      'Tools reach each other inside the cluster',
      rendered('grafana/values.yaml')({
        'datasources["datasources.yaml"].datasources[0].url':
          'http://prometheus-operated.monitoring.svc.cluster.local:9090',
      }),
      rendered('kiali/values.yaml')({
        'external_services.prometheus.url': 'http://prometheus-operated.monitoring.svc.cluster.local:9090',
      }),
    ),
    done(
      'S3-34',
      'T',
      'The identity provider of staff',
      output('sso_issuer_url'),
      rendered('argocd/values.yaml', 'configs')({ 'cm["admin.enabled"]': 'false' }),
    ),
    done('S3-35', 'D', 'What the API gateway limits', guide('Who reaches what')),
  ],
};
