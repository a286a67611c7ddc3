import { external, sendsTo } from '../../platform/workload/declaration/calls.ts';
import { service } from '../../platform/workload/workload.ts';

/** Messages between viewers, and a push to those who are away (S0-34, S0-38). */
export const chatService = service({
  name: 'chat-service',
  port: 8080,
  resources: { requests: { cpu: '200m', memory: '256Mi' }, limits: { memory: '512Mi' } },
  scale: { min: 3, max: 12, cpu: 70 },
  calls: [sendsTo('message-sent'), external('push-notifications')],
  exposes: { host: 'chat' },
  authentication: 'customers',
  rateLimit: { requestsPerSecond: 200 },
});
