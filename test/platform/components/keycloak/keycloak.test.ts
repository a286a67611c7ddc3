import { describe, expect, test } from 'vitest';
import { frozenFleet } from '../../../fleet/frozen-fleet.ts';
import { at, listAt, one, textAt } from '../../../manifest-reader.ts';
import { openings } from '../../network-openings.ts';

const { contextOf, renderUnit } = frozenFleet;

const objects = renderUnit('keycloak', 'prod-japan');
const deployment = one(objects, 'Deployment');
const container = at(deployment, 'spec.template.spec.containers[0]');
const setting = (name: string) =>
  at(
    listAt(container, 'env').find((variable) => at(variable, 'name') === name),
    'value',
  );
const pods = { namespace: 'keycloak', labels: at(deployment, 'spec.template.metadata.labels') };
const whole = [...renderUnit('namespaces', 'prod-japan'), ...objects];

describe('customers never see the pages of their accounts’ administration (S3-25)', () => {
  test('Keycloak is at the listener of staff and at no other', () => {
    expect(at(one(objects, 'VirtualService'), 'spec')).toMatchObject({
      hosts: ['keycloak.japan.example.com'],
      gateways: ['istio-system/staff-gateway'],
    });
  });

  test('only the gateway comes in, replicas and Prometheus aside', () => {
    expect(openings(whole, 'ingress', pods)).toEqual([
      'istio-system app=istio-ingressgateway TCP 8080',
      'keycloak app=keycloak TCP 57800',
      'keycloak app=keycloak TCP 7800',
      'monitoring app.kubernetes.io/name=prometheus TCP 15020',
    ]);
    expect(at(one(objects, 'AuthorizationPolicy'), 'spec.rules')).toEqual([
      {
        from: [
          {
            source: {
              principals: ['japan.mesh.example.com/ns/istio-system/sa/istio-ingressgateway'],
              notPrincipals: ['eu.mesh.example.com/*'],
            },
          },
        ],
        to: [{ operation: { ports: ['8080'] } }],
      },
    ]);
  });
});

describe('it runs as for production', () => {
  test('not in development mode, under its public name, behind proxies that end TLS', () => {
    expect(at(container, 'args')).toEqual(['start']);
    expect(setting('KC_HOSTNAME')).toBe('https://keycloak.japan.example.com');
    expect(setting('KC_PROXY_HEADERS')).toBe('xforwarded');
    expect(setting('KC_HTTP_ENABLED')).toBe('true');
  });

  test('its database is the one of the contract, whose certificate it checks', () => {
    const { terraform } = contextOf('prod-japan').cluster;
    const found = terraform.databases.keycloak;
    expect(setting('KC_DB_URL')).toBe(
      `jdbc:postgresql://${found?.endpoint}:5432/keycloak?sslmode=verify-full&sslrootcert=/etc/database-ca/ca.pem`,
    );
    expect(listAt(container, 'volumeMounts')).toContainEqual({
      name: 'database-ca',
      mountPath: '/etc/database-ca',
      readOnly: true,
    });
    expect(at(one(objects, 'ConfigMap', 'database-ca'), 'data')).toEqual({ 'ca.pem': terraform.rdsCaBundle });
  });

  test('replicas share their sessions: encrypted by themselves, past the proxies, which know no pod by address', () => {
    expect(setting('KC_CACHE_STACK')).toBe('jdbc-ping');
    expect(setting('KC_CACHE_EMBEDDED_MTLS_ENABLED')).toBe('true');
    const annotations = at(deployment, 'spec.template.metadata.annotations');
    for (const direction of ['Inbound', 'Outbound']) {
      expect(at(annotations, `["traffic.sidecar.istio.io/exclude${direction}Ports"]`)).toBe('7800,57800');
    }
    const sent = openings(whole, 'egress', pods);
    expect(sent).toEqual(
      expect.arrayContaining(['keycloak app=keycloak TCP 7800', 'keycloak app=keycloak TCP 57800']),
    );
  });

  test('health and metrics are where Keycloak has them, apart from users', () => {
    for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe']) {
      expect(textAt(container, `${probe}.httpGet.path`)).toMatch(/^\/health\/(started|live|ready)$/);
      expect(at(container, `${probe}.httpGet.port`)).toBe('management');
    }
    expect(listAt(container, 'ports')).toContainEqual({
      name: 'management',
      containerPort: 9000,
      protocol: 'TCP',
    });
  });

  test('it writes into its copy and /tmp only', () => {
    const pod = at(deployment, 'spec.template.spec');
    for (const one of [...listAt(pod, 'containers'), ...listAt(pod, 'initContainers')]) {
      expect(at(one, 'securityContext.readOnlyRootFilesystem')).toBe(true);
    }
    expect(listAt(container, 'volumeMounts').map((mount) => at(mount, 'mountPath'))).toEqual([
      '/opt/keycloak',
      '/tmp',
      '/etc/database-ca',
    ]);
  });
});
