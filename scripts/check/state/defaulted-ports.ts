import type { Found } from '../../cluster-model/input/objects.ts';
import { at, fields, isFields, listAt } from './read.ts';

/** A targetPort of 0 or '' is none: the API server then writes the port in its place, as where it is left out. */
export function withTargetPorts(found: Found): Found {
  if (found.kind !== 'Service' || found.apiVersion !== 'v1') return found;
  const ports = listAt(found.value, 'spec', 'ports');
  if (!ports.some(isLeftOpen)) return found;
  const spec = { ...fields(found.value.spec), ports: ports.map(withoutOpenTarget) };
  return { ...found, value: { ...found.value, spec } };
}

function isLeftOpen(port: unknown): boolean {
  const target = at(port, 'targetPort');
  return target === 0 || target === '';
}

function withoutOpenTarget(port: unknown): unknown {
  if (!isFields(port) || !isLeftOpen(port)) return port;
  const { targetPort: _, ...rest } = port;
  return rest;
}
