import { every, type Matcher } from '../../scripts/rows/expected.ts';
import { query } from '../../scripts/rows/query.ts';
import { inside } from './texts.ts';

/** What a panel shows: its title, and what each of its queries has to have in it. */
export interface Panel {
  readonly title: string;
  readonly queries: readonly string[];
}

/** The text of a dashboard that shows these panels, by a query each that names the metric. */
export function dashboard(title: string, ...panels: readonly Panel[]): Matcher {
  const shown = inside({ title, panels: every(isPanel) });
  return {
    says: `shows ${panels.map((panel) => panel.title).join(', ')}`,
    holds: (text) => shown.holds(text) && panels.every((panel) => inside({ panels: has(panel) }).holds(text)),
  };
}

const isPanel: Matcher = { says: 'is a panel', holds: (value) => typeof query(value, 'title') === 'string' };

function has({ title, queries }: Panel): Matcher {
  return {
    says: `has the panel ${title}`,
    holds: (panels) =>
      Array.isArray(panels) &&
      panels.some((panel: unknown) => {
        const targets = query(panel, 'targets');
        return (
          query(panel, 'title') === title &&
          query(panel, 'type') !== 'row' &&
          Array.isArray(targets) &&
          queries.every((part) => targets.some((target: unknown) => asks(target, part)))
        );
      }),
  };
}

/** PromQL, a metric of CloudWatch, or a search of its logs. */
function asks(target: unknown, part: string): boolean {
  return ['expr', 'metricName', 'expression'].some((field) => {
    const found = query(target, field);
    return typeof found === 'string' && found.includes(part);
  });
}
