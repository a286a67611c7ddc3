import { z } from 'zod';

const seccomp = z.looseObject({ type: z.string().optional() }).nullish();
const appArmor = z.looseObject({ type: z.string().optional() }).nullish();
const seLinux = z
  .looseObject({ type: z.string().optional(), user: z.string().optional(), role: z.string().optional() })
  .nullish();
const windows = z.looseObject({ hostProcess: z.boolean().optional() }).nullish();

const shared = {
  runAsNonRoot: z.boolean().nullish(),
  runAsUser: z.number().nullish(),
  seccompProfile: seccomp,
  appArmorProfile: appArmor,
  seLinuxOptions: seLinux,
  windowsOptions: windows,
};
const capabilities = z
  .looseObject({ add: z.array(z.string()).nullish(), drop: z.array(z.string()).nullish() })
  .nullish();
const containerContext = z
  .looseObject({
    ...shared,
    privileged: z.boolean().nullish(),
    allowPrivilegeEscalation: z.boolean().nullish(),
    procMount: z.string().nullish(),
    capabilities,
  })
  .nullish();

const handler = z
  .looseObject({
    httpGet: z.looseObject({ host: z.string().optional() }).nullish(),
    tcpSocket: z.looseObject({ host: z.string().optional() }).nullish(),
  })
  .nullish();
const container = z.looseObject({
  name: z.string(),
  securityContext: containerContext,
  ports: z.array(z.looseObject({ hostPort: z.number().nullish() })).nullish(),
  livenessProbe: handler,
  readinessProbe: handler,
  startupProbe: handler,
  lifecycle: z.looseObject({ postStart: handler, preStop: handler }).nullish(),
});
const containers = z.array(container).nullish();

/** A pod as far as the standard looks at it. */
export const podToJudge = z.looseObject({
  metadata: z.looseObject({ annotations: z.record(z.string(), z.string()).nullish() }).nullish(),
  spec: z.looseObject({
    hostNetwork: z.boolean().nullish(),
    hostPID: z.boolean().nullish(),
    hostIPC: z.boolean().nullish(),
    volumes: z.array(z.looseObject({ name: z.string() })).nullish(),
    securityContext: z
      .looseObject({ ...shared, sysctls: z.array(z.looseObject({ name: z.string() })).nullish() })
      .nullish(),
    containers,
    initContainers: containers,
    ephemeralContainers: containers,
  }),
});

export type PodSpec = z.infer<typeof podToJudge>;
export type Container = z.infer<typeof container>;

/** Every container of a pod, of whatever sort. */
export function containersOf({ spec }: PodSpec): readonly Container[] {
  return [...(spec.initContainers ?? []), ...(spec.containers ?? []), ...(spec.ephemeralContainers ?? [])];
}

/** The security contexts of a pod and of its containers, each with the name of what it belongs to. */
export function contextsOf(pod: PodSpec) {
  return [
    { of: 'the pod', context: pod.spec.securityContext },
    ...containersOf(pod).map(({ name, securityContext }) => ({
      of: `the container ${name}`,
      context: securityContext,
    })),
  ];
}
