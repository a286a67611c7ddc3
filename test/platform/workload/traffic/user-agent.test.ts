import { describe, expect, test } from 'vitest';
import { userAgentPatterns } from '../../../../platform/workload/traffic/user-agent.ts';
import { at, listAt, one } from '../../../manifest-reader.ts';
import { canaryOf, type Ground, renderProduct } from '../../../render-product.ts';
import { refusal } from '../../refusal.ts';
import { web } from '../declarations.ts';

/** As Envoy does: the whole value has to match. */
const smartphone = new RegExp(`^(?:${userAgentPatterns.smartphone})$`);

const SMARTPHONES = {
  'Safari on an iPhone':
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
  'Chrome on an iPhone':
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/138.0.7204.53 Mobile/15E148 Safari/604.1',
  'Chrome on Android':
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Mobile Safari/537.36',
  'Samsung Internet':
    'Mozilla/5.0 (Linux; Android 14; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36',
  'Firefox on Android': 'Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0',
  'the bot that looks at pages as a smartphone does':
    'Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.7204.96 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
};

const OTHERS = {
  'Safari on a Mac, and on an iPad that calls itself one':
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15',
  'an iPad that says so':
    'Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.6 Mobile/15E148 Safari/604.1',
  'an Android tablet':
    'Mozilla/5.0 (Linux; Android 13; SM-X710) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36',
  'Chrome on Windows':
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36',
  'Edge on Windows':
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36 Edg/138.0.0.0',
  'Firefox on Linux': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  'a bot': 'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)',
  'a program': 'curl/8.14.1',
  'nothing at all': '',
};

describe('smartphones do not get the site for large screens, nor the other way round (S3-12)', () => {
  test.each(Object.entries(SMARTPHONES))('%s is a smartphone', (_, value) =>
    expect(value).toMatch(smartphone),
  );
  test.each(Object.entries(OTHERS))('%s is none', (_, value) => expect(value).not.toMatch(smartphone));
});

const wide = web({ name: 'wide', exposes: { host: 'www' } });
const narrow = web({ name: 'narrow', exposes: { host: 'www', userAgent: 'smartphone' } });
const routesOf = (name: string, ground: Ground = {}, workloads = [wide, narrow]) =>
  one(renderProduct({ workloads }, ground), 'VirtualService', name);

describe('two services at one address', () => {
  test('one object has the host, and asks for the browser before anything else', () => {
    const routes = routesOf('wide-public');
    expect(at(routes, 'spec.hosts')).toEqual(['www.japan.example.com']);
    const [first, ...others] = listAt(routes, 'spec.http');
    expect(first).toEqual({
      name: 'narrow',
      match: [{ headers: { 'user-agent': { regex: userAgentPatterns.smartphone } } }],
      delegate: { name: 'narrow-public', namespace: 'shop' },
    });
    expect(others.map((route) => at(route, 'name'))).toEqual(['stable-repeatable', 'stable']);
    expect(at(others[1], 'match')).toBeUndefined();
  });

  test('the other is reached through it only: two objects with one host would be joined by their age', () => {
    const spec = at(routesOf('narrow-public'), 'spec');
    expect(spec).not.toHaveProperty('hosts');
    expect(spec).not.toHaveProperty('gateways');
    expect(listAt(spec, 'http')).toHaveLength(2);
  });

  test('a canary of one is in its own routes, and no business of the other', () => {
    const ground = { images: { narrow: canaryOf(20) } };
    const names = (name: string) =>
      listAt(routesOf(name, ground), 'spec.http').map((route) => at(route, 'name'));
    expect(names('narrow-public')).toEqual(['canary-repeatable', 'canary', 'stable-repeatable', 'stable']);
    expect(names('wide-public')).toEqual(['narrow', 'stable-repeatable', 'stable']);
  });

  test('a cache between hands the page of one browser to no other', () => {
    for (const name of ['wide-public', 'narrow-public']) {
      for (const route of listAt(routesOf(name), 'spec.http')) {
        if (at(route, 'delegate') !== undefined) continue;
        expect(at(route, 'headers.response.add')).toEqual({ vary: 'User-Agent' });
      }
    }
    expect(at(routesOf('wide-public', {}, [wide]), 'spec.http[0]')).not.toHaveProperty('headers');
  });

  test('below a path, both stay below it', () => {
    const path = '/shop';
    const both = [
      web({ name: 'wide', exposes: { host: 'www', path } }),
      web({ name: 'narrow', exposes: { host: 'www', path, userAgent: 'smartphone' } }),
    ];
    for (const route of listAt(routesOf('wide-public', {}, both), 'spec.http')) {
      expect(at(route, 'match[0].uri')).toEqual({ prefix: path });
    }
  });

  test('load balancer and gateway know the host once, and both services take the gateway', () => {
    const objects = renderProduct({ workloads: [wide, narrow] });
    expect(listAt(one(objects, 'Ingress'), 'spec.rules')).toHaveLength(1);
    for (const name of ['wide', 'narrow']) {
      expect(JSON.stringify(one(objects, 'NetworkPolicy', `allow-${name}`))).toContain(
        'istio-ingressgateway',
      );
    }
  });
});

describe('an address that some browsers get no answer at', () => {
  test('is refused', () => {
    expect(refusal(() => renderProduct({ workloads: [narrow] }))).toBe(
      'narrow answers only the smartphone at https://www.japan.example.com/ on prod-japan, and nothing answers the others. Expose a service without userAgent at the same host and path.',
    );
  });

  test('so is a second service for the same browsers, and one below another path', () => {
    const second = web({ name: 'second', exposes: { host: 'www', userAgent: 'smartphone' } });
    expect(refusal(() => renderProduct({ workloads: [wide, narrow, second] }))).toMatch(/both exposed at/);
    const below = web({ name: 'below', exposes: { host: 'www', path: '/m', userAgent: 'smartphone' } });
    expect(refusal(() => renderProduct({ workloads: [wide, below] }))).toMatch(/both exposed at/);
  });
});
