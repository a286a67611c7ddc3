import { output, rendered, test } from '../../../scripts/rows/evidence.ts';
import { matching } from '../../../scripts/rows/expected.ts';
import { done, open, type Row, type Section } from '../../../scripts/rows/row.ts';

export const certificates: Section<Row> = {
  title: 'Mesh and observability: certificates',
  clusters: ['prod-japan'],
  entries: [
    open('S3-36', 'D', '', 'Not answered yet.'),
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
    open('S3-39', 'K', '', 'Not answered yet.'),
    open('S3-40', 'K', '', 'Not answered yet.'),
    open('S3-41', 'K', '', 'Not answered yet.'),
    open('S3-42', 'K', '', 'Not answered yet.'),
    open('S3-43', 'T', '', 'Not answered yet.'),
    done(
      'S3-44',
      'K',
      'The application’s TLS to Aurora',
      rendered(
        'storefront/storefront/destinationrule-storefront-cluster-c63jskeyoe3t-ap-northeast-1-rds-amazonaws-com.yaml',
        'spec',
      )({ 'trafficPolicy.tls.mode': 'DISABLE' }),
      rendered('catalog-service/storefront/externalsecret-catalog-service-secrets.yaml')({
        'spec.target.template.data.DATABASE_URL': matching(/ssl-mode=VERIFY_IDENTITY/),
      }),
      test(
        'test/apps/storefront.test.ts',
        'S3-44: the application begins TLS and checks who answers; a proxy that did too would not be understood',
      ),
    ),
    open('S3-45', 'K', '', 'Not answered yet.'),
  ],
};
