import { fields, isFields, list, type Path, text } from '../../../state/read.ts';
import type { Fault } from '../fault.ts';
import { fault, type Judged, type Topic, word } from '../topic.ts';
import { hostOf, isAddress, isMeshHost, isNamespacePart, PROTOCOLS } from './hosts.ts';

const ENCRYPTED: ReadonlySet<string> = new Set(['HTTPS', 'TLS']);

function* tlsFaults(
  server: Readonly<Record<string, unknown>>,
  protocol: string,
  path: Path,
): Generator<Fault> {
  const { tls } = server;
  if (!isFields(tls)) {
    if (ENCRYPTED.has(protocol))
      yield fault([...path, 'tls'], `${protocol} needs a certificate, or what to do without`, 'write tls');
    return;
  }
  const place = [...path, 'tls'];
  const mode = text(tls.mode) ?? 'PASSTHROUGH';
  const credential = text(tls.credentialName) ?? (list(tls.credentialNames).length > 0 ? 'some' : undefined);
  const certificate = text(tls.serverCertificate);
  const key = text(tls.privateKey);
  const own = credential ?? certificate ?? (list(tls.tlsCertificates).length > 0 ? 'some' : undefined);
  if (!ENCRYPTED.has(protocol)) {
    if (tls.mode !== undefined || own)
      yield fault(
        place,
        `${protocol} is not encrypted`,
        'write protocol: HTTPS, or remove tls but httpsRedirect',
      );
    return;
  }
  if (tls.httpsRedirect === true)
    yield fault([...place, 'httpsRedirect'], 'is for a server of HTTP', 'write it there');
  if ((mode === 'SIMPLE' || mode === 'MUTUAL' || mode === 'OPTIONAL_MUTUAL') && !own)
    yield fault(place, `${mode} needs a certificate`, 'write credentialName');
  if ((mode === 'SIMPLE' || mode === 'MUTUAL') && !credential && certificate && !key)
    yield fault([...place, 'privateKey'], 'the certificate has no key', 'write privateKey');
  if (mode === 'MUTUAL' && !credential && !text(tls.caCertificates) && certificate)
    yield fault(
      [...place, 'caCertificates'],
      'MUTUAL needs the roots of its clients',
      'write caCertificates',
    );
  if (
    (mode === 'PASSTHROUGH' || mode === 'AUTO_PASSTHROUGH' || mode === 'ISTIO_MUTUAL') &&
    own &&
    tls.mode !== undefined
  )
    yield fault(
      place,
      `${mode} has no certificate of its own`,
      'write mode: SIMPLE, or remove the certificate',
    );
  if (
    protocol === 'HTTPS' &&
    (mode === 'PASSTHROUGH' || mode === 'AUTO_PASSTHROUGH') &&
    tls.mode !== undefined &&
    mode === 'AUTO_PASSTHROUGH'
  )
    yield fault(
      [...path, 'port', 'protocol'],
      'what passes through is TLS',
      'write protocol: TLS',
      'warning',
    );
}

function* judge({ value }: Judged): Generator<Fault> {
  const spec = fields(value.spec);
  if (list(spec.servers).length === 0)
    yield fault(['spec', 'servers'], 'it has no server', 'write at least one');
  const names = new Set<unknown>();
  for (const [index, server] of list(spec.servers).entries()) {
    if (!isFields(server)) continue;
    const path = ['spec', 'servers', index];
    const port = fields(server.port);
    const protocol = (text(port.protocol) ?? '').toUpperCase();
    if (protocol !== '' && !PROTOCOLS.has(protocol))
      yield fault(
        [...path, 'port', 'protocol'],
        `there is no protocol ${word(port.protocol)}`,
        `write one of ${[...PROTOCOLS].slice(0, 11).join(', ')}`,
      );
    if (text(port.name) && names.has(port.name))
      yield fault(
        [...path, 'port', 'name'],
        `two servers have a port called ${word(port.name)}`,
        'write another name',
      );
    names.add(port.name);
    if (list(server.hosts).length === 0) yield fault([...path, 'hosts'], 'it has no host', 'write hosts');
    for (const [position, host] of list(server.hosts).entries()) {
      if (typeof host !== 'string') continue;
      const { namespace, host: name } = hostOf(host);
      if ((namespace !== undefined && !isNamespacePart(namespace)) || (!isMeshHost(name) && !isAddress(name)))
        yield fault(
          [...path, 'hosts', position],
          `${JSON.stringify(host)} is no host`,
          'write a name such as shop.example.org or *.example.org, without scheme and port',
        );
    }
    if (protocol !== '') yield* tlsFaults(server, protocol, path);
  }
}

export const gateway: Topic = {
  id: 'refused-gateway',
  severity: 'error',
  summary: 'servers, hosts and certificates of a Gateway that istiod refuses',
  breaks: 'The webhook of istiod refuses the object, or the gateway does not open the port: nobody gets in.',
  kinds: ['networking.istio.io/Gateway'],
  judge,
  failing: `apiVersion: networking.istio.io/v1
kind: Gateway
metadata:
  name: shop
spec:
  selector: { istio: ingressgateway }
  servers:
    - port: { number: 443, name: https, protocol: HTTPS }
      hosts: [shop.example.org]
      tls: { mode: SIMPLE }
`,
  passing: `apiVersion: networking.istio.io/v1
kind: Gateway
metadata:
  name: shop
spec:
  selector: { istio: ingressgateway }
  servers:
    - port: { number: 443, name: https, protocol: HTTPS }
      hosts: [shop.example.org]
      tls: { mode: SIMPLE, credentialName: shop }
`,
};
