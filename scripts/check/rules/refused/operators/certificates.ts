import { byDefault } from '../../../../cluster-model/defaults/defaults.ts';
import { goDuration } from '../../../schema/formats.ts';
import { at, fields, isFields, list, number, text } from '../../../state/read.ts';
import type { Fault } from '../fault.ts';
import { hostMistake } from '../ingress.ts';
import { fault, type Judged, type Topic } from '../topic.ts';

const HOUR = 3_600_000;
const DEFAULT_DURATION = 90 * 24 * HOUR;
const SIZES: Readonly<Record<string, readonly number[]>> = { RSA: [2048, 8192], ECDSA: [256, 384, 521] };

function* timeFaults(spec: Readonly<Record<string, unknown>>): Generator<Fault> {
  const duration = goDuration(text(spec.duration) ?? '');
  const before = goDuration(text(spec.renewBefore) ?? '');
  if (duration !== undefined && duration < HOUR)
    yield fault(['spec', 'duration'], 'is less than an hour', 'write 1h or more');
  if (before !== undefined && before < 300_000)
    yield fault(['spec', 'renewBefore'], 'is less than five minutes', 'write 5m or more');
  if (before !== undefined && before >= (duration ?? DEFAULT_DURATION))
    yield fault(
      ['spec', 'renewBefore'],
      `is not less than the duration, which is ${text(spec.duration) ?? '2160h'}`,
      'write less than the duration',
    );
  const percentage = number(spec.renewBeforePercentage);
  if (percentage !== undefined && (percentage <= 0 || percentage >= 100))
    yield fault(
      ['spec', 'renewBeforePercentage'],
      `${percentage} is no part of the duration`,
      'write 1 to 99',
    );
  if (before !== undefined && percentage !== undefined)
    yield fault(['spec', 'renewBeforePercentage'], 'stands beside renewBefore', 'keep one of them');
}

function* judge({ kind, value }: Judged): Generator<Fault> {
  const spec = fields(value.spec);
  if (kind === 'Certificate') {
    const names = ['dnsNames', 'uris', 'ipAddresses', 'emailAddresses', 'otherNames'];
    if (
      !text(spec.commonName) &&
      !text(spec.literalSubject) &&
      names.every((field) => list(spec[field]).length === 0)
    )
      yield fault(['spec', 'dnsNames'], 'it is for nobody', 'write dnsNames, or commonName');
    const common = text(spec.commonName) ?? '';
    if (common.length > 64)
      yield fault(['spec', 'commonName'], `has ${common.length} characters`, 'write 64 or less');
    for (const [index, name] of list(spec.dnsNames).entries()) {
      if (typeof name === 'string' && hostMistake(name.toLowerCase()))
        yield fault(
          ['spec', 'dnsNames', index],
          `${JSON.stringify(name)} is no name of a host`,
          'write one such as shop.example.org or *.example.org',
        );
    }
    yield* timeFaults(spec);
    const key = fields(spec.privateKey);
    const [algorithm, size] = [
      text(key.algorithm) ?? byDefault('cert-manager.io/Certificate', 'spec.privateKey.algorithm'),
      number(key.size),
    ];
    const sizes = SIZES[algorithm];
    if (size !== undefined && size !== 0 && sizes) {
      const fits =
        algorithm === 'RSA' ? size >= (sizes[0] ?? 0) && size <= (sizes[1] ?? 0) : sizes.includes(size);
      if (!fits)
        yield fault(
          ['spec', 'privateKey', 'size'],
          `${size} is no size of ${algorithm}`,
          `write ${algorithm === 'RSA' ? 'from 2048 to 8192' : sizes.join(', ')}`,
        );
    }
    const issuer = fields(spec.issuerRef);
    const group = text(issuer.group) ?? 'cert-manager.io';
    const own = text(issuer.kind);
    if (
      isFields(spec.issuerRef) &&
      (group === '' || group === 'cert-manager.io') &&
      own !== undefined &&
      own !== '' &&
      own !== 'Issuer' &&
      own !== 'ClusterIssuer'
    )
      yield fault(
        ['spec', 'issuerRef', 'kind'],
        `cert-manager has no ${own}`,
        'write Issuer or ClusterIssuer, or its group',
      );
    return;
  }
  const kinds = ['acme', 'ca', 'vault', 'selfSigned', 'venafi'].filter((field) => isFields(spec[field]));
  if (kinds.length !== 1)
    yield fault(
      ['spec'],
      kinds.length === 0 ? 'it signs with nothing' : `it has ${kinds.join(' and ')}`,
      'write exactly one of acme, ca, selfSigned, vault, venafi',
    );
  const server = text(at(spec, 'acme', 'server'));
  if (server !== undefined && !/^https?:\/\//.test(server))
    yield fault(
      ['spec', 'acme', 'server'],
      `${JSON.stringify(server)} is no address`,
      'write https://HOST/PATH',
    );
  for (const [index, solver] of list(at(spec, 'acme', 'solvers')).entries()) {
    const own = ['http01', 'dns01'].filter((field) => isFields(fields(solver)[field]));
    if (own.length !== 1)
      yield fault(
        ['spec', 'acme', 'solvers', index],
        own.length === 0 ? 'it solves nothing' : 'it has http01 and dns01',
        'write exactly one of http01, dns01',
      );
  }
}

export const certificates: Topic = {
  id: 'refused-certificate',
  severity: 'error',
  summary: 'Certificates and Issuers that cert-manager refuses',
  breaks: 'cert-manager issues nothing: the Secret never comes, or is not renewed in time.',
  kinds: ['cert-manager.io/Certificate', 'cert-manager.io/Issuer', 'cert-manager.io/ClusterIssuer'],
  judge,
  failing: `apiVersion: cert-manager.io/v1
kind: Certificate
metadata:
  name: shop
spec:
  secretName: shop
  duration: 24h
  renewBefore: 48h
  dnsNames: [shop.example.org]
  issuerRef: { kind: ClusterIssuer, name: ca }
`,
  passing: `apiVersion: cert-manager.io/v1
kind: Certificate
metadata:
  name: shop
spec:
  secretName: shop
  duration: 72h
  renewBefore: 48h
  dnsNames: [shop.example.org]
  issuerRef: { kind: ClusterIssuer, name: ca }
`,
};
