import {
  CertificateSpecPrivateKeyAlgorithm as Algorithm,
  Certificate,
  CertificateSpecPrivateKeyRotationPolicy as RotationPolicy,
  CertificateSpecUsages as Usage,
} from '@cdk8s/cert-manager';
import type { Construct } from 'constructs';
import { add } from '../../kit/manifest.ts';
import { hasMesh } from '../istio/address.ts';

/** Where cert-manager is: only on clusters with a mesh, as what asks for certificates is only there. */
export const hasCertManager = hasMesh;

/** The issuer of the cluster's own certificate authority. */
export const INTERNAL_ISSUER = 'internal';

/** A certificate of the cluster's own authority, and the Secret of the same name with `tls.crt`, `tls.key`, `ca.crt`. */
export interface InternalCertificate {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly commonName: string;
  /** Names of a server; absent for what is only a client. */
  readonly dnsNames?: readonly string[];
}

/** Adds a certificate of 90 days with a new key each time; it is renewed after 60. */
export function addInternalCertificate(scope: Construct, certificate: InternalCertificate): void {
  const { name, namespace, labels, commonName, dnsNames } = certificate;
  add(scope, Certificate, {
    metadata: { name, namespace, labels: { ...labels } },
    spec: {
      secretName: name,
      commonName,
      ...(dnsNames && { dnsNames: [...dnsNames] }),
      issuerRef: { kind: 'ClusterIssuer', name: INTERNAL_ISSUER },
      duration: '2160h',
      renewBefore: '720h',
      privateKey: { algorithm: Algorithm.ECDSA, size: 256, rotationPolicy: RotationPolicy.ALWAYS },
      // The nodes of a store are clients of each other.
      usages: [...(dnsNames ? [Usage.SERVER_AUTH] : []), Usage.CLIENT_AUTH, Usage.DIGITAL_SIGNATURE],
    },
  });
}
