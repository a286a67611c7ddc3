import { type FieldRule, gained, judge, lost, said, some } from './rule.ts';

const CERTIFICATE = /^cert-manager\.io\/Certificate$/;
const ISSUER = /^cert-manager\.io\/(?:Cluster)?Issuer$/;

/** Certificates, and who signs them. */
export const certificates: readonly FieldRule[] = [
  {
    types: CERTIFICATE,
    shape: /^spec\.(?:dnsNames|ipAddresses|uris|commonName)$/,
    says: (field) => [
      ...(lost(field).length > 0
        ? [judge('outage', `the certificate no longer holds for ${some(lost(field))}`)]
        : []),
      ...(gained(field).length > 0
        ? [judge('routine', `the certificate also holds for ${some(gained(field))}; it is issued anew`)]
        : []),
    ],
  },
  {
    types: CERTIFICATE,
    shape: /^spec\.secretName$/,
    says: ({ before, after }) =>
      judge(
        'outage',
        `the certificate is written into the Secret ${said(after)}; ${said(before)} is not renewed any more`,
      ),
  },
  {
    types: CERTIFICATE,
    shape: /^spec\.(?:issuerRef|isCA)\b/,
    says: ({ path, before, after }) =>
      judge('security', `who signs, or what it may sign, changes: ${path} ${said(before)} → ${said(after)}`),
  },
  {
    types: CERTIFICATE,
    shape: /^spec\.usages$/,
    says: (field) => [
      ...(lost(field).length > 0
        ? [judge('outage', `the certificate no longer serves for ${some(lost(field))}: it is refused there`)]
        : []),
      ...(gained(field).length > 0
        ? [judge('security', `the certificate also serves for ${some(gained(field))}`)]
        : []),
    ],
  },
  {
    types: CERTIFICATE,
    shape: /^spec\.privateKey\b/,
    says: ({ path, before, after }) =>
      judge('security', `the key is another one: ${path} ${said(before)} → ${said(after)}`),
  },
  {
    types: CERTIFICATE,
    shape: /^spec\.(?:duration|renewBefore\w*)$/,
    says: ({ path, before, after }) =>
      judge('routine', `it is renewed at another time: ${path} ${said(before)} → ${said(after)}`),
  },
  {
    types: ISSUER,
    shape: /^spec\.acme\.(?:email|preferredChain|profile|disableAccountKeyGeneration|enableDurationFeature)$/,
    says: ({ path, before, after }) =>
      judge('routine', `its account is told otherwise: ${path} ${said(before)} → ${said(after)}`),
  },
  {
    types: ISSUER,
    shape: /^spec\.acme\.(?:solvers|privateKeySecretRef)\b/,
    says: ({ path, before, after }) =>
      before === undefined
        ? judge('routine', `names are proved in one way more: ${path} ${said(after)}`)
        : judge(
            'outage',
            `names are proved in another way, so certificates may not be renewed: ${path} ${said(before)} → ${said(after)}`,
          ),
  },
  {
    types: /^cert-manager\.io\/(?:Cluster)?Issuer$|^awspca\.cert-manager\.io\//,
    shape: /^spec\b/,
    says: ({ path, before, after }) =>
      judge('security', `another authority, or another way to it: ${path} ${said(before)} → ${said(after)}`),
  },
];
