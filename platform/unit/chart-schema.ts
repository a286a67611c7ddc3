import { z } from 'zod';
import { onlyVersion, versionsOf } from '../../charts/find.ts';
import { chartPins, PINS } from '../../charts/pins.ts';
import { didYouMean } from '../../clusters/nearest-name.ts';
import { text } from '../../clusters/text-formats.ts';
import { fields, formOf, type Shape } from '../kit/declaration/fields.ts';
import { dnsLabel, flag } from '../kit/declaration/formats.ts';
import type { Component, ComponentChart } from './component-declaration.ts';
import type { UnreadValue } from './unit.ts';

/** What Helm accepts as the name of a release, which is the component's name unless it says otherwise. */
export const RELEASE = 53;

const CHART = `the name of a chart of ${PINS}, such as 'keda', or an object with that name`;

const name = z
  .string({ error: CHART })
  .refine((given) => chartPins.has(given), { error: ({ input }) => unknownChart(String(input)) });

function unknownChart(given: string): string {
  const meant = didYouMean(given, [...chartPins.keys()]);
  return `the name of a chart of ${PINS}${meant}; npx fleet charts bump ${given} VERSION --repository URL pins a new one`;
}

const version = z
  .custom<NonNullable<ComponentChart['version']>>((value) => typeof value === 'function', {
    error: `a function that says which pinned version a cluster has; a version that all of them have stands only in ${PINS}`,
  })
  .optional();

const byName = name.refine((given) => !chartPins.has(given) || onlyVersion(given) !== undefined, {
  error: ({ input }) => `an object with a function version, since ${pinned(String(input))}`,
});

const unread = fields(
  {
    path: text(/^[^\s.[\]]\S*$/, 'the path of a value, such as server.extraArgs[0]'),
    reason: text(/\S.{9,}/, 'why a value without an effect is there, in a sentence'),
  } satisfies Shape<UnreadValue>,
  'the path of a value and a reason',
);

const inFull = fields(
  {
    name,
    version,
    definitions: flag.optional(),
    unread: z.array(unread, { error: 'a list of values without an effect' }).optional(),
    release: dnsLabel('the name of a release', RELEASE).optional(),
  } satisfies Shape<ComponentChart>,
  CHART,
).superRefine(({ name, version }, context) => {
  if (version !== undefined || onlyVersion(name) !== undefined) return;
  const message = `a function that says which cluster has which version, since ${pinned(name)}`;
  context.addIssue({ code: 'custom', path: ['version'], message });
});

function pinned(given: string): string {
  return `${PINS} pins ${versionsOf(given).join(' and ')} of ${given}`;
}

/** What a component says of its chart. */
export const chartSchema = formOf<Component['chart']>((value) =>
  typeof value === 'object' && value !== null ? inFull : byName,
);
