import type { Construct } from 'constructs';
import { addInternalCertificate } from '../../../platform/components/cert-manager/address.ts';
import { serviceHost } from '../../../platform/kit/names.ts';
import { CERTIFICATES, labelsOf, NAME, NAMESPACE } from './redis-cluster.ts';

/** The certificate of all nodes, and its Secret. */
export const CERTIFICATE = `${NAME}-certificate`;

/** The names that clients use: first that of the Service, then those of the nodes that they are redirected to. */
export function addCertificate(scope: Construct): void {
  const host = serviceHost(NAME, NAMESPACE);
  addInternalCertificate(scope, {
    name: CERTIFICATE,
    namespace: NAMESPACE,
    labels: labelsOf(),
    commonName: NAME,
    dnsNames: [host, `*.${host}`],
  });
}

/** For nodes and assembly alike; the group of the pod may read the key. */
export const certificateVolume = {
  name: 'certificate',
  secret: { secretName: CERTIFICATE, defaultMode: 0o440 },
};

export const certificateMount = { name: 'certificate', mountPath: CERTIFICATES, readOnly: true };
