import { at, fields, isFields, list, type Path, text } from '../../../state/read.ts';
import type { Fault } from '../fault.ts';
import { configKey, dnsSubdomain, variableName } from '../forms.ts';
import { fault, word } from '../topic.ts';

const SOURCES = ['fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef', 'fileKeyRef'];

/** Fields of a pod that a variable may take. */
const POD_FIELDS: ReadonlySet<string> = new Set([
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
]);

const RESOURCE_FIELD = /^(?:limits|requests)\.(?:cpu|memory|ephemeral-storage|hugepages-.+)$/;

export function* variableFaults(
  container: Readonly<Record<string, unknown>>,
  path: Path,
  relaxed: boolean,
): Generator<Fault> {
  const names = new Set<unknown>();
  for (const [index, variable] of list(container.env).entries()) {
    if (!isFields(variable)) continue;
    const at = [...path, 'env', index];
    if (names.has(variable.name))
      yield fault(
        [...at, 'name'],
        `${word(variable.name)} is set twice: the last one counts, and server-side apply refuses both`,
        'keep one of them',
        'warning',
      );
    names.add(variable.name);
    const wanted =
      typeof variable.name === 'string' && variable.name !== ''
        ? variableName(variable.name, relaxed)
        : undefined;
    if (wanted)
      yield fault(
        [...at, 'name'],
        `${JSON.stringify(variable.name)} is no name of a variable`,
        `write ${wanted}`,
      );
    if (!isFields(variable.valueFrom)) continue;
    const sources = SOURCES.filter((source) => isFields(fields(variable.valueFrom)[source]));
    if (typeof variable.value === 'string' && variable.value !== '')
      yield fault([...at, 'valueFrom'], 'a variable has a value and a source', 'keep value or valueFrom');
    if (sources.length !== 1)
      yield fault(
        [...at, 'valueFrom'],
        sources.length === 0 ? 'it names no source' : `it names ${sources.length} sources`,
        `write exactly one of ${SOURCES.slice(0, 4).join(', ')}`,
      );
    yield* sourceFaults(variable.valueFrom, [...at, 'valueFrom']);
  }
  for (const [index, source] of list(container.envFrom).entries()) {
    if (!isFields(source)) continue;
    const at = [...path, 'envFrom', index];
    const wanted =
      typeof source.prefix === 'string' && source.prefix !== ''
        ? variableName(source.prefix, relaxed)
        : undefined;
    if (wanted)
      yield fault(
        [...at, 'prefix'],
        `${JSON.stringify(source.prefix)} starts no variable's name`,
        `write ${wanted}`,
      );
    const references = ['configMapRef', 'secretRef'].filter((kind) => isFields(source[kind]));
    if (references.length !== 1)
      yield fault(
        at,
        references.length === 0
          ? 'it names neither a ConfigMap nor a Secret'
          : 'it names a ConfigMap and a Secret',
        'write configMapRef or secretRef',
      );
    for (const kind of references) {
      if (text(fields(source[kind]).name) === undefined || fields(source[kind]).name === '')
        yield fault([...at, kind, 'name'], 'it has no name', 'write the name');
    }
  }
}

function* sourceFaults(source: Readonly<Record<string, unknown>>, path: Path): Generator<Fault> {
  const field = text(at(source, 'fieldRef', 'fieldPath'));
  if (
    field !== undefined &&
    field !== '' &&
    !POD_FIELDS.has(field) &&
    !/^metadata\.(?:labels|annotations)\['[^']+'\]$/.test(field)
  )
    yield fault(
      [...path, 'fieldRef', 'fieldPath'],
      `a variable can't take ${field}`,
      `write one of ${[...POD_FIELDS].slice(0, 7).join(', ')}, metadata.labels['KEY']`,
    );
  const resource = text(at(source, 'resourceFieldRef', 'resource'));
  if (resource !== undefined && resource !== '' && !RESOURCE_FIELD.test(resource))
    yield fault(
      [...path, 'resourceFieldRef', 'resource'],
      `a variable can't take ${resource}`,
      'write one such as limits.memory',
    );
  for (const kind of ['configMapKeyRef', 'secretKeyRef']) {
    const reference = source[kind];
    if (!isFields(reference)) continue;
    if (reference.name === undefined || reference.name === '')
      yield fault([...path, kind, 'name'], 'it has no name', 'write the name');
    else if (typeof reference.name === 'string' && dnsSubdomain(reference.name))
      yield fault(
        [...path, kind, 'name'],
        `${JSON.stringify(reference.name)} is no name`,
        'write the name of the object',
      );
    const wanted =
      typeof reference.key === 'string' && reference.key !== '' ? configKey(reference.key) : undefined;
    if (wanted)
      yield fault([...path, kind, 'key'], `${JSON.stringify(reference.key)} is no key`, `write ${wanted}`);
  }
}
