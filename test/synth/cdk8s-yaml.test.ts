import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

function read<Schema extends z.ZodType>(path: string, schema: Schema): z.infer<Schema> {
  return schema.parse(parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')));
}

const file = z.object({ path: z.string() });
const bundle = z.object({ repository: z.string(), commit: z.string(), files: z.array(file) });
const { bundles } = read('imports/sources.yaml', z.object({ bundles: z.record(z.string(), bundle) }));
const config = read('cdk8s.yaml', z.object({ output: z.string(), imports: z.array(z.string()) }));

describe('cdk8s.yaml', () => {
  it('writes to a folder of its own: the CLI deletes its output folder before it starts', () => {
    expect(config.output).toBe('.cdk8s/dist');
  });

  it('lists the CRDs at the commits from which imports/ is made', () => {
    const expected = Object.entries(bundles).flatMap(([name, { repository, commit, files }]) =>
      files.map(({ path }) => {
        const raw = repository.replace('github.com', 'https://raw.githubusercontent.com');
        return `${name}:=${raw}/${commit}/${path}`;
      }),
    );
    expect(config.imports).toEqual(expected);
  });
});
