import { service } from '../../platform/workload/workload.ts';

/** The React application (S1-22, S2-38 to S2-41, S2-47); port, probes and budget are ours (S2-41). It calls nothing: the browser does. */
export const frontendService = service({
  name: 'frontend-service',
  component: 'frontend',
  port: 8080,
  resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '200m', memory: '256Mi' } },
  scale: { replicas: 2 },
  exposes: { host: 'app' },
  probes: {
    startup: { path: '/health' },
    liveness: { path: '/health' },
    readiness: { path: '/health' },
  },
  minAvailable: '50%',
  priority: 'critical',
});
