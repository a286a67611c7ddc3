import { App, Chart, JsonPatch } from 'cdk8s';
import { k8s } from 'cdk8s-plus-29';
import { describe, expect, test } from 'vitest';
import { add, declaredObject } from '../../platform/kit/manifest.ts';
import { objectText } from '../../scripts/synth/form-text.ts';
import { toYaml } from '../../scripts/synth/yaml.ts';

/** Texts that YAML writes in every way it has. */
const TEXTS = [
  'plain',
  'yes',
  '8080',
  '',
  ' blank',
  'one: two',
  'two\nlines',
  'ends\n',
  'ends twice\n\n',
  '# "\'',
];

const chartOf = () => new Chart(new App(), 'unit', { disableResourceNameHashes: true });

function jobOf(text: string, more: k8s.Container['ports'] = []) {
  const chart = chartOf();
  add(chart, k8s.KubeJob, {
    metadata: { name: 'form-text', namespace: 'shop', annotations: { 'example.com/text': text } },
    spec: {
      backoffLimit: 0,
      template: {
        spec: {
          restartPolicy: 'Never',
          containers: [
            {
              name: 'main',
              args: [text, 'fixed', text],
              env: [{ name: 'TEXT', value: text }],
              ports: more,
              resources: { limits: { memory: k8s.Quantity.fromString('16Mi') } },
            },
          ],
        },
      },
    },
  });
  return onlyObject(chart);
}

function settingsOf(text: string) {
  const chart = chartOf();
  add(chart, k8s.KubeConfigMap, { metadata: { name: 'form-text' }, data: { last: text } });
  return onlyObject(chart);
}

function onlyObject(chart: Chart) {
  const [object] = chart.apiObjects;
  if (object === undefined) throw new Error('The chart has no object.');
  return object;
}

/** The text that the form gives; undefined where the form is not known. */
function textByForm(object: ReturnType<typeof onlyObject>): string | undefined {
  const declared = declaredObject(object);
  return declared?.formed && objectText(declared);
}

describe('objects of one form', () => {
  test.each(TEXTS)('are written as their manifests are, with the text %j', (text) => {
    for (const objectOf of [jobOf, settingsOf]) {
      objectOf('the first of the form');
      const object = objectOf(text);
      expect(textByForm(object)).toBe(toYaml(object.toJson()));
    }
  });

  test('differ in texts alone: another number is another form', () => {
    jobOf('the first', [{ containerPort: 8080 }]);
    const [other, same] = [8081, 8080].map((containerPort) => jobOf('x', [{ containerPort }]));
    expect(other && textByForm(other)).toBeUndefined();
    expect(same && textByForm(same)).toContain('containerPort: 8080');
  });

  test('a field that the kind does not have is refused in each of them', () => {
    const misspelt = () => {
      const properties = { metadata: { name: 'form-text' }, dta: { a: 'b' } };
      add(chartOf(), k8s.KubeConfigMap, properties);
    };
    for (let time = 0; time < 3; time++) expect(misspelt).toThrow('the field dta');
  });

  test('nothing that was added to an object is lost', () => {
    settingsOf('the first of the form');
    const [labelled, patched] = [settingsOf('a'), settingsOf('b')];
    labelled.metadata.addLabel('more', 'yes');
    patched.addJsonPatch(JsonPatch.add('/data/more', 'yes'));
    expect([labelled, patched].map(textByForm)).toEqual([undefined, undefined]);
    expect(labelled.toJson()).toMatchObject({ metadata: { labels: { more: 'yes' } } });
    expect(patched.toJson()).toMatchObject({ data: { last: 'b', more: 'yes' } });
  });
});
