import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import asyncApi from '@asyncapi/specs/schemas/3.0.0-without-$id.json' with { type: 'json' };
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { apps } from '../../apps/index.ts';

const event = z.object({
  info: z.object({ version: z.string().regex(/^\d+\.\d+\.\d+$/) }),
  channels: z.record(z.string(), z.object({ address: z.string() })),
  operations: z.record(
    z.string(),
    z.object({
      action: z.enum(['send', 'receive']),
      channel: z.object({ $ref: z.string() }),
    }),
  ),
  components: z.object({
    messages: z.record(
      z.string(),
      z.object({
        headers: z.record(z.string(), z.unknown()),
        payload: z.object({ $ref: z.string() }),
        examples: z
          .array(z.object({ headers: z.unknown(), payload: z.record(z.string(), z.unknown()) }))
          .min(1),
      }),
    ),
    schemas: z.record(z.string(), z.record(z.string(), z.unknown())),
  }),
});

const FORMATS: Readonly<Record<string, RegExp>> = {
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/,
  email: /^[^@\s]+@[^@\s]+$/,
};
const ajv = new Ajv({ strict: false, validateFormats: true, formats: FORMATS, allErrors: true });
const documents = new Ajv({ strict: false, validateFormats: false });
const isAsyncApi = documents.compile(asyncApi);

const files = readdirSync('events').sort();
const read = (name: string): unknown => parse(readFileSync(join('events', name), 'utf8'));

/** What a JSON pointer inside the document leads to. */
function resolved(document: unknown, pointer: string): unknown {
  return pointer
    .replace(/^#\//, '')
    .split('/')
    .reduce<unknown>(
      (part, step) => (typeof part === 'object' && part !== null ? Reflect.get(part, step) : undefined),
      document,
    );
}

function pointersIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => (key === '$ref' ? [String(part)] : pointersIn(part)));
}

describe.each(files)('events/%s (S0-69)', (name) => {
  const document = read(name);
  const { info, channels, components } = event.parse(document);

  it('is AsyncAPI 3.0 by its own schema', () => {
    expect(isAsyncApi(document), JSON.stringify(isAsyncApi.errors?.slice(0, 3))).toBe(true);
  });

  it('refers to nothing that is not there', () => {
    const pointers = pointersIn(document);
    expect(pointers.length).toBeGreaterThan(2);
    for (const pointer of pointers) expect(resolved(document, pointer), pointer).toBeDefined();
  });

  it('is about the one queue of its name', () => {
    expect(Object.values(channels).map(({ address }) => `${address}.yaml`)).toEqual([name]);
  });

  it('has examples that its own schemas accept, and refuse without any one of their fields', () => {
    for (const { headers, payload, examples } of Object.values(components.messages)) {
      const schema = z.record(z.string(), z.unknown()).parse(resolved(document, payload.$ref));
      const [accepts, acceptsHeaders] = [ajv.compile(schema), ajv.compile(headers)];
      for (const example of examples) {
        expect(accepts(example.payload), JSON.stringify(accepts.errors)).toBe(true);
        expect(acceptsHeaders(example.headers)).toBe(true);
        for (const field of Object.keys(example.payload)) {
          const { [field]: _, ...rest } = example.payload;
          expect(accepts(rest), `without ${field}`).toBe(false);
        }
      }
    }
  });

  it('tells readers its version with each message, so a changed form is never taken for the old one', () => {
    for (const { headers } of Object.values(components.messages)) {
      expect(resolved(headers, 'properties/schemaVersion/const')).toBe(info.version);
      expect(headers.required).toEqual(['schemaVersion']);
    }
  });

  it('carries its own identity and time, since a queue delivers twice and late', () => {
    for (const schema of Object.values(components.schemas)) {
      expect(schema.required).toEqual(expect.arrayContaining(['id', 'occurredAt']));
    }
  });
});

it('the schema of AsyncAPI refuses what is none: its verdict is worth something', () => {
  const document = { asyncapi: '3.0.0', info: { title: 'Order placed', version: '1.0.0' } };
  expect(isAsyncApi(document)).toBe(true);
  expect(isAsyncApi({ ...document, operations: { a: { action: 'publish' } } })).toBe(false);
  expect(isAsyncApi({ ...document, asyncapi: '2.6.0' })).toBe(false);
});

it('no description speaks of a sender or a reader that is gone', () => {
  // `send <queue>` and `receive <queue>`, as the workloads declare it.
  const declared = new Set(
    apps
      .flatMap((unit) => unit.workloads ?? [])
      .flatMap(({ declaration: { calls = [] } }) => calls)
      .flatMap((call) => (call.to === 'queue' ? [`${call.direction} ${call.name}`] : [])),
  );
  for (const name of files) {
    const { operations } = event.parse(read(name));
    expect(Object.keys(operations), name).not.toEqual([]);
    for (const { action } of Object.values(operations))
      expect(declared).toContain(`${action} ${name.replace('.yaml', '')}`);
  }
});
