import { z } from 'zod';
import type { Application } from './application.ts';

const names = z
  .array(z.string())
  .nullish()
  .transform((given) => given ?? []);

const syncWindow = z.looseObject({
  kind: z.string().default('allow'),
  schedule: z.string().default(''),
  duration: z.string().default(''),
  timeZone: z.string().default(''),
  applications: names,
  namespaces: names,
  clusters: names,
  manualSync: z.boolean().default(false),
  andOperator: z.boolean().default(false),
  description: z.string().default(''),
});

export type SyncWindow = z.output<typeof syncWindow>;

/** What holds Applications back, of an AppProject. */
export const project = z.looseObject({
  metadata: z.looseObject({ name: z.string() }),
  spec: z
    .looseObject({ syncWindows: z.array(syncWindow).nullish() })
    .nullish()
    .transform((given) => given?.syncWindows ?? []),
});

export type Project = z.output<typeof project>;

/** Whether a window is about an Application, as the controller decides it. */
export function concerns(window: SyncWindow, { metadata, spec: { destination } }: Application): boolean {
  const { name = '', server = '' } = destination;
  const namespace = typeof destination.namespace === 'string' ? destination.namespace : '';
  const asked = [
    { patterns: window.applications, values: [metadata.name] },
    { patterns: window.clusters, values: [name, server].filter((each) => each !== '') },
    { patterns: window.namespaces, values: [namespace] },
  ].filter(({ patterns }) => patterns.length > 0);
  const matches = asked.map(({ patterns, values }) =>
    patterns.some((pattern) => values.some((value) => asRegularExpression(pattern).test(value))),
  );
  return matches.length > 0 && (window.andOperator ? matches.every(Boolean) : matches.some(Boolean));
}

function asRegularExpression(glob: string): RegExp {
  const parts = glob.split(/([*?])/).map((part) => {
    if (part === '*') return '.*';
    return part === '?' ? '.' : part.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('')}$`, 's');
}
