import { bytes, millicores } from '../../../platform/kit/quantity.ts';

/** Cores of a quantity of CPU such as `500m` or `2`. */
export function cores(quantity: string): number {
  return millicores(quantity) / 1000;
}

/** MiB of a quantity of memory such as `512Mi` or `2Gi`. */
export function mebibytes(quantity: string): number {
  return bytes(quantity) / 1024 ** 2;
}
