import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generatedNamePattern, generatedPodPattern } from '../../../platform/kit/generated-name.ts';
import { canaryName, podPattern } from '../../../platform/workload/names.ts';
import { web } from '../workload/declarations.ts';

const SAFE = 'bcdfghjklmnpqrstvwxz2456789';
const safe = (length: number) =>
  fc.array(fc.constantFrom(...SAFE), { minLength: length, maxLength: length }).map((found) => found.join(''));
const names = fc
  .integer({ min: 1, max: 63 })
  .chain((length) =>
    fc.array(fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz'), { minLength: length, maxLength: length }),
  )
  .map((found) => found.join(''));
const hash = fc.integer({ min: 1, max: 10 }).chain(safe);

/** As the API server names what has `generateName`: `SimpleNameGenerator` of k8s.io/apiserver. */
function generated(base: string, random: string): string {
  return `${base.slice(0, 58)}${random}`;
}

const whole = (pattern: string) => new RegExp(`^(?:${pattern})$`);

describe('a name that Kubernetes cut is found by the rules of its workload', () => {
  it('pods of a Deployment, by a ReplicaSet whose name is not cut', () => {
    fc.assert(
      fc.property(names, hash, safe(5), (name, middle, random) => {
        expect(generated(`${name}-${middle}-`, random)).toMatch(whole(generatedPodPattern(name)));
      }),
      { numRuns: 2000 },
    );
  });

  it('Jobs with a generated name, and their pods', () => {
    fc.assert(
      fc.property(names, safe(5), safe(5), (name, first, second) => {
        const made = generated(`${name}-`, first);
        expect(made).toMatch(whole(generatedNamePattern(name)));
        expect(generated(`${made}-`, second)).toMatch(whole(generatedPodPattern(name, 5)));
      }),
      { numRuns: 2000 },
    );
  });

  it('a neighbour whose name begins with the same words is another one', () => {
    for (const length of [4, 20, 40, 46, 47]) {
      const name = 'a'.repeat(length);
      expect(generated(`${name}-reports-5d9c7b6f48-`, 'x2x4z')).not.toMatch(whole(generatedPodPattern(name)));
    }
  });

  it('so are those of a service, and of its canary, however long its name is', () => {
    for (let length = 4; length <= 55; length += 1) {
      const declaration = { ...web(), name: 'a'.repeat(length) };
      for (const deployment of [declaration.name, canaryName(declaration)]) {
        const pod = generated(`${deployment}-5d9c7b6f48-`, 'x2x4z');
        expect(pod).toMatch(whole(podPattern(declaration)));
        expect(`${deployment}-reports-5d9c7b6f4-x2x4z`).not.toMatch(whole(podPattern(declaration)));
      }
    }
  });
});
