import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { describe as descriptionOf } from '../../scripts/command-line/option.ts';
import { readArguments } from '../../scripts/command-line/parse.ts';
import { commands } from '../../scripts/fleet/commands.ts';
import { snippetsOf } from '../../scripts/prove-changes/document.ts';
import { commandLineOf } from '../../scripts/workflows/command-line.ts';

const jobSchema = z.looseObject({
  variables: z.record(z.string(), z.string()).default({}),
  script: z.array(z.string()).optional(),
});

const [snippet] = snippetsOf(readFileSync('docs/delivery.md', 'utf8')).filter(
  ({ heading }) => heading === 'Any CI calls the same commands',
);
const pipeline = z.record(z.string(), z.unknown()).parse(parse(snippet?.text ?? ''));
const jobs = Object.entries(pipeline).flatMap(([name, value]) => {
  const { script, variables } = jobSchema.parse(value);
  return script === undefined ? [] : [{ name, script, variables }];
});

const lines = jobs.flatMap((job) => job.script.map((line) => ({ ...job, line })));

describe.each(lines)('another CI runs $line', ({ line, variables }) => {
  it('which is one command line of ours, with options that exist', () => {
    const read = commandLineOf(line);
    if ('why' in read) throw new Error(`${line} ${read.why}`);
    const [program, ...words] = read.words;
    const [name, ...args] = words.slice(1);
    expect([program, words[0]]).toSatisfy(
      ([one, other]) => (one === 'npx' && other === 'fleet') || (one === 'npm' && other === 'run'),
    );
    const command = commands.find((each) => each.name === name) ?? expect.fail(`There is no ${name}.`);
    expect(() => readArguments(command, args, '/', variables)).not.toThrow();
  });
});

it('sets no variable that nothing reads', () => {
  expect(jobs.length).toBeGreaterThan(0);
  for (const { name, script, variables } of jobs) {
    const called = commands.filter((command) =>
      script.some((line) => line.split(' ').includes(command.name)),
    );
    const known = called.flatMap((command) =>
      Object.values(command.options).flatMap((schema) => descriptionOf(schema).variables ?? []),
    );
    expect(
      Object.keys(variables).filter((each) => !known.includes(each)),
      name,
    ).toEqual([]);
  }
});
