import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Cluster } from '../../../../clusters/index.ts';
import { meshTelemetry } from '../../../../platform/components/istio/mesh-telemetry.ts';
import { unitOf } from '../../../../platform/unit/component.ts';
import { controlPlaneOf } from '../../../control-plane.ts';
import { frozenFleet } from '../../../fleet/frozen-fleet.ts';
import { at, one, textAt } from '../../../manifest-reader.ts';
import { render } from '../../../rendered-fleet.ts';

const { clusterOf, contextOf, fleet, renderUnit } = frozenFleet;

const meshed = fleet.clusters.filter(({ mesh }) => mesh !== undefined);

const providers = z.tuple([z.strictObject({ name: z.string() })]);
const specSchema = z.strictObject({
  accessLogging: z.tuple([z.strictObject({ providers, filter: z.strictObject({ expression: z.string() }) })]),
  tracing: z.tuple([
    z.strictObject({ providers, randomSamplingPercentage: z.number(), customTags: z.unknown() }),
  ]),
  metrics: z.tuple([z.strictObject({ providers, overrides: z.unknown().optional() })]),
});

function telemetryOn(cluster: string) {
  return one(renderUnit('mesh-telemetry', cluster), 'Telemetry');
}

function specOn(cluster: string) {
  return specSchema.parse(at(telemetryOn(cluster), 'spec'));
}

function meshConfigOn(cluster: string) {
  const context = contextOf(cluster);
  const values = context.units
    .find(({ name }) => name === controlPlaneOf(context.cluster))
    ?.helm?.(context).values;
  return z
    .looseObject({ extensionProviders: z.array(z.looseObject({ name: z.string() })) })
    .parse(values?.meshConfig);
}

describe.each(meshed)('on $name', ({ name, environment, tracing }) => {
  it('every provider that is asked for is declared: istiod only logs that one is not (X-68)', () => {
    const { extensionProviders } = meshConfigOn(name);
    const { accessLogging, tracing, metrics } = specOn(name);
    const kinds = { accessLogging: 'envoyFileAccessLog', tracing: 'opentelemetry', metrics: 'prometheus' };
    for (const [use, [{ providers }]] of Object.entries({ accessLogging, tracing, metrics })) {
      const declared = extensionProviders.find((provider) => provider.name === providers[0].name);
      expect(Object.keys(declared ?? {}), use).toEqual(['name', at(kinds, use)]);
    }
  });

  it('the share of traces is the one of the contract, and stands in one place (X-71)', () => {
    expect(specOn(name).tracing[0].randomSamplingPercentage).toBe(tracing.samplingPercentage);
    expect(JSON.stringify(meshConfigOn(name))).not.toMatch(/sampling/i);
  });

  it('spans say which environment they are of, and not that of another (S4-182, X-97)', () => {
    expect(specOn(name).tracing[0].customTags).toEqual({
      environment: { literal: { value: environment } },
      version: { header: { name: 'x-api-version', defaultValue: 'unknown' } },
    });
  });

  it('no log goes past the filter: the mesh itself opens none (S4-180)', () => {
    const options = Object.keys(meshConfigOn(name));
    expect(options.filter((option) => /accessLog|enableTracing/i.test(option))).toEqual([]);
  });

  it('it is the default of every proxy: in the root namespace, selecting none (S4-179)', () => {
    const telemetry = telemetryOn(name);
    expect(at(telemetry, 'metadata.namespace')).toBe('istio-system');
    expect(at(telemetry, 'spec.selector')).toBeUndefined();
  });
});

/** Names in a CEL expression that stand for a variable: neither a field, a function nor a text. */
function variablesOf(expression: string): readonly string[] {
  const withoutTexts = expression.replaceAll(/'[^']*'/g, "''");
  return [...withoutTexts.matchAll(/(?<![\w.])([a-z_]\w*)(?!\w*\s*\()/g)].map(([name]) => name);
}

describe('slow requests are logged as well as failed ones (S4-180, X-69)', () => {
  const { expression } = specOn('prod-japan').accessLogging[0].filter;
  const envoy = [
    'connection',
    'destination',
    'filter_state',
    'metadata',
    'request',
    'response',
    'source',
    'upstream',
    'xds',
  ];

  it('the filter uses attributes that Envoy has: another one would be an error at each request', () => {
    const variables = variablesOf(expression);
    expect(variables).toEqual(['response', 'request']);
    for (const variable of variables) expect(envoy).toContain(variable);
    expect(variablesOf('response.code >= 400 || duration > 1000')).toEqual(['response', 'duration']);
  });

  it('a duration is compared with a duration, since a number would be an error too', () => {
    expect(expression).toMatch(/\brequest\.duration > duration\('\d+m?s'\)/);
    expect(expression).toContain('response.code >= 400 ||');
  });
});

it('the two metrics of requests go without the label that S4-183 takes from them', () => {
  const tagOverrides = { request_protocol: { operation: 'REMOVE' } };
  expect(specOn('triptrip-production').metrics[0].overrides).toEqual([
    { match: { metric: 'REQUEST_COUNT' }, tagOverrides },
    { match: { metric: 'REQUEST_DURATION' }, tagOverrides },
  ]);
});

it.each(meshed)(
  '$name: where Kiali draws the mesh the label stays, or its graph would be empty (S3-59)',
  (cluster) => {
    const hasKiali = contextOf(cluster.name).units.some(
      ({ name, clusters }) => name === 'kiali' && clusters.includes(cluster.name),
    );
    expect(specOn(cluster.name).metrics[0].overrides === undefined).toBe(hasKiali);
  },
);

it('a development cluster keeps every trace, production one in a hundred (X-71)', () => {
  const production = clusterOf('triptrip-production');
  const development: Cluster = {
    ...production,
    environment: 'development',
    tracing: { samplingPercentage: 100 },
  };
  const objects = render(unitOf(meshTelemetry, contextOf(production.name).fleet), {
    ...contextOf(production.name),
    cluster: development,
  });
  const telemetry = one(objects, 'Telemetry');
  expect(specOn(production.name).tracing[0].randomSamplingPercentage).toBe(1);
  expect(at(telemetry, 'spec.tracing[0].randomSamplingPercentage')).toBe(100);
  expect(textAt(telemetry, 'spec.tracing[0].customTags.environment.literal.value')).toBe('development');
});
