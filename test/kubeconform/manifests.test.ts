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
    expect(() => listManifests(directory)).toThrow('has no manifests. Run npm run synth');
    writeFileSync(join(directory, 'index.json'), '{"clusters": ["cluster"]}');
    mkdirSync(join(directory, 'values', 'cluster'), { recursive: true });
    writeFileSync(join(directory, 'values', 'cluster', 'unit.yaml'), 'replicas: 1');
    expect(() => listManifests(directory)).toThrow('has no manifests. Run npm run synth');
    expect(() => listManifests(join(directory, 'absent'))).toThrow('There is no directory');
  });

  it('is whatever kubectl would read in the folders of the clusters, and not what charts are told', () => {
    const files = ['unit/by-hand.json', 'unit/by-hand.yml', 'unit/service-api.yaml'];
    for (const file of files) write(file, 'kind: Service');
    write('unit/notes.md', 'no manifest');
    writeFileSync(join(directory, 'index.json'), '{"clusters": ["cluster"]}');
    mkdirSync(join(directory, 'values', 'cluster'), { recursive: true });
    writeFileSync(join(directory, 'values', 'cluster', 'unit.yaml'), 'replicas: 1');
    const found = (folder: string) => listManifests(folder).map((file) => relative(directory, file));
    expect(found(directory)).toEqual(files.map((file) => join('cluster', file)));
    expect(found(join(directory, 'cluster'))).toEqual(found(directory));
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
