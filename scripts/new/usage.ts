import { command } from '../command-line/command.ts';
import { flag, optionalArgument, text, texts } from '../command-line/option.ts';

export const KINDS = ['service', 'worker', 'job', 'cluster', 'component'] as const;

const clusters = { suggests: (names: { clusters(): readonly string[] }) => names.clusters() };

export const newUsage = command({
  name: 'new',
  group: 'Every day',
  summary: 'adds a service, a worker, a job, a cluster or a component: writes its files, renders and checks',
  details:
    'On a terminal it asks for what no option says; elsewhere it lists the options that are missing. All or nothing: after a mistake, and where synth refuses what was written, every file is as it was.',
  options: {
    purpose: text('TEXT', 'what it is for, in a sentence: the first line of its file'),
    into: text('PRODUCT', 'workload: the product that it becomes a part of', {
      suggests: (names) => names.products(),
      insteadOf: { product: 'npm takes --product for its own --production' },
    }),
    namespace: text(
      'NAMESPACE',
      'workload: one of the namespaces of its product, default the first; component: its own, default its name',
    ),
    cluster: texts('CLUSTER', "workload: only this one of its product's clusters", clusters),
    port: text('PORT', 'service: the port that its container listens on, default 8080'),
    expose: text('HOST', 'service: the public reaches it at https://HOST.<domain of the cluster>', {
      insteadOf: { host: 'it exposes the service to the public' },
    }),
    'connects-to': texts(
      'KIND:NAME',
      'workload: what it connects to, such as workload:video-service, database:tasks, cache:tasks, sends-to:QUEUE, receives-from:QUEUE, topic:NAME, bucket:NAME, external:NAME',
      { insteadOf: { calls: 'npm takes --call for itself', call: 'npm takes --call for itself' } },
    ),
    'cpu-request': text('AMOUNT', 'workload: the CPU that it asks of a node, default 100m', {
      insteadOf: { cpu: 'npm takes --cpu for itself' },
    }),
    'memory-request': text('AMOUNT', 'workload: the memory that it asks of a node, default 128Mi', {
      insteadOf: { memory: 'there is a request and a limit' },
    }),
    'memory-limit': text('AMOUNT', 'workload: the memory that it gets at most, default twice the request'),
    replicas: text(
      'COUNT',
      'service and worker: how many pods, such as 3, or bounds such as 3-12; default 2',
      {
        insteadOf: { scale: 'it is the number of pods, or its bounds', min: 'bounds are written 3-12' },
      },
    ),
    'cpu-target': text(
      'PERCENT',
      'with bounds: the CPU of the request that one more pod comes for, default 70',
    ),
    'requests-per-second': text('NUMBER', 'service, with bounds: the requests that one pod takes'),
    queue: text(
      'NAME:MESSAGES',
      'job: the queue of its messages, and how many one Job takes, default 1; worker, with bounds: how many one pod takes',
    ),
    jobs: text('COUNT', 'job: the most Jobs at a time, default 10', {
      insteadOf: { max: 'npm takes --max for its own --maxsockets' },
    }),
    secret: texts(
      'VARIABLE=PATH',
      'workload: an environment variable from the secret at this path below that of the cluster; PATH:PROPERTY takes one property of it',
    ),
    build: text('VERSION', 'workload: the build that runs, for people, such as 1.0.0', {
      insteadOf: { version: 'npm takes --version for itself', tag: 'npm takes --tag for itself' },
    }),
    digest: text(
      'DIGEST',
      'workload: what the clusters run; component: of the archive of its chart. sha256: and 64 hexadecimal digits',
    ),
    'expect-roles': flag(
      'writes roles that Terraform has yet to make into expected-roles.yaml of the cluster, by the rule of the names of the others',
    ),
    outputs: text('FILE', 'cluster: what terraform output -json has printed for it', { path: true }),
    like: text('CLUSTER', 'cluster: the neighbour whose choices and builds it starts from', clusters),
    environment: text(
      'ENVIRONMENT',
      'cluster: production, staging or development; default that of the neighbour',
      {
        oneOf: ['production', 'staging', 'development'],
      },
    ),
    domain: text('DOMAIN', 'cluster: its services are <host>.DOMAIN'),
    hub: text('CLUSTER', 'cluster: whose Argo CD manages it; default itself', clusters),
    runs: texts('PRODUCT', 'cluster: only this product of those on the neighbour', {
      suggests: (names) => names.products(),
    }),
    'linked-to': texts('CLUSTER', 'cluster: it joins the mesh of this one', clusters),
    'trust-domain': text('DOMAIN', 'cluster: of its mesh, default mesh.<its domain>'),
    'alert-source': text('ID', 'cluster of production: of incident.io'),
    heartbeat: text(
      'ID',
      'cluster of production: of incident.io, another one than that of every other cluster',
    ),
    chart: text('NAME', 'component: its Helm chart, default its own name'),
    'chart-version': text('VERSION', 'component: the exact version of the chart'),
    repository: text(
      'URL',
      'component: of the chart, https://… or the path in an OCI registry without oci://',
    ),
    'every-node': flag('component: it runs on every node, and nothing waits for it'),
    from: text('DIR', 'component and cluster: take charts from DIR, as npx fleet charts --from does', {
      path: true,
    }),
    'without-checks': flag('leaves the checks after synth to npx fleet ci'),
  },
  arguments: {
    kind: optionalArgument('what to add', { oneOf: KINDS }),
    name: optionalArgument('its name'),
  },
  examples: [
    ['', 'asks for everything'],
    [
      'service search-service --into streaming --connects-to workload:video-service --expose search',
      'asks for the rest',
    ],
    [
      'job thumbnailer --into streaming --queue video-published:5 --build 1.0.0 --digest sha256:… --expect-roles',
      'a Job for each five messages',
    ],
    ['cluster streaming-staging --outputs outputs.json --like prod-eu', 'asks for what differs from prod-eu'],
    [
      'component descheduler --chart-version 0.34.0 --repository https://kubernetes-sigs.github.io/descheduler',
      'a Helm chart',
    ],
  ],
  work: { main: 'scripts/new/main.ts' },
});
