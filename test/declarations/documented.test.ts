import { describe, expect, test } from 'vitest';
import { pods, publicHttps } from '../../platform/kit/network/flows.ts';
import * as secrets from '../../platform/kit/secrets/secret-reference.ts';
import { productSchema } from '../../platform/product/schema.ts';
import { restrictedNamespace } from '../../platform/unit/component.ts';
import { componentSchema, trafficSchema } from '../../platform/unit/component-schema.ts';
import { waves } from '../../platform/unit/waves.ts';
import * as calls from '../../platform/workload/declaration/calls.ts';
import { workloadSchemas } from '../../platform/workload/declaration/schema.ts';
import { TEMPORARY } from '../../platform/workload/declaration/scratch.ts';
import { probesOf } from '../../platform/workload/pods/probes.ts';
import { at, one } from '../manifest-reader.ts';
import { batch, runner, web } from '../platform/workload/declarations.ts';
import { renderProduct } from '../render-product.ts';
import { compiled } from './compiler.ts';
import { type DocumentedField, fieldsOf } from './documented-fields.ts';
import { written } from './literals.ts';

const WORKLOAD = 'platform/workload/declaration/workload.ts';
const PATCH = 'platform/workload/declaration/patch.ts';
const SECRET = 'platform/kit/secrets/secret-reference.ts';
const PRODUCT = 'platform/product/declaration.ts';
const COMPONENT = 'platform/unit/component-declaration.ts';

const program = compiled([WORKLOAD, PATCH, SECRET, PRODUCT, COMPONENT]);

/** Everything that people declare. Fields whose value a function gives have their own forms. */
const declarations = {
  service: fieldsOf(program, WORKLOAD, 'ServiceDeclaration', workloadSchemas.service),
  worker: fieldsOf(program, WORKLOAD, 'WorkerDeclaration', workloadSchemas.worker),
  job: fieldsOf(program, WORKLOAD, 'JobDeclaration', workloadSchemas.job),
  product: fieldsOf(program, PRODUCT, 'ProductDeclaration', productSchema),
  component: fieldsOf(program, COMPONENT, 'Component', componentSchema),
  traffic: fieldsOf(program, COMPONENT, 'PodTraffic', trafficSchema),
  setting: fieldsOf(program, PATCH, 'SettingStep', undefined),
  removing: fieldsOf(program, PATCH, 'RemovingStep', undefined),
  property: fieldsOf(program, SECRET, 'SecretProperty', undefined),
  template: fieldsOf(program, SECRET, 'SecretTemplate', undefined),
};
const everything = Object.values(declarations).flat();

const scope = {
  ...calls,
  ...secrets,
  pods,
  publicHttps,
  restrictedNamespace,
  waves,
  bookingService: web(),
  mailer: runner(),
};

const placeOf = ({ path }: DocumentedField) => path.join('.');
const fieldAt = (place: string): DocumentedField => {
  const found = everything.find((field) => placeOf(field) === place);
  if (found === undefined) throw new Error(`There is no field ${place}.`);
  return found;
};

describe('who declares something reads in the editor what each field means', () => {
  test('the nested ones are among them', () => {
    const places = everything.map(placeOf);
    for (const nested of ['scale.queue.messages', 'exposes.host', 'probes.startup.path', 'patches.reason']) {
      expect(places).toContain(`ServiceDeclaration.${nested}`);
    }
    expect(places).toContain('Component.declares.reason');
  });

  test('every field says what it means', () => {
    expect(everything.filter(({ description }) => description.trim() === '').map(placeOf)).toEqual([]);
  });

  test('a field that may be left out says what happens then, and no other field does', () => {
    const silent = everything.filter(({ optional, byDefault }) => optional && !byDefault);
    const needless = everything.filter(({ optional, byDefault }) => !optional && byDefault !== undefined);
    expect(silent.map(placeOf)).toEqual([]);
    expect(needless.map(placeOf)).toEqual([]);
  });

  test('the check takes it where a field is left out that the compiler lets one leave out', () => {
    const wanted = everything.filter(
      ({ optional, schema }) => optional && schema?.safeParse(undefined).success === false,
    );
    expect(wanted.map(placeOf)).toEqual([]);
  });

  test('every field has an example, and the check takes it', () => {
    const refused = everything.flatMap((field) => {
      const { example = '', schema } = field;
      const read = written(example, scope);
      if (read === 'a function' && example !== '') return [];
      if (read === 'a function' || read === 'prose') return [`${placeOf(field)}: no value: ${example}`];
      const result = schema?.safeParse(read.value);
      return result?.success === false ? [`${placeOf(field)}: ${result.error.message}`] : [];
    });
    expect(refused).toEqual([]);
  });
});

/** What a value becomes with another one at a place in it; without it where that is undefined. */
function changed(whole: unknown, [step, ...rest]: readonly string[], value: unknown): unknown {
  if (step === undefined) return value;
  const { [step]: part, ...others } = Object.fromEntries(Object.entries(Object(whole)));
  const next = changed(part, rest, value);
  return next === undefined ? others : { ...others, [step]: next };
}

describe('a default that is written down is the one that is applied', () => {
  const rendered = {
    service: (more: object) => renderProduct({ workloads: [web(more)] }),
    worker: (more: object) => renderProduct({ workloads: [runner(more)] }),
    job: (more: object) => renderProduct({ workloads: [batch(more)] }),
    product: (more: object) => renderProduct({ workloads: [web()], ...more }),
  };
  const cases = (['service', 'worker', 'job', 'product'] as const).flatMap((kind) =>
    declarations[kind].flatMap((field) => {
      const read = written(field.byDefault ?? '');
      return read === 'prose' || read === 'a function' ? [] : [{ kind, field, ...read }];
    }),
  );

  test.each(cases.map((one) => [placeOf(one.field), one] as const))(
    '%s: whoever writes it out gets the same objects',
    (_place, { kind, field, value }) => {
      const [, top = '', ...below] = field.path;
      // A part of a field is changed in the example of the whole one.
      const example = below.length === 0 ? undefined : exampleOf(field.path.slice(0, 2));
      const without = { [top]: changed(example, below, undefined) };
      const spelled = { [top]: changed(example, below, value) };
      expect(rendered[kind](spelled)).toEqual(rendered[kind](top in without ? without : {}));
    },
  );

  test('numbers and sizes are among them', () => {
    expect(cases.map(({ field }) => placeOf(field))).toEqual(
      expect.arrayContaining([
        'ServiceDeclaration.timeoutSeconds',
        'ServiceDeclaration.metrics.port',
        'ServiceDeclaration.exposes.path',
        'JobDeclaration.deadlineSeconds',
        'ProductDeclaration.availability',
      ]),
    );
  });

  test('the numbers of each probe', () => {
    const { startup, liveness, readiness } = probesOf(web());
    for (const field of ['periodSeconds', 'timeoutSeconds', 'failureThreshold'] as const) {
      expect(fieldAt(`ServiceDeclaration.probes.startup.${field}`).byDefault).toBe(
        `${startup[field]} for startup, ${liveness[field]} for liveness, ${readiness[field]} for readiness.`,
      );
    }
  });

  test('the priority of each kind', () => {
    const priorityOf = (kind: string, place: string, workload: Parameters<typeof renderProduct>[0]) =>
      at(one(renderProduct(workload), kind), place);
    const standard = priorityOf('Deployment', 'spec.template.spec.priorityClassName', { workloads: [web()] });
    const batched = priorityOf('ScaledJob', 'spec.jobTargetRef.template.spec.priorityClassName', {
      workloads: [batch()],
    });
    expect(fieldAt('ServiceDeclaration.priority').byDefault).toBe(
      `'${standard}', and '${batched}' for a job.`,
    );
  });

  test('the directory that every container may write to', () => {
    const { byDefault } = fieldAt('ServiceDeclaration.scratch');
    expect(byDefault).toContain(`${TEMPORARY.path} alone`);
    expect(byDefault).toContain(`with ${TEMPORARY.size}`);
  });
});

function exampleOf(path: readonly string[]): unknown {
  const read = written(fieldAt(path.join('.')).example ?? '', scope);
  if (read === 'prose' || read === 'a function') throw new Error(`${path.join('.')} has no example.`);
  return read.value;
}
