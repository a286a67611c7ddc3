import type { CallSite } from '../../kit/declaration/call-site.ts';
import { type FieldMistake, mistakesIn, rightFields } from '../../kit/declaration/mistakes.ts';
import { remember } from '../../kit/declaration/registry.ts';
import type { Resources } from '../../kit/resources.ts';
import { ruleMistakes } from './rules.ts';
import { workloadName, workloadSchemas } from './schema.ts';
import type { JobDeclaration, ServiceDeclaration, WorkerDeclaration } from './workload.ts';

/** The declarations by their kind. */
export interface Declarations {
  readonly service: ServiceDeclaration;
  readonly worker: WorkerDeclaration;
  readonly job: JobDeclaration;
}

const resources: Resources = { requests: { cpu: '1m', memory: '8Mi' }, limits: { memory: '8Mi' } };

/**
 * What stands in for a required field that is wrong, so that whatever looks at the workload (its callers, its quota,
 * the rules of the fleet) can go on and find its own mistakes. Nothing with a mistake is ever written.
 */
const STAND_INS: Declarations = {
  service: { kind: 'service', name: '', port: 8080, resources, scale: { replicas: 1 } },
  worker: { kind: 'worker', name: '', resources, scale: { replicas: 1 } },
  job: { kind: 'job', name: '', resources, queue: { name: 'queue', messages: 1 }, max: 1 },
};

/**
 * A declaration as it came, looked through at run time: a spread or a value from elsewhere gets past the compiler.
 * Its mistakes are remembered, see `registry.ts`; what comes back is well formed in any case.
 */
export function declareWorkload<Kind extends keyof Declarations>(
  kind: Kind,
  declaration: unknown,
  callSite: CallSite,
): Declarations[Kind] {
  const { whole, mistakes } = held(kind, declaration);
  const name = whole.name === '' ? undefined : whole.name;
  return remember(whole, { kind, name, callSite, mistakes });
}

/** The mistakes of a workload that was not declared itself, but copied from one that was. */
export function held<Kind extends keyof Declarations>(
  kind: Kind,
  declaration: unknown,
): { readonly whole: Declarations[Kind]; readonly mistakes: readonly FieldMistake[] } {
  const mistakes = mistakesIn(declaration, workloadSchemas[kind]);
  const broken = new Set(mistakes.map(({ top }) => top));
  const whole: Declarations[Kind] = { ...STAND_INS[kind], ...rightFields(declaration, mistakes), kind };
  return { whole, mistakes: [...mistakes, ...(broken.has('') ? [] : ruleMistakes(whole, broken))] };
}

/** Whether a workload can be told from others, which everything else needs. */
export function hasName({ name }: { readonly name: string }): boolean {
  return workloadName.safeParse(name).success;
}
