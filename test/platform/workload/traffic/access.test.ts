import { describe, expect, test } from 'vitest';
import { product } from '../../../../platform/product/product.ts';
import type { Unit } from '../../../../platform/unit/unit.ts';
import { waves } from '../../../../platform/unit/waves.ts';
import {
  bucket,
  type Call,
  database,
  external,
  receivesFrom,
  workload,
} from '../../../../platform/workload/declaration/calls.ts';
import { at, every, listAt, one, textAt } from '../../../manifest-reader.ts';
import { type Ground, renderProduct } from '../../../render-product.ts';
import { EVERY_POD_SENDS_TO, EVERY_PROXY_KNOWS, openings, PROMETHEUS_READS } from '../../network-openings.ts';
import { refusal } from '../../refusal.ts';
import { runner, web } from '../declarations.ts';

const shop = (name: string) => ({ namespace: 'shop', labels: { app: name, track: 'stable' } });

/** A service that calls another one, and a third that has nothing to do with either. */
const three = [
  web({ name: 'front', exposes: { host: 'shop' }, calls: [workload('back')] }),
  web({ name: 'back', port: 7070 }),
  web({ name: 'apart' }),
];

describe('every declared call is open on both sides, and nothing else is', () => {
  const objects = renderProduct({ workloads: three });

  test('the caller may send to the port of the callee, and to nothing besides DNS and istiod', () => {
    expect(openings(objects, 'egress', shop('front'))).toEqual(
      [...EVERY_POD_SENDS_TO, 'shop app=back TCP 7070'].sort(),
    );
  });

  test('the callee takes the caller, Prometheus and its own smoke test', () => {
    expect(openings(objects, 'ingress', shop('back'))).toEqual(
      [PROMETHEUS_READS, 'shop app=back-smoke-test TCP 7070', 'shop app=front TCP 7070'].sort(),
    );
  });

  test('who is exposed takes the gateway', () => {
    expect(openings(objects, 'ingress', shop('front'))).toEqual(
      [
        'istio-system app=istio-ingressgateway TCP 8080',
        PROMETHEUS_READS,
        'shop app=front-smoke-test TCP 8080',
      ].sort(),
    );
  });

  test('who calls nobody and is called by nobody is closed but for its smoke test', () => {
    expect(openings(objects, 'egress', shop('apart'))).toEqual(EVERY_POD_SENDS_TO);
    expect(openings(objects, 'ingress', shop('apart'))).toEqual([
      PROMETHEUS_READS,
      'shop app=apart-smoke-test TCP 8080',
    ]);
  });

  test('a canary may do what the stable pods may: its errors would look like those of the build', () => {
    const canary = { namespace: 'shop', labels: { app: 'front', track: 'canary' } };
    expect(openings(objects, 'egress', canary)).toEqual(openings(objects, 'egress', shop('front')));
    expect(openings(objects, 'ingress', canary)).toEqual(openings(objects, 'ingress', shop('front')));
  });

  test('outside the mesh nobody needs istiod, and Prometheus reads the container', () => {
    const [, back, apart] = three;
    if (back === undefined || apart === undefined) throw new Error('three services');
    const plain = renderProduct(
      { workloads: [web({ name: 'front', calls: [workload('back')] }), back, apart] },
      { cluster: 'sre-portfolio' },
    );
    expect(openings(plain, 'egress', shop('front'))).toEqual([
      'kube-system k8s-app=kube-dns TCP 53',
      'kube-system k8s-app=kube-dns UDP 53',
      'shop app=back TCP 7070',
    ]);
    expect(openings(plain, 'ingress', shop('back'))).toEqual([
      'monitoring app.kubernetes.io/name=prometheus TCP 9090',
      'shop app=back-smoke-test TCP 7070',
      'shop app=front TCP 7070',
    ]);
  });
});

describe('what is outside the cluster', () => {
  const objectsOf = (calls: readonly Call[], ground: Ground = {}) =>
    renderProduct({ workloads: [web({ calls })] }, ground);
  const sentBy = (calls: readonly Call[]) =>
    openings(objectsOf(calls), 'egress', shop('web')).filter((line) => !EVERY_POD_SENDS_TO.includes(line));
  const endpoints = ['10.0.8.0/28 TCP 443', '10.0.8.16/28 TCP 443', '10.0.8.32/28 TCP 443'];

  test('a database is reached in its subnets only, on its port (X-19)', () => {
    expect(sentBy([database('main')])).toEqual([
      '10.0.4.0/24 TCP 5432',
      '10.0.5.0/24 TCP 5432',
      '10.0.6.0/24 TCP 5432',
    ]);
  });

  test('a queue is reached through the interface endpoints, which have private addresses (X-20)', () => {
    expect(sentBy([receivesFrom('jobs')])).toEqual(endpoints);
    // Two queues behind one endpoint are one flow.
    expect(sentBy([receivesFrom('jobs'), receivesFrom('mails')])).toEqual(endpoints);
  });

  test('a bucket is reached at public addresses, its credentials through an endpoint', () => {
    expect(sentBy([bucket('files')])).toEqual(['0.0.0.0/0 TCP 443', ...endpoints]);
  });

  test('"the Internet" never means the private networks beside the cluster (S4-198)', () => {
    const policy = one(objectsOf([external('payment')]), 'NetworkPolicy', 'allow-web');
    expect(listAt(policy, 'spec.egress[0].to[0].ipBlock.except')).toEqual([
      '10.0.0.0/8',
      '100.64.0.0/10',
      '169.254.0.0/16',
      '172.16.0.0/12',
      '192.168.0.0/16',
    ]);
    expect(sentBy([external('payment')])).toEqual(['0.0.0.0/0 TCP 443']);
  });

  const everything = [database('main'), receivesFrom('jobs'), bucket('files'), external('payment')];

  test('each host that a proxy may ask for is registered: the mesh refuses unknown ones (X-62)', () => {
    const objects = objectsOf(everything);
    const scoped = listAt(one(objects, 'Sidecar', 'web'), 'spec.egress[0].hosts').filter(
      (host) => host !== EVERY_PROXY_KNOWS,
    );
    const registered = every(objects, 'ServiceEntry').map((entry) => `./${textAt(entry, 'spec.hosts[0]')}`);
    expect(scoped).toEqual([
      './api.payment.example.com',
      './main.database.example.com',
      './shop-files.s3.ap-northeast-1.amazonaws.com',
      './sqs.ap-northeast-1.amazonaws.com',
      './sts.ap-northeast-1.amazonaws.com',
    ]);
    expect(registered.sort()).toEqual(scoped);
  });

  test('a registered host is known to its namespace only, and by the protocol that is spoken', () => {
    for (const entry of every(objectsOf(everything), 'ServiceEntry')) {
      const database = textAt(entry, 'spec.hosts[0]').startsWith('main.');
      const [number, protocol] = database ? [5432, 'TCP'] : [443, 'TLS'];
      expect(at(entry, 'spec')).toMatchObject({
        exportTo: ['.'],
        location: 'MESH_EXTERNAL',
        resolution: 'DNS',
        ports: [{ number, protocol }],
      });
      expect(at(entry, 'metadata.namespace')).toBe('shop');
    }
  });

  test('a host that two workloads call is registered once, and each proxy knows its own hosts only', () => {
    const objects = renderProduct({
      workloads: [
        web({ calls: [external('payment'), receivesFrom('jobs')] }),
        runner({ calls: [receivesFrom('jobs')] }),
      ],
    });
    expect(every(objects, 'ServiceEntry').map((entry) => at(entry, 'spec.hosts[0]'))).toEqual([
      'api.payment.example.com',
      'sqs.ap-northeast-1.amazonaws.com',
      'sts.ap-northeast-1.amazonaws.com',
    ]);
    expect(listAt(one(objects, 'Sidecar', 'runner'), 'spec.egress[0].hosts')).toEqual([
      './sqs.ap-northeast-1.amazonaws.com',
      './sts.ap-northeast-1.amazonaws.com',
      EVERY_PROXY_KNOWS,
    ]);
  });

  test('outside the mesh nothing is registered', () => {
    expect(every(objectsOf(everything, { cluster: 'sre-portfolio' }), 'ServiceEntry')).toEqual([]);
  });

  test('the application is told every address, so that none stands in its code', () => {
    const objects = renderProduct({
      workloads: [web({ calls: [...everything, workload('back')] }), web({ name: 'back' })],
    });
    expect(at(one(objects, 'ConfigMap', 'web-config'), 'data')).toEqual({
      BACK_URL: 'http://back.shop.svc.cluster.local',
      DB_HOST: 'main.database.example.com',
      DB_NAME: 'shop',
      DB_PORT: '5432',
      FILES_BUCKET: 'shop-files',
      JOBS_QUEUE_URL: 'https://sqs.ap-northeast-1.amazonaws.com/111122223333/jobs',
      PAYMENT_HOST: 'api.payment.example.com',
    });
  });

  test('who calls AWS has a role, and who does not has none', () => {
    const roleOf = (calls: readonly Call[]) =>
      at(
        one(objectsOf(calls), 'ServiceAccount', 'web'),
        'metadata.annotations["eks.amazonaws.com/role-arn"]',
      );
    expect(roleOf([receivesFrom('jobs')])).toBe('arn:aws:iam::111122223333:role/web');
    expect(roleOf([bucket('files')])).toBe('arn:aws:iam::111122223333:role/web');
    expect(roleOf([database('main'), external('payment')])).toBeUndefined();
  });
});

describe('who may call, by identity (X-60)', () => {
  const objects = renderProduct({
    workloads: [...three, runner({ calls: [workload('back')] })],
  });
  const principalsOf = (name: string) =>
    listAt(one(objects, 'AuthorizationPolicy', `allow-${name}`), 'spec.rules[0].from[0].source.principals');

  test('the callers and nobody else, in the trust domain of the cluster', () => {
    expect(principalsOf('back')).toEqual([
      'japan.mesh.example.com/ns/shop/sa/front',
      'japan.mesh.example.com/ns/shop/sa/runner',
      'japan.mesh.example.com/ns/shop/sa/back-smoke-test',
    ]);
  });

  test('the gateway where the public comes in', () => {
    expect(principalsOf('front')).toEqual([
      'japan.mesh.example.com/ns/istio-system/sa/istio-ingressgateway',
      'japan.mesh.example.com/ns/shop/sa/front-smoke-test',
    ]);
  });

  test('a policy names the port of the container, which is what the proxy of the callee sees', () => {
    expect(at(one(objects, 'AuthorizationPolicy', 'allow-back'), 'spec')).toMatchObject({
      action: 'ALLOW',
      rules: [{ to: [{ operation: { ports: ['7070'] } }] }],
    });
    // One rule with one source: a second would let others in.
    expect(listAt(one(objects, 'AuthorizationPolicy', 'allow-back'), 'spec.rules')).toHaveLength(1);
  });

  test('who is called by nobody lets nobody in but its smoke test', () => {
    expect(principalsOf('apart')).toEqual(['japan.mesh.example.com/ns/shop/sa/apart-smoke-test']);
    const names = every(objects, 'AuthorizationPolicy').map((policy) => at(policy, 'metadata.name'));
    expect(names).not.toContain('allow-runner');
    expect(names).toContain('allow-nothing');
  });
});

test('a caller on another cluster opens nothing here', () => {
  const workloads = [
    web({ name: 'front', clusters: ['prod-eu'], calls: [workload('back')] }),
    web({ name: 'back', port: 7070 }),
  ];
  const objects = renderProduct({ clusters: ['prod-japan', 'prod-eu'], workloads });
  expect(openings(objects, 'ingress', shop('back'))).toEqual([
    PROMETHEUS_READS,
    'shop app=back-smoke-test TCP 7070',
  ]);
  const policy = one(objects, 'AuthorizationPolicy', 'allow-back');
  expect(listAt(policy, 'spec.rules[0].from[0].source.principals')).toHaveLength(1);
});

describe('what a proxy knows', () => {
  const scopeOf = (name: string) =>
    at(one(renderProduct({ workloads: three }), 'Sidecar', name), 'spec.egress[0].hosts');

  test('the services that its workload calls and where its spans go, and no other', () => {
    expect(scopeOf('front')).toEqual(['shop/back.shop.svc.cluster.local', EVERY_PROXY_KNOWS]);
  });

  test('not everything, where its workload calls nobody: an empty list would mean that', () => {
    expect(scopeOf('back')).toEqual([EVERY_PROXY_KNOWS]);
  });

  test('a host that it does not know is refused, not passed through', () => {
    const modes = every(renderProduct({ workloads: three }), 'Sidecar').map((sidecar) =>
      at(sidecar, 'spec.outboundTrafficPolicy.mode'),
    );
    expect(modes).toEqual(Array.from({ length: 2 * three.length }, () => 'REGISTRY_ONLY'));
  });
});

describe('a store, declared as an endpoint of a unit', () => {
  const store: Unit = {
    name: 'store',
    project: 'shop',
    namespace: 'cache',
    wave: waves.workloads,
    clusters: ['prod-japan'],
    endpoints: [
      {
        name: 'store',
        namespace: 'cache',
        serviceAccount: 'store',
        labels: { app: 'store' },
        servicePort: 6379,
        containerPort: 6380,
        protocol: 'tcp',
      },
    ],
    build: () => {},
  };
  const objects = renderProduct({ workloads: [web({ calls: [workload('store')] })] }, { beside: [store] });

  test('is reached by host and port, not by URL, and policies speak of the port of its container', () => {
    expect(at(one(objects, 'ConfigMap'), 'data')).toEqual({
      STORE_HOST: 'store.cache.svc.cluster.local',
      STORE_PORT: '6379',
    });
    expect(openings(objects, 'egress', shop('web'))).toContain('cache app=store TCP 6380');
    expect(at(one(objects, 'Sidecar', 'web'), 'spec.egress[0].hosts')).toEqual([
      'cache/store.cache.svc.cluster.local',
      EVERY_PROXY_KNOWS,
    ]);
  });
});

describe('a call that cannot work is refused before it is deployed', () => {
  const calling = (call: Call, ground: Ground = {}) =>
    refusal(() => renderProduct({ workloads: [web({ calls: [call] }), runner()] }, ground));

  test('the callee is not on the cluster', () => {
    expect(calling(workload('back'))).toBe(
      'web calls back, which is not on prod-japan. No product declares it. Declare back, or take the call out.',
    );
    expect(calling(workload('runers'))).toBe(
      'web calls runers, which is not on prod-japan. No product declares it (did you mean runner?). Declare runers, or correct the call.',
    );
  });

  test('the callee runs on other clusters of the product only', () => {
    const workloads = [web({ calls: [workload('back')] }), web({ name: 'back', clusters: ['prod-eu'] })];
    expect(refusal(() => renderProduct({ clusters: ['prod-japan', 'prod-eu'], workloads }))).toBe(
      'web calls back, which is not on prod-japan. Put back on that cluster too, take the call out, or limit web with `clusters` to where back runs: prod-eu.',
    );
  });

  test('the callee is a worker, where nothing listens', () => {
    expect(calling(workload('runner'))).toBe(
      'web calls runner, which is a worker: nothing listens there. Declare runner with service(), or send it its work by a queue.',
    );
  });

  test('two workloads of one name: calls go by name', () => {
    const beside = product({
      name: 'other',
      clusters: ['prod-japan'],
      namespaces: [{ name: 'other', mesh: true }],
      workloads: [web()],
    });
    expect(refusal(() => renderProduct({ workloads: [web()] }, { beside }))).toBe(
      'Two workloads on prod-japan are called web. Calls go by name, so give one of them another.',
    );
  });

  test.each([
    [
      database('orders'),
      'clusters/prod-japan/terraform.json: the output databases has no orders, which web calls. Add it in Terraform, or correct the call.',
    ],
    [
      receivesFrom('orders'),
      'clusters/prod-japan/terraform.json: the output queues has no orders, which web calls. Add it in Terraform, or correct the call.',
    ],
    [
      bucket('orders'),
      'clusters/prod-japan/terraform.json: the output buckets has no orders, which web calls. Add it in Terraform, or correct the call.',
    ],
    [
      external('maps'),
      'clusters/prod-japan/cluster.yaml: externalHosts has no maps, which web calls. Add it with its host name, or correct the call.',
    ],
  ])('%j is nowhere in the contract', (call, message) => {
    expect(calling(call)).toBe(message);
  });

  test('two databases: both would be DB_HOST, and one would silently be the other', () => {
    const change: Ground['change'] = (cluster) => {
      const { main } = cluster.terraform.databases;
      if (main === undefined) throw new Error('no database');
      const databases = { main, audit: { ...main, endpoint: 'audit.database.example.com' } };
      return { ...cluster, terraform: { ...cluster.terraform, databases } };
    };
    const calls = (...names: string[]) => [web({ calls: names.map((name) => database(name)) })];
    expect(refusal(() => renderProduct({ workloads: calls('main', 'audit') }, { change }))).toBe(
      'web: two of its calls set the variable DB_HOST, to main.database.example.com and to audit.database.example.com. Take one of the calls out.',
    );
    expect(refusal(() => renderProduct({ workloads: calls('audit') }, { change }))).toBeUndefined();
  });

  test('from outside the mesh into it: the callee would refuse plain text', () => {
    const mesh = (front: boolean, back: boolean) =>
      refusal(() =>
        renderProduct({
          namespaces: [
            { name: 'one', mesh: front },
            { name: 'two', mesh: back },
          ],
          workloads: [
            web({ name: 'front', calls: [workload('back')] }),
            web({ name: 'back', namespace: 'two' }),
          ],
        }),
      );
    expect(mesh(false, true)).toBe(
      'front calls back, which takes only the mTLS of the mesh, but the namespace of front is outside it on prod-japan. Give that namespace mesh: true.',
    );
    expect(mesh(true, true)).toBeUndefined();
    expect(mesh(true, false)).toBeUndefined();
    expect(mesh(false, false)).toBeUndefined();
  });
});
