import {
  CustomVariableBuilder,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  type VariableModel,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { DATA_SOURCES } from '../data-sources.ts';
import type { VariableDeclaration } from './declaration.ts';

/** Prometheus, or the long-term store where a cluster has one. */
export const DATA_SOURCE_VARIABLE = 'datasource';

/** Every dashboard can choose its store; what it has besides, it declares. */
export function variableModels(declarations: readonly VariableDeclaration[]): VariableModel[] {
  const store = new DatasourceVariableBuilder(DATA_SOURCE_VARIABLE)
    .label('Metrics from')
    .type('prometheus')
    .current({ text: 'Prometheus', value: DATA_SOURCES.prometheus, selected: true })
    .build();
  return [store, ...declarations.map(variableModel)];
}

function variableModel(declaration: VariableDeclaration): VariableModel {
  const { name, label } = declaration;
  if ('choices' in declaration) {
    const [first = ''] = declaration.choices;
    return new CustomVariableBuilder(name)
      .label(label)
      .values(declaration.choices.join(','))
      .current({ text: first, value: first, selected: true })
      .build();
  }
  return new QueryVariableBuilder(name)
    .label(label)
    .datasource({ type: 'prometheus', uid: `\${${DATA_SOURCE_VARIABLE}}` })
    .query(declaration.values)
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc)
    .multi(true)
    .includeAll(true)
    .allValue('.+')
    .current({ text: 'All', value: '$__all', selected: true })
    .build();
}
