import { describe, expect, test } from 'vitest';
import {
  addressesIn,
  plainAddresses,
  serviceNamed,
} from '../../../scripts/check/rules/references/addresses.ts';

describe('addresses in a text', () => {
  test.each([
    ['http://web', [{ host: 'web', port: 80 }]],
    ['https://web.shop/path?x=1', [{ host: 'web.shop', port: 443 }]],
    ['redis://:secret@cache.shop.svc:6380/0', [{ host: 'cache.shop.svc', port: 6380 }]],
    [
      'jdbc:postgresql://db.shop.svc.cluster.local:5432/web',
      [{ host: 'db.shop.svc.cluster.local', port: 5432 }],
    ],
    ['postgres://web:$(PASSWORD)@db.shop.svc:5432/web', [{ host: 'db.shop.svc', port: 5432 }]],
    ['--target=web.shop.svc:9000', [{ host: 'web.shop.svc', port: 9000 }]],
    ['proxy_pass http://api:8080;', [{ host: 'api', port: 8080 }]],
    [
      'a.shop.svc:1,b.shop.svc:2',
      [
        { host: 'a.shop.svc', port: 1 },
        { host: 'b.shop.svc', port: 2 },
      ],
    ],
  ])('%s', (text, expected) => {
    expect(addressesIn(text).map(({ host, port }) => ({ host, port }))).toEqual(expected);
  });

  test.each([
    'http://$(HOST):80',
    'http://{{ .host }}.shop.svc:80',
    '*.shop.svc.cluster.local',
    'kubernetes://apis/v1',
    'arn:aws:sqs:eu-west-1:123456789012:orders',
    'key: value',
    'web.svcs.example.com',
  ])('%s has none', (text) => {
    expect(addressesIn(text)).toEqual([]);
  });

  test('a whole text may be hosts with ports', () => {
    expect(plainAddresses('kafka-0:9092, kafka-1:9092')?.map(({ host }) => host)).toEqual([
      'kafka-0',
      'kafka-1',
    ]);
    expect(plainAddresses('8080')).toBeUndefined();
    expect(plainAddresses('two words')).toBeUndefined();
  });
});

describe('the Service that a host names', () => {
  const namespaces = new Set(['shop', 'data']);
  test.each([
    ['web', 'shop/web'],
    ['web.data', 'data/web'],
    ['web.data.svc', 'data/web'],
    ['web.data.svc.cluster.local', 'data/web'],
    ['db-0.db.data.svc.cluster.local', 'data/db'],
    ['shop.web', 'web/shop'],
  ])('%s', (host, expected) => {
    const found = serviceNamed(host, 'shop', namespaces);
    expect(`${found?.namespace}/${found?.name}`).toBe(expected);
  });

  test.each(['example.com', 'api.example.com', '10.0.0.1'])('%s is outside', (host) => {
    expect(serviceNamed(host, 'shop', namespaces)).toBeUndefined();
  });
});
