import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countObjects, listManifests, writeConstraintSchemas } from '../../scripts/kubeconform/manifests.ts';

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

  it('may be one file', () => {
    write('unit/service-api.yaml', 'kind: Service');
    const file = join(directory, 'cluster/unit/service-api.yaml');
    expect(listManifests(file)).toEqual([file]);
  });

  const object = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`;
  it.each([
    ['one object', object('a'), 1],
    ['two documents', `# why\n${object('a')}---\n${object('b')}`, 2],
    ['marks around one', `---\n${object('a')}---\n# nothing more\n...\n`, 1],
    ['nothing but a comment', '# later\n', 0],
    ['nothing', '', 0],
    ['marks only', '---\n---\n', 0],
    ['a list of two', `apiVersion: v1\nkind: List\nitems: [{kind: A}, {kind: B}]\n`, 2],
    ['JSON', JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap' }), 1],
    ['the values of a chart', 'replicas: 1', 1],
    ['what is no YAML, which is one mistake', 'a: [', 1],
  ])('is counted by object: %s', (_, text, count) => {
    write('unit/a.yaml', text);
    expect(countObjects(listManifests(directory))).toBe(count);
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
