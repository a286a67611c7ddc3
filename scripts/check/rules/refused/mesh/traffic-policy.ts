import { goDuration } from '../../../schema/formats.ts';
import { at, fields, isFields, list, number, type Path, text } from '../../../state/read.ts';
import type { Fault } from '../fault.ts';
import { fault, word } from '../topic.ts';

function* tlsFaults(tls: Readonly<Record<string, unknown>>, path: Path): Generator<Fault> {
  const { mode } = tls;
  const files = ['clientCertificate', 'privateKey', 'caCertificates'].filter((field) => text(tls[field]));
  const credential = text(tls.credentialName);
  if (mode === 'MUTUAL' && !credential) {
    for (const field of ['clientCertificate', 'privateKey'])
      if (!text(tls[field]))
        yield fault(
          [...path, field],
          `MUTUAL needs ${field}`,
          `write ${field} or credentialName, or mode: ISTIO_MUTUAL`,
        );
  }
  if (mode === 'ISTIO_MUTUAL' && (files.length > 0 || credential))
    yield fault(
      [...path, files[0] ?? 'credentialName'],
      'ISTIO_MUTUAL brings its own certificates',
      'remove it, or write mode: MUTUAL',
    );
  if (credential && files.length > 0)
    yield fault([...path, 'credentialName'], 'stands beside files', 'keep one of them');
  if (
    (mode === undefined || mode === 'DISABLE') &&
    (files.length > 0 || credential || text(tls.sni)) &&
    tls.mode !== undefined
  )
    yield fault(
      path,
      'DISABLE encrypts nothing, so the rest counts for nothing',
      'write mode: SIMPLE, or remove the rest',
      'warning',
    );
}

function* outlierFaults(outlier: Readonly<Record<string, unknown>>, path: Path): Generator<Fault> {
  for (const field of ['maxEjectionPercent', 'minHealthPercent']) {
    const own = number(outlier[field]);
    if (own !== undefined && (own < 0 || own > 100))
      yield fault([...path, field], `${own} is no percentage`, 'write 0 to 100');
  }
  for (const field of ['interval', 'baseEjectionTime']) {
    const own = goDuration(text(outlier[field]) ?? '');
    if (own !== undefined && own < 1)
      yield fault(
        [...path, field],
        `${word(outlier[field])} is less than a millisecond`,
        'write 1ms or more',
      );
  }
  const split = outlier.splitExternalLocalOriginErrors;
  if (number(outlier.consecutiveLocalOriginFailures) !== undefined && split !== true)
    yield fault(
      [...path, 'consecutiveLocalOriginFailures'],
      'is for splitExternalLocalOriginErrors: true',
      'write splitExternalLocalOriginErrors: true',
      'warning',
    );
}

function* localityFaults(setting: Readonly<Record<string, unknown>>, path: Path): Generator<Fault> {
  const own = ['distribute', 'failover', 'failoverPriority'].filter(
    (field) => list(setting[field]).length > 0,
  );
  if (own.includes('distribute') && own.length > 1)
    yield fault(path, `it has ${own.join(' and ')}`, 'keep one of them');
  const sources = new Set<unknown>();
  for (const [index, rule] of list(setting.distribute).entries()) {
    const { from, to } = fields(rule);
    if (sources.has(from))
      yield fault([...path, 'distribute', index, 'from'], `${word(from)} is there twice`, 'keep one of them');
    sources.add(from);
    const weights = Object.values(fields(to)).filter((weight) => typeof weight === 'number');
    const sum = weights.reduce((total, weight) => total + weight, 0);
    if (isFields(to) && sum !== 100)
      yield fault(
        [...path, 'distribute', index, 'to'],
        `the weights make ${sum}, and not 100`,
        'write weights that make 100',
      );
  }
  for (const [index, rule] of list(setting.failover).entries()) {
    const { from, to } = fields(rule);
    if (typeof from === 'string' && from === to)
      yield fault([...path, 'failover', index, 'to'], 'it fails over to itself', 'write another region');
    for (const [field, region] of [
      ['from', from],
      ['to', to],
    ] as const)
      if (typeof region === 'string' && /[*/]/.test(region))
        yield fault(
          [...path, 'failover', index, field],
          `${region} is no region`,
          'write a region, without zone and star',
        );
  }
}

export function* policyFaults(policy: unknown, path: Path): Generator<Fault> {
  if (!isFields(policy)) return;
  if (isFields(policy.tls)) yield* tlsFaults(policy.tls, [...path, 'tls']);
  if (isFields(policy.outlierDetection))
    yield* outlierFaults(policy.outlierDetection, [...path, 'outlierDetection']);
  const balancer = fields(policy.loadBalancer);
  if (text(balancer.simple) && isFields(balancer.consistentHash))
    yield fault([...path, 'loadBalancer'], 'it has simple and consistentHash', 'keep one of them');
  if (isFields(balancer.localityLbSetting))
    yield* localityFaults(balancer.localityLbSetting, [...path, 'loadBalancer', 'localityLbSetting']);
  const hash = fields(balancer.consistentHash);
  const keys = ['httpHeaderName', 'httpCookie', 'useSourceIp', 'httpQueryParameterName'].filter(
    (field) => hash[field] !== undefined,
  );
  if (isFields(balancer.consistentHash) && keys.length !== 1)
    yield fault(
      [...path, 'loadBalancer', 'consistentHash'],
      keys.length === 0 ? 'it says not what is hashed' : `it has ${keys.join(' and ')}`,
      'write exactly one of httpHeaderName, httpCookie, useSourceIp, httpQueryParameterName',
    );
  const pool = policy.connectionPool;
  if (isFields(pool)) {
    for (const [kind, field] of [
      ['tcp', 'maxConnections'],
      ['http', 'http1MaxPendingRequests'],
      ['http', 'http2MaxRequests'],
      ['http', 'maxRequestsPerConnection'],
      ['http', 'maxRetries'],
    ] as const) {
      const own = number(at(pool, kind, field));
      if (own !== undefined && own < 0)
        yield fault(
          [...path, 'connectionPool', kind, field],
          `${own} is less than nothing`,
          'write 0 or more',
        );
    }
    if (
      at(pool, 'http', 'useClientProtocol') === true &&
      text(at(pool, 'http', 'h2UpgradePolicy')) === 'UPGRADE'
    )
      yield fault(
        [...path, 'connectionPool', 'http', 'h2UpgradePolicy'],
        'the client chooses the protocol already',
        'remove one of them',
      );
  }
  const ports = new Set<unknown>();
  for (const [index, setting] of list(policy.portLevelSettings).entries()) {
    const port = at(setting, 'port', 'number');
    const own = [...path, 'portLevelSettings', index];
    if (port === undefined) yield fault([...own, 'port', 'number'], 'it names no port', 'write port.number');
    if (ports.has(port))
      yield fault([...own, 'port', 'number'], `port ${word(port)} is there twice`, 'keep one of them');
    ports.add(port);
    yield* policyFaults(setting, own);
  }
}
