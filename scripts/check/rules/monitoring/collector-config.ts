import { didYouMean } from '../../../../clusters/nearest-name.ts';
import { documentsOf } from '../../../cluster-model/input/documents.ts';
import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { type Fields, fields, fieldsAt, isFields, list, type Path } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';

const sample = (processor: string) => `
apiVersion: v1
kind: ConfigMap
metadata: { name: collector, namespace: tracing }
data:
  config.yaml: |
    receivers: { otlp: { protocols: { grpc: { endpoint: 0.0.0.0:4317 } } } }
    processors: { batch: {} }
    exporters: { debug: {} }
    service: { pipelines: { traces: { receivers: [otlp], processors: [${processor}], exporters: [debug] } } }
`;

export const collectorConfig: ClusterRule = {
  id: 'collector-pipeline-broken',
  severity: 'error',
  summary:
    'A pipeline of the OpenTelemetry Collector with a part that is not configured, or a part that no pipeline uses',
  breaks: 'The Collector refuses its configuration and does not start; a part that nobody uses does nothing.',
  pitfalls: ['X-13'],
  failing: sample('bach'),
  passing: sample('batch'),
  *judge(state) {
    for (const { resource, path, config, isText } of configsIn(state))
      yield* ofConfig(resource, path, config, isText);
  },
};

export interface Config {
  readonly resource: Resource;
  readonly path: Path;
  readonly config: Fields;
  /** A text has no places within it. */
  readonly isText: boolean;
}

export function configsIn(state: ClusterState): readonly Config[] {
  const objects = state
    .of('opentelemetry.io/OpenTelemetryCollector')
    .flatMap((resource): readonly Config[] => {
      const config = fieldsAt(resource.value, 'spec').config;
      if (isFields(config)) return [{ resource, path: ['spec', 'config'], config, isText: false }];
      return typeof config === 'string' ? parsed(resource, ['spec', 'config'], config) : [];
    });
  const texts = state
    .of('/ConfigMap')
    .flatMap((resource) =>
      Object.entries(fieldsAt(resource.value, 'data')).flatMap(([key, text]) =>
        typeof text === 'string' && /^\s*pipelines:|pipelines:/m.test(text) && /^\s*exporters:/m.test(text)
          ? parsed(resource, ['data', key], text)
          : [],
      ),
    );
  return [...objects, ...texts];
}

function parsed(resource: Resource, path: Path, text: string): readonly Config[] {
  const value = documentsOf(text).documents[0]?.value;
  return isFields(value) && isFields(value.service) ? [{ resource, path, config: value, isText: true }] : [];
}

const PARTS = ['receivers', 'processors', 'exporters'] as const;

function* ofConfig(resource: Resource, from: Path, config: Fields, isText: boolean): Generator<Said> {
  const place = (...path: Path) => (isText ? from : [...from, ...path]);
  const connectors = Object.keys(fields(config.connectors));
  const misnamed = new Set<string>();
  const used = new Map<string, Set<string>>(
    [...PARTS, 'connectors', 'extensions'].map((part) => [part, new Set()]),
  );
  for (const [name, pipeline] of Object.entries(fieldsAt(config, 'service', 'pipelines'))) {
    for (const part of PARTS) {
      const given = list(fields(pipeline)[part]).filter((one) => typeof one === 'string');
      const known = [...Object.keys(fields(config[part])), ...(part === 'processors' ? [] : connectors)];
      for (const one of given) {
        used.get(connectors.includes(one) ? 'connectors' : part)?.add(one);
        if (known.includes(one)) continue;
        misnamed.add(part);
        yield {
          resource,
          path: place('service', 'pipelines', name, part),
          message: `The pipeline ${name} has ${one} among its ${part}, and ${part} has no such entry: the Collector does not start.`,
          fix: `Write one that is configured${didYouMean(one, known)}, or configure it under ${part}.`,
        };
      }
      if (given.length === 0 && part !== 'processors') {
        yield {
          resource,
          path: place('service', 'pipelines', name),
          message: `The pipeline ${name} has no ${part}: the Collector does not start.`,
          fix: `Name at least one of ${known.join(', ') || part}.`,
        };
      }
    }
  }
  const extensions = list(fieldsAt(config, 'service').extensions).filter((one) => typeof one === 'string');
  const configured = Object.keys(fields(config.extensions));
  for (const one of extensions.filter((name) => !configured.includes(name))) {
    misnamed.add('extensions');
    yield {
      resource,
      path: place('service', 'extensions'),
      message: `The service starts the extension ${one}, and extensions has no such entry: the Collector does not start.`,
      fix: `Configure it under extensions${didYouMean(one, configured)}.`,
    };
  }
  for (const part of [...PARTS, 'extensions'] as const) {
    // The one that nobody uses is most likely the one that was meant.
    if (misnamed.has(part)) continue;
    const taken = part === 'extensions' ? new Set<unknown>(extensions) : used.get(part);
    for (const one of Object.keys(fields(config[part])).filter((name) => taken?.has(name) === false)) {
      yield {
        resource,
        path: place(part, one),
        severity: 'warning',
        message: `${one} is configured under ${part}, and no pipeline has it: it does nothing.`,
        fix: 'Put it into a pipeline, or take it away.',
      };
    }
  }
}
