import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listManifests, writeConstraintSchemas } from '../../scripts/kubeconform/manifests.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'dist-'));
  mkdirSync(join(directory, 'cluster', 'unit'), { recursive: true });
});
afterEach(() => rmSync(directory, { recursive: true }));

function write(name: string, text: string): void {
  writeFileSync(join(directory, 'cluster', name), text);
}

describe('what kubeconform is given', () => {
  it('is never nothing: an empty or missing tree must not pass', () => {
    write('unit/values.yaml', 'replicas: 1');
    write('index.json', '{}');
    expect(() => listManifests(directory)).toThrow('has no manifests. Run npm run synth');
    expect(() => listManifests(join(directory, 'absent'))).toThrow('There is no directory');
  });

  it('is each manifest', () => {
    write('unit/service-api.yaml', 'kind: Service');
    write('unit/values.yaml', 'replicas: 1');
    expect(listManifests(directory).map((file) => relative(directory, file))).toEqual([
      join('cluster', 'unit', 'service-api.yaml'),
    ]);
  });

  it('comes with schemas of the constraints that its templates make', () => {
    const template = { apiVersion: 'templates.gatekeeper.sh/v1', kind: 'ConstraintTemplate' };
    const spec = { crd: { spec: { names: { kind: 'RequiredLabels' } } } };
    write('unit/template.yaml', JSON.stringify({ ...template, metadata: { name: 'a' }, spec }));
    write('unit/other.yaml', 'kind: ConfigMap\ndata: {a: ConstraintTemplate}');
    const schemas = join(directory, 'schemas');
    writeConstraintSchemas(listManifests(directory), schemas);
    expect(readdirSync(schemas)).toEqual(['requiredlabels-constraints-v1beta1.json']);
  });
});
