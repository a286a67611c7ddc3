import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { byDefault, defaultOfKind } from '../../scripts/cluster-model/defaults/defaults.ts';
import { OF_KUBERNETES } from '../../scripts/cluster-model/defaults/kubernetes.ts';
import { defaultInPod, OF_PODS, OF_PROBES } from '../../scripts/cluster-model/defaults/pods.ts';

const SCRIPTS = join(import.meta.dirname, '../../scripts');
/** Words that mean something only as one of these defaults; others are texts of many things. */
const WORDS = new Set(
  [...Object.values(OF_KUBERNETES), OF_PODS, OF_PROBES]
    .flatMap((fields) => Object.values(fields))
    .filter(
      (value): value is string => typeof value === 'string' && /^[A-Z]+[a-z]\w*[A-Z]|^Opaque$/.test(value),
    ),
);

test('a default of Kubernetes is written in one place', () => {
  const beside = readdirSync(SCRIPTS, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.startsWith(join('cluster-model', 'defaults')))
    .flatMap((path) =>
      [...readFileSync(join(SCRIPTS, path), 'utf8').matchAll(/\?\? '(\w+)'/g)]
        .filter(([, word = '']) => WORDS.has(word))
        .map(([text]) => `${path}: ${text}: ask byDefault`),
    );
  expect(beside).toEqual([]);
});

test('a field that is read and one that is written in the code have the same default', () => {
  expect(defaultOfKind('/Service', 'spec.type')).toBe(byDefault('/Service', 'spec.type'));
  expect(defaultOfKind('keda.sh/ScaledObject', 'spec.maxReplicaCount')).toBe(
    byDefault('keda.sh/ScaledObject', 'spec.maxReplicaCount'),
  );
  expect(defaultInPod('serviceAccountName')).toBe(OF_PODS.serviceAccountName);
});

test('every Job has the same, also below a path of another kind; an unknown field has none', () => {
  for (const field of ['backoffLimit', 'parallelism'])
    expect(defaultOfKind('batch/CronJob', `spec.jobTemplate.spec.${field}`)).toBe(
      defaultOfKind('batch/Job', `spec.${field}`),
    );
  expect(defaultOfKind('/Service', 'spec.clusterIP')).toBeUndefined();
  expect(defaultOfKind('/Nothing', 'spec.type')).toBeUndefined();
});
