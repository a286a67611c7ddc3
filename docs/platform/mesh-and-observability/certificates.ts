import { heading, output, rendered, test } from '../../../scripts/rows/evidence.ts';
import { matching } from '../../../scripts/rows/expected.ts';
import { done, otherwise, type Row, type Section } from '../../../scripts/rows/row.ts';

export const certificates: Section<Row> = {
  title: 'Mesh and observability: certificates',
  clusters: ['prod-japan'],
  entries: [
    done('S3-36', 'D', 'Three places for certificates', heading('docs/certificates.md', 'Three places')),
    done(
      'S3-37',
      'T',
      'Certificates of the load balancers',
      output('alb_public_certificate_arn'),
      output('alb_staff_certificate_arn'),
    ),
    done(
      'S3-38',
      'K',
      'TLS again towards the gateway',
      rendered('ingress/istio-system/ingress-public.yaml')({
        'metadata.annotations["alb.ingress.kubernetes.io/backend-protocol"]': 'HTTPS',
      }),
      rendered(
        'ingress/istio-system/gateway-public-gateway.yaml',
        'spec.servers[0]',
      )({ 'tls.mode': 'SIMPLE', 'tls.credentialName': 'gateway-certificate' }),
      rendered(
        'ingress/istio-system/certificate-gateway-certificate.yaml',
        'spec',
      )({ secretName: 'gateway-certificate' }),
    ),
    otherwise(
      'S3-39',
      'K',
      'istiod is the root',
      'Only where a cluster is alone in its mesh. prod-japan and prod-eu need a common root (contradiction 3).',
      rendered('istiod/values.yaml')({ 'env.ENABLE_CA_SERVER': 'false' }),
      test('test/platform/istio/certificates.test.ts', '%s needs no common root: istiod signs (S3-39)'),
    ),
    done(
      'S3-40',
      'K',
      'Proxies make keys and ask for certificates',
      rendered('istiod/values.yaml')({
        'global.caAddress': 'cert-manager-istio-csr.cert-manager.svc:443',
        'meshConfig.enableAutoMtls': true,
      }),
    ),
    done(
      'S3-41',
      'K',
      'PeerAuthentication by namespace',
      rendered('mesh-policies/prod/peerauthentication-default.yaml')({ 'spec.mtls.mode': 'STRICT' }),
    ),
    done(
      'S3-42',
      'K',
      'The root in a ConfigMap of every namespace',
      rendered('istio-csr/values.yaml')({ 'app.tls.rootCAFile': '/etc/mesh-root/root-cert.pem' }),
      heading('docs/certificates.md', 'Inside the mesh'),
    ),
    done('S3-43', 'T', 'The root of Aurora', output('rds_ca_bundle')),
    done(
      'S3-44',
      'K',
      'TLS from microservices to Aurora',
      rendered('user-service/prod/configmap-user-service-config.yaml')({
        'data.DB_SSL_MODE': 'verify-full',
        'data.DB_SSL_ROOT_CERT': '/etc/database-ca/ca.pem',
      }),
      rendered('streaming/prod/configmap-database-ca.yaml')({
        'data["ca.pem"]': matching(/BEGIN CERTIFICATE/),
      }),
    ),
    done(
      'S3-45',
      'K',
      'cert-manager outside the mesh',
      rendered('applications/argocd/application-{cluster}-cert-manager.yaml')({
        'spec.sources[0].chart': 'cert-manager',
      }),
      heading('docs/certificates.md', 'Outside the mesh'),
    ),
  ],
};
