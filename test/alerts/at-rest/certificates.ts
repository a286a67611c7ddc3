import { z } from 'zod';
import { type Series, steady } from '../../../scripts/prove-alerts/case.ts';
import { liveFleet } from '../../live-fleet.ts';
import { at } from '../../manifest-reader.ts';
import { MINUTES, objectsOn, series } from './objects.ts';

const HOUR = 3600;
const hours = z
  .string()
  .regex(/^\d+h$/)
  .transform((text) => Number.parseInt(text, 10));

interface Lifetime {
  readonly namespace: string | undefined;
  readonly name: string;
  readonly renewBefore: number;
}

function renewed(cluster: string): readonly Lifetime[] {
  const own = objectsOn(cluster, 'Certificate').map(({ name, namespace, json }) => ({
    name,
    namespace,
    renewBefore: hours.parse(json.spec.renewBefore),
  }));
  const issuer = liveFleet.unitsOn(cluster).find((unit) => unit.name === 'istio-csr');
  if (issuer === undefined) return own;
  // The chart has cert-manager renew istiod's own certificate.
  const tls = at(liveFleet.valuesOf(issuer.name, cluster), 'app.tls');
  const renewBefore = hours.parse(at(tls, 'istiodCertificateRenewBefore'));
  return [...own, { name: 'istiod', namespace: 'istio-system', renewBefore }];
}

/** Certificates at the last moment before their renewal: the nearest to their end that they come while all is well. */
export function certificates(cluster: string): Series {
  const end = MINUTES * 60;
  const parts = renewed(cluster).map(({ namespace, name, renewBefore }): Series => {
    const labels = { exported_namespace: namespace, name };
    const of = (metric: string, more = {}) =>
      series(`certmanager_certificate_${metric}`, { ...labels, ...more });
    return {
      [of('ready_status', { condition: 'True' })]: steady(1, MINUTES),
      [of('ready_status', { condition: 'False' })]: steady(0, MINUTES),
      [of('renewal_timestamp_seconds')]: steady(end, MINUTES),
      [of('expiration_timestamp_seconds')]: steady(end + renewBefore * HOUR, MINUTES),
    };
  });
  return Object.assign({}, ...parts);
}
