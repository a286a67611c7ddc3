import { z } from 'zod';
import { UnusableInput } from '../cluster-model/input/unusable-input.ts';
import { type Application, application } from './application.ts';
import { type ApplicationSet, applicationSet } from './application-set.ts';
import { type Project, project } from './project.ts';

/** What a hub has printed. */
export interface Printed {
  readonly applications: readonly Application[];
  /** Undefined where only Applications were asked for. */
  readonly sets: readonly ApplicationSet[] | undefined;
  readonly projects: readonly Project[] | undefined;
}

/** What `kubectl get … --output json` prints is a list, and `argocd app list --output json` the items alone. */
const listed = z.union([
  z.array(z.unknown()),
  z.looseObject({ items: z.array(z.unknown()) }).transform(({ items }) => items),
  z.looseObject({ kind: z.literal('Application') }).transform((one): unknown[] => [one]),
]);

/** Whatever has no kind is an Application: argocd prints none. */
const kinded = z.looseObject({ kind: z.string().optional() }).catch({});

/**
 * What a hub has, as it has printed it.
 *
 * @param from where the text is from, for people
 * @throws UnusableInput for anything else
 */
export function readHub(text: string, from: string): Printed {
  const items = listed.safeParse(parsed(text, from));
  if (!items.success) {
    throw new UnusableInput(
      `${from}: found no list of Applications. Write what one of these prints: kubectl get applications --output json, argocd app list --output json.`,
    );
  }
  const all = items.data.map((value, index) => ({ value, index, kind: kinded.parse(value).kind }));
  const of = (kind: string) => all.filter((each) => each.kind === kind);
  const others = new Set(['ApplicationSet', 'AppProject']);
  // Every Argo CD has the project default, so a list with neither was not asked for them.
  const asked = all.some(({ kind }) => kind !== undefined && others.has(kind));
  const read = <Schema extends z.ZodType>(schema: Schema, items: typeof all, what: string) =>
    items.map(({ value, index }) => {
      const found = schema.safeParse(value);
      if (found.success) return found.data;
      const [issue] = found.error.issues;
      const where = `${issue?.path.join('.')}: ${issue?.message}`;
      throw new UnusableInput(`${from}: item ${index + 1} is no ${what}: ${where}`);
    });
  return {
    applications: read(
      application,
      all.filter(({ kind }) => kind === undefined || !others.has(kind)),
      'Application',
    ),
    sets: asked ? read(applicationSet, of('ApplicationSet'), 'ApplicationSet') : undefined,
    projects: asked ? read(project, of('AppProject'), 'AppProject') : undefined,
  };
}

function parsed(text: string, from: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const found = text.trim() === '' ? 'nothing' : 'no JSON';
    throw new UnusableInput(
      `${from}: found ${found}, expected JSON: kubectl get applications --output json prints it.`,
    );
  }
}
