import { bucket, receivesFrom, sendsTo } from '../../platform/workload/declaration/calls.ts';
import { service } from '../../platform/workload/workload.ts';

/** Videos; starts the onboarding of each new account, so the queue of new accounts scales it too (S0-33, S0-37, S0-70). */
export const videoService = service({
  name: 'video-service',
  port: 8080,
  resources: { requests: { cpu: '200m', memory: '256Mi' }, limits: { memory: '512Mi' } },
  scale: { min: 3, max: 12, cpu: 70, queue: { name: 'user-registered', messages: 5 } },
  calls: [bucket('video'), receivesFrom('user-registered'), sendsTo('video-published')],
  exposes: { host: 'videos' },
  // Published videos are not personal data: the other region may answer for them (S0-89).
  failover: true,
});
