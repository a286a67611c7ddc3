import { describe, expect, test } from 'vitest';
import { millicores } from '../../../../platform/kit/quantity.ts';
import { sidecarAnnotations, sidecarResources } from '../../../../platform/workload/pods/sidecar.ts';

describe('a proxy is never throttled at the load that its pod is meant for (X-40, X-74)', () => {
  test.each([
    [0, '50m'],
    [100, '50m'],
    [200, '70m'],
    [1000, '350m'],
    [4000, '1400m'],
  ])('for %i requests a second it asks for %s', (requests, cpu) => {
    const resources = sidecarResources(requests);
    expect(resources.requests.cpu).toBe(cpu);
    expect(millicores(resources.limits.cpu)).toBeGreaterThan(millicores(cpu));
  });

  test('a load that its limit would throttle is refused', () => {
    expect(() => sidecarResources(6000)).toThrow(
      'One proxy cannot carry 6000 requests a second: it would need 2100m CPU, above its limit of 2. Lower requestsPerSecond, so that more pods share them.',
    );
    expect(() => sidecarResources(5000)).not.toThrow();
  });

  test('all four annotations are set: with one of them the injector forgets its defaults for the others', () => {
    expect(sidecarAnnotations(sidecarResources(1000))).toEqual({
      'sidecar.istio.io/proxyCPU': '350m',
      'sidecar.istio.io/proxyCPULimit': '2',
      'sidecar.istio.io/proxyMemory': '64Mi',
      'sidecar.istio.io/proxyMemoryLimit': '256Mi',
    });
  });
});
