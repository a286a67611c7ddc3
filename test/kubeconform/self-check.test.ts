import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Mistake } from '../../scripts/command-line/mistake.ts';
import { readSources } from '../../scripts/import/sources.ts';
import { proveThatItRefuses } from '../../scripts/kubeconform/self-check.ts';
import { validate } from '../../scripts/kubeconform/validate.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'kubeconform-test-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** A program in kubeconform's place, which prints always the same. */
function program(prints: string): string {
  const file = join(directory, 'kubeconform');
  writeFileSync(file, `#!/bin/sh\ncat <<'END'\n${prints}\nEND\n`);
  chmodSync(file, 0o755);
  return file;
}

const summary = (valid: number, invalid: number, skipped = 0) => ({ valid, invalid, errors: 0, skipped });
const resource = {
  filename: 'a.yaml',
  kind: 'Service',
  name: 'a',
  version: 'v1',
  status: 'statusInvalid',
  msg: 'wrong\nat b',
};

describe('the verdict of kubeconform', () => {
  it.each([
    ['accepts everything', { resources: [], summary: summary(1, 0) }, 'unknown field was not refused'],
    [
      'skips kinds without schema',
      { resources: [], summary: summary(0, 0, 1) },
      'a kind without schema was not refused',
    ],
    [
      'refuses everything',
      { resources: [resource], summary: summary(0, 1) },
      'a valid Service was not accepted',
    ],
  ])('is not believed when it %s', async (_case, report, message) => {
    const attempt = proveThatItRefuses(program(JSON.stringify(report)), '1.34');
    await expect(attempt).rejects.toThrow(Mistake);
    await expect(attempt).rejects.toThrow(message);
  });

  it('is read from its report: what is refused, and where', async () => {
    const printed = JSON.stringify({ resources: [resource], summary: summary(4, 1) });
    expect(await validate(program(printed), '1.34', ['.'])).toEqual({
      valid: 4,
      refused: ['a.yaml: Service a: wrong at b'],
      skipped: 0,
    });
  });

  it.each([
    "error while parsing: missing 'kind' key",
    "error while parsing: missing 'apiVersion' key",
    'json: cannot unmarshal array into Go value of type map[string]interface {}',
  ])('tells what is no object in plain words: %s', async (msg) => {
    const foreign = { filename: 'values.yaml', kind: '', name: '', msg };
    const printed = JSON.stringify({ resources: [foreign], summary: summary(0, 1) });
    const { refused } = await validate(program(printed), '1.34', ['.']);
    expect(refused).toEqual(['values.yaml: found no object with apiVersion and kind. Move it elsewhere']);
  });

  it('of a field that the import left out says so, whichever kind it is', async () => {
    const { bundles } = readSources('imports/sources.yaml');
    const trimmed = Object.entries(bundles).flatMap(([bundle, { only }]) =>
      Object.entries(only).flatMap(([kind, paths]) =>
        Object.keys(paths).map((path) => ({ bundle, kind, path })),
      ),
    );
    for (const { bundle, kind, path } of trimmed) {
      const place = `/${path.replaceAll('[]', '.0').replaceAll('.', '/')}`;
      const errors = [{ path: place, msg: "additional properties 'own' not allowed" }];
      const refusal = { filename: 'a.yaml', kind, name: 'a', msg: '', validationErrors: errors };
      const printed = JSON.stringify({ resources: [refusal], summary: summary(0, 1) });
      const { refused } = await validate(program(printed), '1.34', ['.']);
      expect(refused[0]).toContain(`add it to bundles.${bundle}.only and run npm run import`);
    }
    const errors = [{ path: '/spec', msg: "additional properties 'own' not allowed" }];
    const known = { ...resource, validationErrors: errors };
    const printed = JSON.stringify({ resources: [known], summary: summary(0, 1) });
    expect((await validate(program(printed), '1.34', ['.'])).refused).toEqual([
      "a.yaml: Service a: /spec additional properties 'own' not allowed",
    ]);
  });

  it('names each field that is wrong, however deep it is, and not the object around it', async () => {
    const msg =
      "problem validating schema. Check JSON formatting: jsonschema validation failed with 'file:///a.json#' - at '/spec': validation failed   - at '/spec/ports/0/port': got string, want integer   - at '/spec': additional properties 'own' not allowed";
    const known = { ...resource, msg, validationErrors: [{ path: '/spec', msg: 'validation failed' }] };
    const printed = JSON.stringify({ resources: [known], summary: summary(0, 1) });
    expect((await validate(program(printed), '1.34', ['.'])).refused).toEqual([
      "a.yaml: Service a: /spec/ports/0/port got string, want integer; /spec additional properties 'own' not allowed",
    ]);
  });

  it('is an error when there is no report, or less in it than was counted', async () => {
    await expect(validate(program('panic'), '1.34', ['.'])).rejects.toThrow('printed no report, but:\npanic');
    const printed = JSON.stringify({ resources: null, summary: summary(4, 1) });
    await expect(validate(program(printed), '1.34', ['.'])).rejects.toThrow('incomplete report');
  });
});
