import { workloadOf } from '../../evidence/members.ts';
import { closedMesh, noOtherPeerAuthentication } from '../../evidence/mesh.ts';
import { each, heading, output, rendered, test } from '../../model/evidence.ts';
import { contains, type Expected, matching } from '../../model/expected.ts';
import { done, otherwise, type Row, type Section } from '../../model/row.ts';
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

export const certificates: Section<Row> = {
  title: 'Mesh and observability: certificates',
  clusters: ['prod-japan'],
  entries: [
    done('S3-36', 'D', 'Three places for certificates', heading('docs/certificates.md', 'Three places')),
    done(
      'S3-37',
      'T',
      'Certificates of the load balancers',
      output('alb_public_certificate_arn', { '': arnOf('acm') }),
      output('alb_staff_certificate_arn', { '': arnOf('acm') }),
    ),
    done(
      'S3-38',
      'K',
      'TLS again towards the gateway',
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
    ),
    otherwise(
      'S3-39',
      'K',
      'istiod is the root',
      'Only where a cluster is alone in its mesh. prod-japan and prod-eu need a common root (contradiction 3).',
      rendered('istiod/values.yaml')({
        'env.ENABLE_CA_SERVER': 'false',
        'global.caAddress': 'cert-manager-istio-csr.cert-manager.svc:443',
      }),
      output('mesh_root_certificate', { '': matching(/^-----BEGIN CERTIFICATE-----/) }),
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
      rendered(
        'istio-csr/values.yaml',
        'app',
      )({
        'certmanager.issuer.name': 'mesh',
        'istio.namespace': 'istio-system',
        'tls.trustDomain': '{mesh.trustDomain}',
      }),
    ),
    done('S3-41', 'K', 'PeerAuthentication by namespace', closedMesh(), noOtherPeerAuthentication),
    done(
      'S3-42',
      'K',
      'The root in a ConfigMap of every namespace',
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
    ),
    done(
      'S3-43',
      'T',
      'The root of Aurora',
      output('rds_ca_bundle', { '': matching(/^-----BEGIN CERTIFICATE-----/) }),
    ),
    done(
      'S3-44',
      'K',
      'TLS from microservices to Aurora',
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
    ),
    done(
      'S3-45',
      'K',
      'cert-manager outside the mesh',
      installs('cert-manager', 'cert-manager'),
      heading('docs/certificates.md', 'Outside the mesh'),
    ),
  ],
};
