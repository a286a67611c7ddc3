import {
  type Dashboard,
  DashboardBuilder,
  type Panel,
  type RowPanel,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { DashboardDeclaration, PanelDeclaration } from './declaration.ts';
import { panelModel } from './panel.ts';
import { variableModels } from './variables.ts';

const COLUMNS = 24;
const HEIGHTS = { number: 4, lines: 8, log: 10 } as const;

/** Grafana's model of a dashboard: ids count up, and panels stand side by side until a line is full. */
export function dashboardModel(declaration: DashboardDeclaration): Dashboard {
  const { uid, title, description, variables, range, rows } = declaration;
  const model = new DashboardBuilder(title)
    .uid(uid)
    .description(description)
    .tags(['fleet'])
    .readonly()
    .timezone('browser')
    .time({ from: `now-${range}`, to: 'now' })
    .refresh('1m')
    .build();
  return { ...model, templating: { list: variableModels(variables) }, panels: grid(rows) };
}

function grid(rows: DashboardDeclaration['rows']): (Panel | RowPanel)[] {
  const placed: (Panel | RowPanel)[] = [];
  let y = 0;
  for (const { title, panels } of rows) {
    const id = placed.length + 1;
    placed.push({
      type: 'row',
      id,
      title,
      collapsed: false,
      panels: [],
      gridPos: { x: 0, y, w: COLUMNS, h: 1 },
    });
    y += 1;
    for (const line of lines(panels)) {
      const height = Math.max(...line.map(({ kind }) => HEIGHTS[kind]));
      let x = 0;
      for (const panel of line) {
        placed.push(panelModel(panel, placed.length + 1, { x, y, w: panel.width, h: height }));
        x += panel.width;
      }
      y += height;
    }
  }
  return placed;
}

/** Panels that fit side by side. */
function lines(panels: readonly PanelDeclaration[]): PanelDeclaration[][] {
  const found: PanelDeclaration[][] = [];
  let free = 0;
  for (const panel of panels) {
    const line = found.at(-1);
    if (line === undefined || panel.width > free) {
      found.push([panel]);
      free = COLUMNS - panel.width;
    } else {
      line.push(panel);
      free -= panel.width;
    }
  }
  return found;
}
