import { product } from '../../platform/product/product.ts';
import { chatService } from './chat-service.ts';
import { userService } from './user-service.ts';
import { videoService } from './video-service.ts';

/** The video platform of two regions (S0-30 to S0-34). */
export const streaming = product({
  name: 'streaming',
  clusters: ['prod-japan', 'prod-eu'],
  namespaces: [{ name: 'prod', mesh: true }],
  // Our own figures: what the other region may not answer for is built again, from continuous backups.
  recovery: { timeMinutes: 60, pointMinutes: 5 },
  workloads: [userService, videoService, chatService],
});
