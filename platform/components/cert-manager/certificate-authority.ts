import {
  CertificateSpecPrivateKeyAlgorithm as Algorithm,
  Certificate,
  ClusterIssuer,
  Issuer,
  CertificateSpecPrivateKeyRotationPolicy as RotationPolicy,
} from '@cdk8s/cert-manager';
import { ownerLabels } from '../../kit/labels.ts';
import { add } from '../../kit/manifest.ts';
import { component } from '../../unit/component.ts';
import { waves } from '../../unit/waves.ts';
import { hasMesh } from '../istio/address.ts';
import { INTERNAL_ISSUER } from './address.ts';

/** cert-manager looks for the keys of cluster-wide issuers in its own namespace, and no product can read them there. */
const NAMESPACE = 'cert-manager';
const SELF_SIGNED = 'self-signed';
const AUTHORITY = 'internal-certificate-authority';

/**
 * The certificate authority of one cluster: for stores that speak TLS and those who call them. Its key is made
 * in the cluster and never leaves it. Clusters with a private CA of AWS have that one instead.
 */
export const certificateAuthority = component({
  name: 'certificate-authority',
  namespace: NAMESPACE,
  wave: waves.policies,
  on: (cluster) => hasMesh(cluster) && cluster.terraform.acmPcaArn === undefined,
  objects: (chart) => {
    const labels = ownerLabels('platform');
    add(chart, Issuer, {
      metadata: { name: SELF_SIGNED, namespace: NAMESPACE, labels },
      spec: { selfSigned: {} },
    });
    add(chart, Certificate, {
      metadata: { name: AUTHORITY, namespace: NAMESPACE, labels },
      spec: {
        secretName: AUTHORITY,
        commonName: AUTHORITY,
        isCa: true,
        issuerRef: { kind: 'Issuer', name: SELF_SIGNED },
        // Ten years, renewed with the same key: what it has signed stays valid, and what trusts it still does.
        duration: '87600h',
        renewBefore: '8760h',
        privateKey: { algorithm: Algorithm.ECDSA, size: 256, rotationPolicy: RotationPolicy.NEVER },
      },
    });
    add(chart, ClusterIssuer, {
      metadata: { name: INTERNAL_ISSUER, labels },
      spec: { ca: { secretName: AUTHORITY } },
    });
  },
});
