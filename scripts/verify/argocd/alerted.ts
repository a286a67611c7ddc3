import { z } from 'zod';
import { Mistake } from '../../command-line/mistake.ts';
import type { Hub } from './hub.ts';
import { subjectsOf } from './subjects.ts';

type Labels = ReadonlyMap<string, string>;

const rules = z.looseObject({
  spec: z.looseObject({
    groups: z.array(
      z.looseObject({ rules: z.array(z.looseObject({ alert: z.string().optional(), expr: z.string() })) }),
    ),
  }),
});

/** The alerts of the tree that look at what the controller says of an Application just now, by a metric of it. */
export async function alertsAbout(hub: Hub, metric: string, application: string): Promise<readonly string[]> {
  const response = await fetch(hub.metrics);
  if (!response.ok) throw new Mistake(`${hub.metrics}: it answered ${response.status}`);
  const series = seriesOf(await response.text(), metric).filter((each) => each.get('name') === application);
  return subjectsOf(hub, 'PrometheusRule').flatMap(({ object }) =>
    rules
      .parse(object)
      .spec.groups.flatMap((group) => group.rules)
      .flatMap(({ alert, expr }) =>
        alert !== undefined && series.some((each) => isSelected(expr, metric, each)) ? alert : [],
      ),
  );
}

/** The labels of all series of a metric that are not 0. */
export function seriesOf(text: string, metric: string): readonly Labels[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith(`${metric}{`) && Number(line.slice(line.lastIndexOf(' '))) !== 0)
    .map(
      (line) =>
        new Map(
          [...line.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, name = '', value = '']) => [name, value]),
        ),
    );
}

/** Whether an expression selects a series of a metric by its labels; who selects all of them looks for none in particular. */
export function isSelected(expression: string, metric: string, series: Labels): boolean {
  return [...expression.matchAll(new RegExp(`\\b${metric}\\{([^}]*)\\}`, 'g'))].some(([, matchers = '']) =>
    [...matchers.matchAll(/(\w+)\s*(=~|!~|!=|=)\s*"((?:[^"\\]|\\.)*)"/g)].every(
      ([, name = '', operator = '', value = '']) => {
        const found = series.get(name) ?? '';
        const isEqual = operator.endsWith('~') ? new RegExp(`^(?:${value})$`).test(found) : found === value;
        return operator.startsWith('!') ? !isEqual : isEqual;
      },
    ),
  );
}
