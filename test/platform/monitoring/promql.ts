import { parser } from '@prometheus-io/lezer-promql';
import { exporters } from '../../../platform/monitoring/metrics/catalogue.ts';

/** What Prometheus' own grammar makes of an expression: the metrics that it reads, or the first place that is no PromQL. */
export function readExpression(expression: string): { metrics: readonly string[]; mistake?: string } {
  const metrics = new Set<string>();
  let mistake: string | undefined;
  parser.parse(expression).iterate({
    enter: (node) => {
      const text = expression.slice(node.from, node.to);
      if (node.type.isError) mistake ??= `at ${node.from}: ${expression.slice(node.from, node.from + 30)}`;
      if (node.name === 'Identifier' && node.node.parent?.name === 'VectorSelector') metrics.add(text);
    },
  });
  return { metrics: [...metrics], ...(mistake !== undefined && { mistake }) };
}

/** The names of the series that the exporters of the catalogue serve. */
export const exported: ReadonlySet<string> = new Set(
  exporters.flatMap((exporter) =>
    Object.entries(exporter.metrics).flatMap(([name, { type }]) =>
      type === 'histogram' ? ['_bucket', '_count', '_sum'].map((end) => `${name}${end}`) : [name],
    ),
  ),
);
