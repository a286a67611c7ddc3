import { heading, output, rendered, test } from '../../../scripts/rows/evidence.ts';
import { present } from '../../../scripts/rows/expected.ts';
import { done, outside, type Row, type Section } from '../../../scripts/rows/row.ts';

export const zeroTrust: Section<Row> = {
  title: 'Streaming: zero trust and network',
  clusters: ['prod-japan', 'prod-eu'],
  entries: [
    done(
      'S0-74',
      'K',
      'Default deny in every namespace',
      rendered('namespaces/prod/networkpolicy-default-deny-all.yaml')({
        'spec.podSelector': {},
        'spec.policyTypes': ['Ingress', 'Egress'],
      }),
    ),
    done(
      'S0-75',
      'K',
      'Narrow allow rules',
      test('test/apps/streaming.test.ts', 'what each service reaches, and nothing else (S0-74, S0-75)'),
    ),
    outside(
      'S0-76',
      'T',
      'Flow logs and CloudTrail',
      'Terraform sets it inside AWS; no manifest needs a value of it, so no output is read.',
      heading('docs/terraform.md', 'Accounts and networks'),
      heading('docs/terraform.md', 'Audit'),
    ),
    done(
      'S0-77',
      'T',
      'Subnets apart; databases in private ones',
      output('public_subnet_ids'),
      output('private_subnet_ids'),
      output('data_subnet_cidrs'),
      heading('docs/terraform.md', 'Accounts and networks'),
    ),
    done(
      'S0-78',
      'T',
      'Security groups of least privilege',
      output('pod_security_group_ids', { '["user-service"]': present }),
      output('node_security_group_id'),
      output('alb_security_group_id'),
      heading('docs/terraform.md', 'Edge'),
    ),
    done(
      'S0-79',
      'K',
      'Security groups for pods',
      rendered(
        'user-service/prod/securitygrouppolicy-user-service.yaml',
        'spec',
      )({
        'podSelector.matchLabels.app': 'user-service',
        'securityGroups.groupIds': ['{pod_security_group_ids.user-service}'],
      }),
    ),
    done(
      'S0-80',
      'T',
      'The root of mTLS is ACM Private CA',
      output('acm_pca_arn'),
      output('mesh_root_certificate'),
    ),
    done(
      'S0-81',
      'K',
      'Istio uses that root',
      rendered('istio-csr/_cluster/awspcaclusterissuer-mesh.yaml')({ 'spec.region': '{region}' }),
      rendered('istiod/values.yaml')({
        'global.caAddress': 'cert-manager-istio-csr.cert-manager.svc:443',
        'env.ENABLE_CA_SERVER': 'false',
      }),
    ),
    done(
      'S0-82',
      'K',
      'Egress gateway',
      rendered('istio-egressgateway/istio-system/gateway-egress-push-notifications.yaml')({
        'spec.servers[0].tls.mode': 'ISTIO_MUTUAL',
      }),
      rendered('istiod/values.yaml')({ 'meshConfig.outboundTrafficPolicy.mode': 'REGISTRY_ONLY' }),
      test(
        'test/platform/istio/egress-gateway.test.ts',
        'nothing but the egress gateway reaches the Internet (S0-82, X-63)',
      ),
    ),
    done('S0-83', 'D', 'Diagram of the layers of defence', heading('docs/mesh.md', 'Layers of defence')),
  ],
};
