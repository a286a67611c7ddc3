import { workloadOf } from '../../evidence/members.ts';
import { closedMesh, noOtherPeerAuthentication } from '../../evidence/mesh.ts';
import { each, heading, output, rendered, test } from '../../model/evidence.ts';
import { contains, type Expected, matching } from '../../model/expected.ts';
import type { EvidenceById } from '../../model/list-source.ts';
import { installs } from '../evidence/charts.ts';
import { contract, eachDatabaseClient, folderOf } from '../evidence/members.ts';
import { arnOf } from '../evidence/outputs.ts';
import { all } from '../evidence/texts.ts';

/** A load balancer that ends the TLS of clients, and speaks TLS to what is behind it. */
function endsAndStarts(entry: string, certificate: Expected) {
  return rendered(`ingress/istio-system/ingress-${entry}.yaml`)({
    'spec.ingressClassName': 'alb',
    'metadata.annotations["alb.ingress.kubernetes.io/certificate-arn"]': certificate,
    'metadata.annotations["alb.ingress.kubernetes.io/backend-protocol"]': 'HTTPS',
  });
}

/** The listener of the gateway behind it, with the certificate of the gateway itself. */
function ofGateway(entry: string) {
  return rendered(
    `ingress/istio-system/gateway-${entry}-gateway.yaml`,
    'spec',
  )({
    selector: { app: 'istio-ingressgateway' },
    'servers[*].tls': [
      { credentialName: 'gateway-certificate', minProtocolVersion: 'TLSV1_2', mode: 'SIMPLE' },
    ],
    'servers[*].port.protocol': ['HTTPS'],
  });
}

export const certificates: EvidenceById = {
  'S3-36': [heading('docs/certificates.md', 'Three places')],
  'S3-37': [
    output('alb_public_certificate_arn', { '': arnOf('acm') }),
    output('alb_staff_certificate_arn', { '': arnOf('acm') }),
  ],
  'S3-38': [
    endsAndStarts(
      'public',
      contract('alb_public_certificate_arn', ({ terraform }) => all(terraform.albPublicCertificateArn)),
    ),
    endsAndStarts('staff', '{alb_staff_certificate_arn}'),
    ofGateway('public'),
    ofGateway('staff'),
    rendered(
      'ingress/istio-system/certificate-gateway-certificate.yaml',
      'spec',
    )({
      secretName: 'gateway-certificate',
      issuerRef: { kind: 'Issuer', name: 'gateway-self-signed' },
      'dnsNames[0]': 'istio-ingressgateway.istio-system.svc.cluster.local',
    }),
    rendered('ingress/istio-system/issuer-gateway-self-signed.yaml')({ spec: { selfSigned: {} } }),
  ],
  'S3-39': [
    rendered('{istiod}/values.yaml')({
      'env.ENABLE_CA_SERVER': 'false',
      'global.caAddress': 'cert-manager-istio-csr.cert-manager.svc:443',
    }),
    output('mesh_root_certificate', { '': matching(/^-----BEGIN CERTIFICATE-----/) }),
    test(
      'test/platform/components/istio/certificates.test.ts',
      '%s needs no common root: istiod signs (S3-39)',
    ),
  ],
  'S3-40': [
    rendered('{istiod}/values.yaml')({
      'global.caAddress': 'cert-manager-istio-csr.cert-manager.svc:443',
      'meshConfig.enableAutoMtls': true,
    }),
    rendered(
      'istio-csr/values.yaml',
      'app',
    )({
      'certmanager.issuer.name': 'mesh',
      'istio.namespace': 'istio-system',
      'tls.trustDomain': '{mesh.trustDomain}',
    }),
  ],
  'S3-41': [closedMesh(), noOtherPeerAuthentication],
  'S3-42': [
    rendered('istio-csr/values.yaml')({
      'app.tls.rootCAFile': '/etc/mesh-root/root-cert.pem',
      'volumes[name=mesh-root].configMap.name': 'mesh-root',
      'volumeMounts[name=mesh-root].mountPath': '/etc/mesh-root',
    }),
    rendered('istio-csr/cert-manager/configmap-mesh-root.yaml')({
      'data["root-cert.pem"]': contract(
        'mesh_root_certificate',
        ({ terraform }) => terraform.meshRootCertificate,
      ),
    }),
    heading('docs/certificates.md', 'Inside the mesh'),
  ],
  'S3-43': [output('rds_ca_bundle', { '': matching(/^-----BEGIN CERTIFICATE-----/) })],
  'S3-44': [
    each(eachDatabaseClient, (name, context) => {
      const { namespace, product } = workloadOf(context, name);
      const folder = folderOf(context, name);
      return [
        rendered(`${folder}/configmap-${name}-config.yaml`)({
          'data.DB_SSL_MODE': 'verify-full',
          'data.DB_SSL_ROOT_CERT': '/etc/database-ca/ca.pem',
        }),
        rendered(
          `${folder}/deployment-${name}.yaml`,
          'spec.template.spec',
        )({
          'volumes[name=database-ca].configMap.name': 'database-ca',
          'containers[0].volumeMounts[name=database-ca]': {
            mountPath: '/etc/database-ca',
            name: 'database-ca',
            readOnly: true,
          },
        }),
        rendered(`${product}/${namespace}/configmap-database-ca.yaml`)({
          'data["ca.pem"]': contract('rds_ca_bundle', ({ terraform }) => terraform.rdsCaBundle),
        }),
      ];
    }),
    each(eachDatabaseClient, (name, context) =>
      rendered(`${folderOf(context, name)}/deployment-${name}.yaml`)({
        'spec.template.spec.containers[0].envFrom': contains({
          configMapRef: { name: `${name}-config` },
        }),
      }),
    ),
  ],
  'S3-45': [installs('cert-manager', 'cert-manager'), heading('docs/certificates.md', 'Outside the mesh')],
};
