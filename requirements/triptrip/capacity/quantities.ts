/** Cores of a quantity of CPU such as `500m` or `2`. */
export function cores(quantity: string): number {
  const [, value, unit] = /^([\d.]+)(m?)$/.exec(quantity) ?? [];
  if (value === undefined) throw new Error(`${quantity} is no amount of CPU.`);
  return unit === 'm' ? Number(value) / 1000 : Number(value);
}

/** MiB of a quantity of memory such as `512Mi` or `2Gi`. */
export function mebibytes(quantity: string): number {
  const [, value, unit] = /^([\d.]+)(Mi|Gi)$/.exec(quantity) ?? [];
  if (value === undefined) throw new Error(`${quantity} is no amount of memory in Mi or Gi.`);
  return unit === 'Gi' ? Number(value) * 1024 : Number(value);
}
