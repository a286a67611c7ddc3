import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { z } from 'zod';
import { makeFolder } from '../command-line/folders.ts';
import { Mistake } from '../command-line/mistake.ts';
import type { TreeObject } from './tree.ts';

const text = z.string().min(1);
const object = z.record(z.string(), z.unknown());
const samples = z.strictObject({
  kind: text,
  parameters: object.optional(),
  allowed: z.array(z.strictObject({ name: text, object })).min(1),
  denied: z.array(z.strictObject({ name: text, message: text, object })).min(1),
});

/** What a rule allows and what it denies, with the words that it says then. */
export type Samples = z.infer<typeof samples>;

/** The samples of every rule. */
export const SAMPLES = 'test/platform/components/gatekeeper/samples';

/**
 * The samples of each rule.
 *
 * @param templates of a cluster
 * @throws Mistake for a rule without samples, and for samples without a rule
 */
export function samplesOf(folder: string, templates: readonly TreeObject[]): readonly Samples[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  const all = files.map((name) => samples.parse(load(readFileSync(join(folder, name), 'utf8'))));
  const known = new Map(all.map((found) => [found.kind.toLowerCase(), found]));
  for (const { metadata } of templates) {
    if (!known.delete(metadata.name)) {
      throw new Mistake(
        `The ConstraintTemplate ${metadata.name} has no samples. Write what it allows and denies into a file of ${folder}.`,
      );
    }
  }
  const [left] = known.values();
  if (left !== undefined) {
    throw new Mistake(`${folder} has samples of ${left.kind}, but no ConstraintTemplate makes that kind.`);
  }
  return all;
}

/**
 * Makes of the samples of each rule a suite for `gator verify`, together with the template in question.
 *
 * @returns how many cases there are
 * @throws Mistake as {@link samplesOf} does
 */
export function writeSuites(folder: string, templates: readonly TreeObject[], directory: string): number {
  const all = samplesOf(folder, templates);
  for (const { kind, parameters, allowed, denied } of all) {
    const place = join(directory, kind);
    makeFolder(place);
    const write = (name: string, content: unknown) =>
      writeFileSync(join(place, `${name}.yaml`), JSON.stringify(content));
    const template = templates.find(({ metadata }) => metadata.name === kind.toLowerCase());
    write('template', template);
    write('constraint', {
      apiVersion: 'constraints.gatekeeper.sh/v1beta1',
      kind,
      metadata: { name: 'sample' },
      spec: { parameters },
    });
    const cases = [
      ...allowed.map(({ name, object }) => ({ name, object, assertions: [{ violations: 'no' }] })),
      ...denied.map(({ name, message, object }) => ({
        name,
        object,
        assertions: [{ violations: 'yes' }, { violations: 'yes', message }],
      })),
    ];
    for (const [index, { object }] of cases.entries()) write(`case-${index}`, object);
    write('suite', {
      apiVersion: 'test.gatekeeper.sh/v1alpha1',
      kind: 'Suite',
      metadata: { name: kind.toLowerCase() },
      tests: [
        {
          name: kind,
          template: 'template.yaml',
          constraint: 'constraint.yaml',
          cases: cases.map(({ name, assertions }, index) => ({
            name,
            object: `case-${index}.yaml`,
            assertions,
          })),
        },
      ],
    });
  }
  return all.reduce((sum, { allowed, denied }) => sum + allowed.length + denied.length, 0);
}
