import { byDefault } from '../../../cluster-model/defaults/defaults.ts';
import { isBase64 } from '../../schema/formats.ts';
import { at, fields, isFields, text } from '../../state/read.ts';
import type { Fault } from './fault.ts';
import { configKey } from './forms.ts';
import { fault, type Judged, type Topic } from './topic.ts';

const LARGEST = 1024 * 1024;

function* judge({ kind, value }: Judged): Generator<Fault> {
  const parts = kind === 'Secret' ? ['data', 'stringData'] : ['data', 'binaryData'];
  let size = 0;
  for (const part of parts) {
    const encoded = part === 'binaryData' || (kind === 'Secret' && part === 'data');
    for (const [key, content] of Object.entries(fields(value[part]))) {
      const wanted = configKey(key);
      if (wanted)
        yield fault([part, key], `${JSON.stringify(key)} is no key of a ${kind}`, `write ${wanted}`);
      if (typeof content !== 'string') continue;
      if (!encoded) size += Buffer.byteLength(content);
      else if (isBase64(content)) size += Math.floor((content.replace(/\s/g, '').length * 3) / 4);
      else
        yield fault(
          [part, key],
          'is no base64',
          kind === 'Secret'
            ? 'encode the value, or write it below stringData'
            : 'encode the value, or write it below data',
        );
    }
  }
  if (size > LARGEST)
    yield fault(
      [parts[0] ?? 'data'],
      `it has ${size} bytes of content, and ${LARGEST} are allowed`,
      'split it, or mount a volume',
    );
  if (kind === 'ConfigMap') {
    for (const key of Object.keys(fields(value.data))) {
      if (Object.hasOwn(fields(value.binaryData), key))
        yield fault(['binaryData', key], `${key} stands in data as well`, 'keep one of them');
    }
  } else yield* typeFaults(value);
}

/** What a type of Secret must have. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/dockercfg': ['.dockercfg'],
};

function* typeFaults(value: Judged['value']): Generator<Fault> {
  const type = text(value.type) ?? byDefault('/Secret', 'type');
  const content = (key: string): string | undefined => {
    const plain = text(at(value, 'stringData', key));
    if (plain !== undefined) return plain;
    const encoded = text(at(value, 'data', key));
    return encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString('utf8');
  };
  for (const key of KEYS[type] ?? []) {
    if (content(key) === undefined)
      yield fault(['data'], `a Secret of type ${type} needs the key ${key}`, `write ${key}, or another type`);
  }
  if (
    type === 'kubernetes.io/basic-auth' &&
    content('username') === undefined &&
    content('password') === undefined
  )
    yield fault(
      ['data'],
      'a Secret of type kubernetes.io/basic-auth needs username or password',
      'write username or password',
    );
  if (
    type === 'kubernetes.io/service-account-token' &&
    text(at(value, 'metadata', 'annotations', 'kubernetes.io/service-account.name')) === undefined
  )
    yield fault(
      ['metadata', 'annotations'],
      'a token needs the ServiceAccount that it is of',
      'write the annotation kubernetes.io/service-account.name',
    );
  for (const key of type.startsWith('kubernetes.io/dockerc') ? (KEYS[type] ?? []) : []) {
    const json = content(key);
    if (json !== undefined && !isJsonObject(json))
      yield fault(
        ['data', key],
        "is no JSON, which the registries' logins have to be",
        'write the JSON of docker login, in base64 below data',
      );
  }
}

function isJsonObject(value: string): boolean {
  try {
    return isFields(JSON.parse(value));
  } catch {
    return false;
  }
}

export const configData: Topic = {
  id: 'refused-config-data',
  severity: 'error',
  summary: 'keys, sizes, base64 and types of ConfigMaps and Secrets that no API server takes',
  breaks: 'The API server refuses the object, and pods that mount it do not start.',
  kinds: ['/ConfigMap', '/Secret'],
  judge,
  failing: `apiVersion: v1
kind: Secret
metadata:
  name: shop
data:
  password: not base64!
`,
  passing: `apiVersion: v1
kind: Secret
metadata:
  name: shop
stringData:
  password: not base64!
`,
};
