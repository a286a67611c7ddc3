import { byDefault } from '../../../../cluster-model/defaults/defaults.ts';
import { isCidr } from '../../../schema/formats.ts';
import { at, fields, isFields, list, type Path, text } from '../../../state/read.ts';
import type { Fault } from '../fault.ts';
import { fault, word } from '../topic.ts';
import { isAddress } from './hosts.ts';

/** Keys of a condition; those with a name in brackets end with one. */
const KEYS: ReadonlySet<string> = new Set([
  'source.ip',
  'remote.ip',
  'source.namespace',
  'source.principal',
  'source.serviceAccount',
  'request.auth.principal',
  'request.auth.audiences',
  'request.auth.presenter',
  'destination.ip',
  'destination.port',
  'connection.sni',
]);

const KEYS_WITH_NAME =
  /^(?:request\.headers|request\.auth\.claims|experimental\.envoy\.filters\.[\w.]+)(?:\[[^\]]+\])+$/;

const METHODS = /^(?:[A-Z-]+\*?|\*[A-Z-]*)$/;

function* sourceFaults(source: Readonly<Record<string, unknown>>, path: Path): Generator<Fault> {
  const set = Object.keys(source).filter((field) => list(source[field]).length > 0);
  if (set.length === 0) yield fault(path, 'it names nobody', 'write principals, namespaces or ipBlocks');
  for (const field of ['ipBlocks', 'notIpBlocks', 'remoteIpBlocks', 'notRemoteIpBlocks']) {
    for (const [index, block] of list(source[field]).entries())
      if (typeof block === 'string' && !isAddress(block) && !isCidr(block))
        yield fault(
          [...path, field, index],
          `${JSON.stringify(block)} is no block of addresses`,
          'write an address, or one such as 10.0.0.0/8',
        );
  }
  for (const field of ['principals', 'notPrincipals']) {
    for (const [index, principal] of list(source[field]).entries())
      if (typeof principal === 'string' && principal.startsWith('spiffe://'))
        yield fault(
          [...path, field, index],
          'a principal is written without its scheme, so this one never comes',
          `write ${principal.slice('spiffe://'.length)}`,
        );
      else if (
        typeof principal === 'string' &&
        !principal.includes('*') &&
        !/^[^/]+\/ns\/[^/]+\/sa\/[^/]+$/.test(principal)
      )
        yield fault(
          [...path, field, index],
          `${JSON.stringify(principal)} is no principal, so it never comes`,
          'write TRUST-DOMAIN/ns/NAMESPACE/sa/SERVICE-ACCOUNT',
          'warning',
        );
  }
  if (
    (list(source.serviceAccounts).length > 0 || list(source.notServiceAccounts).length > 0) &&
    ['principals', 'namespaces', 'notPrincipals', 'notNamespaces'].some(
      (field) => list(source[field]).length > 0,
    )
  )
    yield fault([...path, 'serviceAccounts'], 'stands beside principals or namespaces', 'keep one of them');
}

function* operationFaults(operation: Readonly<Record<string, unknown>>, path: Path): Generator<Fault> {
  const set = Object.keys(operation).filter((field) => list(operation[field]).length > 0);
  if (set.length === 0) yield fault(path, 'it names nothing', 'write ports, paths, methods or hosts');
  for (const field of ['ports', 'notPorts']) {
    for (const [index, port] of list(operation[field]).entries())
      if (typeof port === 'string' && !(/^\d+$/.test(port) && Number(port) >= 1 && Number(port) <= 65535))
        yield fault(
          [...path, field, index],
          `${JSON.stringify(port)} is no port`,
          'write a number from 1 to 65535 in quotes',
        );
  }
  for (const field of ['methods', 'notMethods']) {
    for (const [index, method] of list(operation[field]).entries())
      if (typeof method === 'string' && !METHODS.test(method))
        yield fault(
          [...path, field, index],
          `${JSON.stringify(method)} is no method, so no request has it`,
          `write ${method.toUpperCase()}`,
          'warning',
        );
  }
  for (const field of ['paths', 'notPaths']) {
    for (const [index, own] of list(operation[field]).entries()) {
      if (typeof own !== 'string') continue;
      if (/\{/.test(own) ? !/^\/(?:[^{}*]*(?:\{\*{1,2}\})?)*$/.test(own) : /.\*./.test(own))
        yield fault(
          [...path, field, index],
          `${own}: a star stands at the beginning or the end alone`,
          'write /PREFIX*, *SUFFIX, or a template such as /orders/{*}/items',
        );
      else if (!/^[/*]/.test(own))
        yield fault(
          [...path, field, index],
          `${own} does not start with /, so no path matches`,
          `write /${own}`,
          'warning',
        );
    }
  }
}

export function* authorizationFaults(spec: Readonly<Record<string, unknown>>): Generator<Fault> {
  const action = text(spec.action) ?? byDefault('security.istio.io/AuthorizationPolicy', 'spec.action');
  const rules = list(spec.rules);
  const provider = isFields(spec.provider);
  if (action === 'CUSTOM' && !text(at(spec, 'provider', 'name')))
    yield fault(['spec', 'provider', 'name'], 'CUSTOM needs who decides', 'write provider.name');
  if (action !== 'CUSTOM' && provider)
    yield fault(['spec', 'provider'], 'is for action: CUSTOM', 'remove it, or write action: CUSTOM');
  if ((action === 'DENY' || action === 'CUSTOM' || action === 'AUDIT') && rules.length === 0)
    yield fault(
      ['spec', 'rules'],
      `${action} without rules does nothing`,
      action === 'DENY' ? 'write rules; to deny everything, write spec: {}' : 'write rules',
    );
  for (const [index, rule] of rules.entries()) {
    const path = ['spec', 'rules', index];
    for (const field of ['from', 'to', 'when'])
      if (Array.isArray(at(rule, field)) && list(at(rule, field)).length === 0)
        yield fault([...path, field], 'an empty list is refused', 'remove it, or write what it is for');
    for (const [position, from] of list(at(rule, 'from')).entries()) {
      const source = at(from, 'source');
      if (isFields(source)) yield* sourceFaults(source, [...path, 'from', position, 'source']);
      else yield fault([...path, 'from', position, 'source'], 'it names nobody', 'write source');
    }
    for (const [position, to] of list(at(rule, 'to')).entries()) {
      const operation = at(to, 'operation');
      if (isFields(operation)) yield* operationFaults(operation, [...path, 'to', position, 'operation']);
      else yield fault([...path, 'to', position, 'operation'], 'it names nothing', 'write operation');
    }
    for (const [position, when] of list(at(rule, 'when')).entries()) {
      const { key, values, notValues } = fields(when);
      const own = [...path, 'when', position];
      if (typeof key === 'string' && !KEYS.has(key) && !KEYS_WITH_NAME.test(key))
        yield fault(
          [...own, 'key'],
          `there is no attribute ${word(key)}`,
          `write one such as ${[...KEYS].slice(0, 4).join(', ')}, request.headers[NAME] or request.auth.claims[NAME]`,
        );
      if (list(values).length + list(notValues).length === 0)
        yield fault([...own, 'values'], 'it has no values', 'write values or notValues');
    }
  }
}
