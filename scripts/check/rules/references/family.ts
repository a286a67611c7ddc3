import type { Family } from '../../rule.ts';
import { serviceSelectsNoPods } from './service-selects-no-pods.ts';

/** Every name, label, port, key, class and host that one object says of another, and what is said twice. */
export const references: Family = {
  name: 'references',
  about:
    'Every name, label, port, key, class and host that one object says of another, and what is said twice.',
  rules: [serviceSelectsNoPods],
};
