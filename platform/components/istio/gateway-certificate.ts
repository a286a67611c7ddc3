import {
  CertificateSpecPrivateKeyAlgorithm as Algorithm,
  Certificate,
  Issuer,
  CertificateSpecPrivateKeyRotationPolicy as Rotation,
} from '@cdk8s/cert-manager';
import type { Construct } from 'constructs';
import { ownerLabels } from '../../kit/labels.ts';
import { add } from '../../kit/manifest.ts';
import { serviceHost } from '../../kit/names.ts';
import { ingressGateway } from './address.ts';

/** The Secret that the gateway's listeners name. */
export const GATEWAY_CERTIFICATE = 'gateway-certificate';

const ISSUER = 'gateway-self-signed';
const { name: gateway, namespace } = ingressGateway;

/**
 * The certificate that the gateway shows to the load balancers (S3-38). They take any, so it signs itself: what it
 * is for is that nobody in between can read along. Clients see the certificate of the load balancer.
 */
export function addGatewayCertificate(scope: Construct): void {
  const labels = ownerLabels('platform');
  add(scope, Issuer, { metadata: { name: ISSUER, namespace, labels }, spec: { selfSigned: {} } });
  add(scope, Certificate, {
    metadata: { name: GATEWAY_CERTIFICATE, namespace, labels },
    spec: {
      secretName: GATEWAY_CERTIFICATE,
      issuerRef: { kind: 'Issuer', name: ISSUER },
      dnsNames: [serviceHost(gateway, namespace)],
      duration: '2160h',
      renewBefore: '720h',
      privateKey: { algorithm: Algorithm.ECDSA, size: 256, rotationPolicy: Rotation.ALWAYS },
    },
  });
}
