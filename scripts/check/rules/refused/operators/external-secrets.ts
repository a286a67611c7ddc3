import { byDefault } from '../../../../cluster-model/defaults/defaults.ts';
import { isGoDuration } from '../../../schema/formats.ts';
import { at, fields, isFields, list, type Path, text } from '../../../state/read.ts';
import type { Fault } from '../fault.ts';
import { configKey } from '../forms.ts';
import { templateMistake } from '../go-template.ts';
import { fault, type Judged, type Topic } from '../topic.ts';

function* externalFaults(spec: Readonly<Record<string, unknown>>, path: Path): Generator<Fault> {
  const interval = text(spec.refreshInterval);
  if (interval !== undefined && interval !== '' && (!isGoDuration(interval) || interval.startsWith('-')))
    yield fault(
      [...path, 'refreshInterval'],
      `${JSON.stringify(interval)} is no duration`,
      'write one such as 1h',
    );
  if (list(spec.data).length === 0 && list(spec.dataFrom).length === 0)
    yield fault([...path, 'data'], 'it fetches nothing', 'write data or dataFrom');
  const keys = new Set<unknown>();
  for (const [index, item] of list(spec.data).entries()) {
    const key = fields(item).secretKey;
    const wanted = typeof key === 'string' && key !== '' ? configKey(key) : undefined;
    if (wanted)
      yield fault(
        [...path, 'data', index, 'secretKey'],
        `${JSON.stringify(key)} is no key of a Secret`,
        `write ${wanted}`,
      );
    if (typeof key === 'string' && keys.has(key))
      yield fault(
        [...path, 'data', index, 'secretKey'],
        `${key} is fetched twice`,
        'keep one of them',
        'warning',
      );
    keys.add(key);
  }
  for (const [index, source] of list(spec.dataFrom).entries()) {
    const own = ['extract', 'find', 'sourceRef'].filter((field) => isFields(fields(source)[field]));
    if (own.includes('extract') && own.includes('find'))
      yield fault([...path, 'dataFrom', index], 'it has extract and find', 'keep one of them');
    if (own.length === 0)
      yield fault([...path, 'dataFrom', index], 'it names nothing', 'write extract, find or sourceRef');
    if (
      own.includes('sourceRef') &&
      isFields(at(source, 'sourceRef', 'generatorRef')) &&
      (own.includes('extract') || own.includes('find'))
    )
      yield fault(
        [...path, 'dataFrom', index, 'sourceRef'],
        'a generator finds nothing',
        'remove extract and find',
      );
  }
  const target = fields(spec.target);
  const [creation, deletion] = [
    text(target.creationPolicy) ??
      byDefault('external-secrets.io/ExternalSecret', 'spec.target.creationPolicy'),
    text(target.deletionPolicy) ??
      byDefault('external-secrets.io/ExternalSecret', 'spec.target.deletionPolicy'),
  ];
  if (deletion === 'Delete' && (creation === 'Merge' || creation === 'None'))
    yield fault(
      [...path, 'target', 'deletionPolicy'],
      `${creation} does not own the Secret`,
      'write creationPolicy: Owner, or deletionPolicy: Retain',
    );
  if (deletion === 'Merge' && creation === 'None')
    yield fault(
      [...path, 'target', 'deletionPolicy'],
      'None writes no Secret',
      'write creationPolicy: Owner',
    );
  for (const [key, own] of Object.entries(fields(at(target, 'template', 'data')))) {
    const mistake = typeof own === 'string' ? templateMistake(own) : undefined;
    if (mistake)
      yield fault(
        [...path, 'target', 'template', 'data', key],
        `the template can't be read: ${mistake}`,
        'write it such as {{ .password }}',
      );
  }
  const store = fields(spec.secretStoreRef);
  if (
    isFields(spec.secretStoreRef) &&
    text(store.kind) &&
    !['SecretStore', 'ClusterSecretStore'].includes(text(store.kind) ?? '')
  )
    yield fault(
      [...path, 'secretStoreRef', 'kind'],
      `there is no store of kind ${text(store.kind) ?? ''}`,
      'write SecretStore or ClusterSecretStore',
    );
}

function* storeFaults(spec: Readonly<Record<string, unknown>>): Generator<Fault> {
  const providers = Object.keys(fields(spec.provider));
  if (isFields(spec.provider) && providers.length !== 1)
    yield fault(
      ['spec', 'provider'],
      providers.length === 0 ? 'it names no provider' : `it has ${providers.join(' and ')}`,
      'write exactly one',
    );
  const aws = at(spec, 'provider', 'aws');
  if (isFields(aws) && text(aws.region) === '')
    yield fault(['spec', 'provider', 'aws', 'region'], 'it names no region', 'write region');
}

function* judge({ kind, value }: Judged): Generator<Fault> {
  const spec = fields(value.spec);
  if (kind === 'ExternalSecret') yield* externalFaults(spec, ['spec']);
  else if (kind === 'ClusterExternalSecret')
    yield* externalFaults(fields(spec.externalSecretSpec), ['spec', 'externalSecretSpec']);
  else yield* storeFaults(spec);
}

export const externalSecrets: Topic = {
  id: 'refused-external-secret',
  severity: 'error',
  summary: 'ExternalSecrets and stores that the External Secrets Operator refuses',
  breaks: 'The operator writes no Secret: pods that need it do not start.',
  kinds: ['ExternalSecret', 'ClusterExternalSecret', 'SecretStore', 'ClusterSecretStore'].map(
    (kind) => `external-secrets.io/${kind}`,
  ),
  judge,
  failing: `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: shop
spec:
  refreshInterval: 1 hour
  secretStoreRef: { kind: ClusterSecretStore, name: aws }
  data: [{ secretKey: password, remoteRef: { key: shop } }]
`,
  passing: `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: shop
spec:
  refreshInterval: 1h
  secretStoreRef: { kind: ClusterSecretStore, name: aws }
  data: [{ secretKey: password, remoteRef: { key: shop } }]
`,
};
