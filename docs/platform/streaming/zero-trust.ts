import { heading, output, rendered, test } from '../../../scripts/rows/evidence.ts';
import { done, open, type Row, type Section } from '../../../scripts/rows/row.ts';

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
    open('S0-76', 'T', '', 'Not answered yet.'),
    open('S0-77', 'T', '', 'Not answered yet.'),
    open('S0-78', 'T', '', 'Not answered yet.'),
    open('S0-79', 'K', '', 'Not answered yet.'),
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
