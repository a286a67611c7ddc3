import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { userService } from '../../../apps/streaming/user-service.ts';
import { at, every, listAt, one } from '../../manifest-reader.ts';
import { clustersOf, contextOf, renderUnit } from '../fleet-at-rest.ts';

describe.each(clustersOf(userService))('user-service on %s', (cluster) => {
  const { terraform } = contextOf(cluster).cluster;
  const objects = () => renderUnit('user-service', cluster);

  test('S0-55, S0-56, S0-58: user-service-secret, from its own path', () => {
    const path = terraform.secretPathPrefix;
    const external = one(objects(), 'ExternalSecret');
    expect(at(external, 'metadata.namespace')).toBe('prod');
    expect(at(external, 'spec.target')).toMatchObject({
      name: 'user-service-secret',
      template: { type: 'Opaque', data: { DB_USER: '{{ .DB_USER }}', DB_PASS: '{{ .DB_PASS }}' } },
    });
    expect(Object.keys(Object(at(external, 'spec.target.template.data')))).toEqual(['DB_USER', 'DB_PASS']);
    expect(at(external, 'spec.data')).toEqual([
      { secretKey: 'DB_USER', remoteRef: { key: `${path}/db_user` } },
      { secretKey: 'DB_PASS', remoteRef: { key: `${path}/db_password` } },
    ]);
    const sources = listAt(one(objects(), 'Deployment'), 'spec.template.spec.containers[0].envFrom');
    expect(sources).toContainEqual({ secretRef: { name: 'user-service-secret' } });
  });

  test('S0-61: a rotated secret takes effect by itself', () => {
    expect(
      at(one(objects(), 'Deployment'), 'metadata.annotations["secret.reloader.stakater.com/reload"]'),
    ).toBe('user-service-secret');
  });

  test('S0-67, S0-70: it reports new accounts to their queue, whose length does not move it', () => {
    expect(at(one(objects(), 'ConfigMap'), 'data.USER_REGISTERED_QUEUE_URL')).toBe(
      terraform.queues['user-registered']?.url,
    );
    expect(JSON.stringify(every(objects(), 'ScaledObject'))).not.toContain('aws-sqs-queue');
  });
});

test('user-registered has the fields that were agreed on (S0-69)', () => {
  const schema = z.object({ required: z.array(z.string()) });
  const { components } = z
    .object({ components: z.object({ schemas: z.object({ userRegistered: schema }) }) })
    .parse(parse(readFileSync('events/user-registered.yaml', 'utf8')));
  expect(components.schemas.userRegistered.required).toEqual(['id', 'occurredAt', 'userId', 'email']);
});
