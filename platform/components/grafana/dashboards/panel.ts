import * as cloudwatch from '@grafana/grafana-foundation-sdk/cloudwatch';
import * as common from '@grafana/grafana-foundation-sdk/common';
import {
  type GridPos,
  type Panel,
  ThresholdsConfigBuilder,
  ThresholdsMode,
} from '@grafana/grafana-foundation-sdk/dashboard';
import * as logs from '@grafana/grafana-foundation-sdk/logs';
import * as prometheus from '@grafana/grafana-foundation-sdk/prometheus';
import * as stat from '@grafana/grafana-foundation-sdk/stat';
import * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';
import { DATA_SOURCES } from '../data-sources.ts';
import type { CloudWatchMetric, LogQuery, PanelDeclaration, Query } from './declaration.ts';
import { DATA_SOURCE_VARIABLE } from './variables.ts';

const METRICS = { type: 'prometheus', uid: `\${${DATA_SOURCE_VARIABLE}}` };
const CLOUD_WATCH = { type: 'cloudwatch', uid: DATA_SOURCES.cloudWatch };

/** The number of the query among those of its panel. */
const refId = (index: number) => String.fromCharCode('A'.charCodeAt(0) + index);

/** Grafana's model of one panel. */
export function panelModel(panel: PanelDeclaration, id: number, place: GridPos): Panel {
  const builder = builderOf(panel);
  return builder.id(id).title(panel.title).description(panel.description).gridPos(place).build();
}

function builderOf(panel: PanelDeclaration) {
  if (panel.kind === 'log') {
    return new logs.PanelBuilder()
      .datasource(CLOUD_WATCH)
      .showTime(true)
      .wrapLogMessage(true)
      .withTarget(logTarget(panel.log));
  }
  const base =
    panel.kind === 'number' ? numberBuilder() : linesBuilder('red' in panel || 'redBelow' in panel);
  base.unit(panel.unit).thresholds(thresholdsOf(panel));
  if (panel.max !== undefined) base.max(panel.max);
  if ('metrics' in panel) {
    return base.datasource(CLOUD_WATCH).targets(panel.metrics.map(cloudWatchTarget));
  }
  return base
    .datasource(METRICS)
    .targets(panel.queries.map((query, index) => target(query, index, panel.kind === 'number')));
}

function numberBuilder() {
  return new stat.PanelBuilder()
    .reduceOptions(new common.ReduceDataOptionsBuilder().calcs(['lastNotNull']).values(false))
    .colorMode(common.BigValueColorMode.Value)
    .graphMode(common.BigValueGraphMode.Area);
}

function linesBuilder(withThreshold: boolean) {
  const lines = new timeseries.PanelBuilder()
    .min(0)
    .lineWidth(1)
    .fillOpacity(10)
    .showPoints(common.VisibilityMode.Never)
    .legend(
      new common.VizLegendOptionsBuilder()
        .showLegend(true)
        .displayMode(common.LegendDisplayMode.List)
        .placement(common.LegendPlacement.Bottom)
        .calcs([]),
    )
    .tooltip(
      new common.VizTooltipOptionsBuilder()
        .mode(common.TooltipDisplayMode.Multi)
        .sort(common.SortOrder.Descending),
    );
  if (!withThreshold) return lines;
  return lines.thresholdsStyle(
    new common.GraphThresholdsStyleConfigBuilder().mode(common.GraphThresholdsStyleMode.Line),
  );
}

function thresholdsOf({ red, redBelow }: { readonly red?: number; readonly redBelow?: number }) {
  const steps =
    redBelow === undefined
      ? [{ value: null, color: 'green' }, ...(red === undefined ? [] : [{ value: red, color: 'red' }])]
      : [
          { value: null, color: 'red' },
          { value: redBelow, color: 'green' },
        ];
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(steps);
}

function target({ expression, legend }: Query, index: number, instant: boolean) {
  const query = new prometheus.DataqueryBuilder()
    .datasource(METRICS)
    .editorMode(prometheus.QueryEditorMode.Code)
    .expr(expression)
    .legendFormat(legend)
    .refId(refId(index));
  return instant ? query.instant() : query.range();
}

function cloudWatchTarget(
  { namespace, metric, dimensions, statistic, legend }: CloudWatchMetric,
  index: number,
) {
  return new cloudwatch.MetricsQueryBuilder()
    .datasource(CLOUD_WATCH)
    .queryMode(cloudwatch.QueryMode.Metrics)
    .metricQueryType(cloudwatch.MetricQueryType.Search)
    .metricEditorMode(cloudwatch.MetricEditorMode.Builder)
    .region('default')
    .namespace(namespace)
    .metricName(metric)
    .dimensions({ ...dimensions })
    .matchExact(true)
    .statistic(statistic)
    .period('60')
    .label(legend)
    .id(`query_${refId(index).toLowerCase()}`)
    .refId(refId(index));
}

function logTarget({ groups, expression }: LogQuery) {
  return new cloudwatch.LogsQueryBuilder()
    .datasource(CLOUD_WATCH)
    .queryMode(cloudwatch.QueryMode.Logs)
    .region('default')
    .logGroupNames([...groups])
    .expression(expression)
    .id('query_a')
    .refId('A');
}
