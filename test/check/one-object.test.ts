import { expect, test } from 'vitest';
import { checkTrees } from '../../scripts/check/check.ts';
import { families } from '../../scripts/check/rules.ts';
import type { Found } from '../../scripts/cluster-model/input/objects.ts';
import { objectsIn } from '../../scripts/cluster-model/input/objects.ts';

const samples = families
  .flatMap(({ rules }) => rules)
  .flatMap(({ failing, passing }) => [failing, passing])
  .map((manifests) => objectsIn(manifests, 'sample.yaml'));
const ofOneObject = families.filter(({ isOfOneObject }) => isOfOneObject === true);

test.each(ofOneObject)(
  'the rules of $name say of an object alone what they say of it among others',
  ({ rules }) => {
    const told = (objects: readonly Found[]) =>
      checkTrees([{ cluster: 'sample', objects }], { rules }).map(({ finding }) => JSON.stringify(finding));
    for (const objects of samples) {
      const definitions = objects.filter(({ kind }) => kind === 'CustomResourceDefinition');
      const others = objects.filter((each) => !definitions.includes(each));
      const alone = [definitions, ...others.map((each) => [...definitions, each])].flatMap(told);
      expect(new Set(alone)).toEqual(new Set(told(objects)));
    }
  },
);
