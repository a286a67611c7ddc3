import { type AlertCases, bornWithEvent, growing, steady } from '../../../../scripts/prove-alerts/case.ts';

const PROMETHEUS = { 'up{job="argocd-application-controller-metrics"}': steady(1) };

function synced(phase: string): string {
  return `argocd_app_sync_total{name="prod-eu-keda",project="platform",phase="${phase}"}`;
}

export const alertCases: AlertCases = {
  ApplicationOutOfSync: () => ({
    fires: {
      'argocd_app_info{name="triptrip-dev-triptrip-api",project="triptrip",sync_status="OutOfSync"}':
        steady(1),
    },
    silent: {
      'argocd_app_info{name="triptrip-dev-triptrip-api",project="triptrip",sync_status="Synced"}': steady(1),
    },
    after: '40m',
    labels: { name: 'triptrip-dev-triptrip-api', project: 'triptrip' },
  }),
  ApplicationUnhealthy: () => ({
    fires: { 'argocd_app_info{name="prod-eu-keda",project="platform",health_status="Degraded"}': steady(1) },
    silent: {
      'argocd_app_info{name="prod-eu-keda",project="platform",health_status="Progressing"}': steady(1),
    },
    after: '15m',
    labels: { name: 'prod-eu-keda', project: 'platform', health_status: 'Degraded' },
  }),
  ApplicationSyncFailing: () => ({
    // One failure, of a smoke test: its counter is born with it, and nobody tries again.
    fires: { ...PROMETHEUS, [synced('Failed')]: bornWithEvent(20) },
    alsoFires: [{ ...PROMETHEUS, [synced('Failed')]: '1x20 2x60' }, { [synced('Error')]: growing(0.5) }],
    silent: { ...PROMETHEUS, [synced('Succeeded')]: growing(0.5), [synced('Failed')]: steady(4) },
    // Prometheus was not there before, and cannot know when it happened.
    alsoSilent: [{ [synced('Failed')]: bornWithEvent(20) }],
    after: '30m',
    labels: { name: 'prod-eu-keda', project: 'platform' },
  }),
  ApplicationPaused: () => {
    const labels = 'name="prod-eu-keda",project="platform"';
    const automatic = (value: boolean) => ({
      [`argocd_app_info{${labels},autosync_enabled="${value}"}`]: steady(1, 120),
    });
    const annotated = (values: string) => ({ [`kube_customresource_application_paused{${labels}}`]: values });
    return {
      fires: automatic(false),
      alsoFires: [
        // Argo CD says nothing of one that its annotation pauses: its series ends.
        { [`argocd_app_info{${labels},autosync_enabled="true"}`]: '1x5', ...annotated('0x5 1x120') },
        { ...automatic(false), ...annotated(steady(0, 120)) },
      ],
      silent: { ...automatic(true), ...annotated(steady(0, 120)) },
      // A pause that ended within the hour, and the next one.
      alsoSilent: [annotated('0x5 1x40 0x10 1x60')],
      after: '70m',
      labels: { name: 'prod-eu-keda', project: 'platform' },
    };
  },
  ClusterConnectionLost: () => {
    const connection = (status: number) => ({
      'argocd_cluster_info{server="https://eu",name="prod-eu",k8s_version="1.34"}': steady(1),
      'argocd_cluster_connection_status{server="https://eu",k8s_version="1.34"}': steady(status),
    });
    return { fires: connection(0), silent: connection(1), after: '10m', labels: { name: 'prod-eu' } };
  },
};
